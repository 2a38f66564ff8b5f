/** Replies to a file with its SHA-256 in base64, as `x-amz-checksum-sha256` requires. */
addEventListener('message', async ({ data: { id, file } }) => {
  try {
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    postMessage({ id, sha256: btoa(String.fromCharCode(...new Uint8Array(digest))) });
  } catch (error) {
    postMessage({ id, error: String(error) });
  }
});
