/** Takes photos that are dropped or pasted anywhere on the page. */
export function acceptDrops({ onFiles, onHover }) {
  // A child is entered before its parent is left: the count says whether any is hovered.
  let depth = 0;
  const carriesFiles = (event) => event.dataTransfer?.types.includes('Files');
  const hover = (change) => {
    depth = Math.max(0, depth + change);
    onHover(depth > 0);
  };

  addEventListener('dragenter', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    hover(1);
  });
  addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
  });
  addEventListener('dragleave', (event) => {
    if (carriesFiles(event)) hover(-1);
  });
  addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    onHover(false);
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
  addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  });
}
