const paths = {
  plus: 'M12 5v14M5 12h14',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM20 20l-4-4',
  camera: 'M4 8h3l1.5-2.5h7L17 8h3v11H4ZM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4Z',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  safe: 'M12 3.5 5 6v5.5c0 4.3 2.9 7.6 7 9 4.1-1.4 7-4.7 7-9V6ZM8.8 12l2.3 2.3 4.2-4.4',
  unsafe: 'M12 3.5 5 6v5.5c0 4.3 2.9 7.6 7 9 4.1-1.4 7-4.7 7-9V6Z',
  clock: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM12 8v4.3l2.8 1.7',
  alert: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM12 8v5M12 15.8v.2',
  cross: 'm6.5 6.5 11 11M17.5 6.5l-11 11',
  retry: 'M19 12a7 7 0 1 1-2.2-5.1M17 3v4h-4',
  back: 'M19 12H5M11 6l-6 6 6 6',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  download: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  bin: 'M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.3 10.5v6M13.7 10.5v6',
  photo: 'M4 5h16v14H4ZM4 16l4.5-4.5 3.5 3.5 3-3 5 5M15.5 9.5v.1',
  offline:
    'M4 4l16 16M5 12a10 10 0 0 1 4-2.4M19 12a10 10 0 0 0-5.6-2.9M8.5 15.2a5 5 0 0 1 6 -.7M12 19v.1',
};

function draw(tag, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const svg = (viewBox, className, ...children) =>
  draw('svg', { viewBox, 'aria-hidden': 'true', class: className }, ...children);

/** A drawing beside a text with the same meaning, so hidden from screen readers. */
export const icon = (name, className = '') =>
  svg('0 0 24 24', `icon ${className}`.trim(), draw('path', { d: paths[name] }));

export const mark = (className) =>
  svg(
    '0 0 44 28',
    className,
    draw('circle', { class: 'near', cx: 15, cy: 14, r: 11.5 }),
    draw('circle', { class: 'far', cx: 29, cy: 14, r: 11.5 }),
  );
