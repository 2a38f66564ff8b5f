// Writes the content security policy into every page of a folder, so that it is part of what is served.
//
//   CONTENT_SECURITY_POLICY="default-src 'none'; …" node tools/policy.js FOLDER
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const policy = process.env.CONTENT_SECURITY_POLICY ?? '';
if (!policy || /["<>&]/.test(policy)) {
  throw new Error(`CONTENT_SECURITY_POLICY cannot be the value of an attribute: "${policy}"`);
}
const element = `<meta http-equiv="Content-Security-Policy" content="${policy}" />`;
const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.html'),
);
if (pages.length === 0) {
  throw new Error(`${folder} has no page`);
}
for (const page of pages) {
  const file = join(folder, page);
  const html = readFileSync(file, 'utf8');
  // Before everything that it applies to.
  const parts = html.split('<head>');
  if (parts.length !== 2 || html.includes('http-equiv="Content-Security-Policy"')) {
    throw new Error(`${file} must have one <head> and no policy yet`);
  }
  writeFileSync(file, parts.join(`<head>\n    ${element}`));
}
