// Writes the files of the site that are not in public/: the contract of the API as JSON, and the
// renderer of its page.
//
//   node tools/generate.js FOLDER
//
// The environment variable API_URL is the API's address; without it, the API is on the page's origin.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const siteFolder = fileURLToPath(new URL('..', import.meta.url));
const source = join(siteFolder, 'node_modules/swagger-ui-dist');

const folder = process.argv[2];
const renderer = join(folder, 'swagger-ui');
mkdirSync(renderer, { recursive: true });
writeContract();
copyFileSync(join(source, 'swagger-ui-bundle.js'), join(renderer, 'swagger-ui-bundle.js'));
for (const file of ['LICENSE', 'NOTICE']) {
  copyFileSync(join(source, file), join(renderer, `${file}.txt`));
}
writeStyleSheet();

function writeContract() {
  const contract = parse(readFileSync(join(siteFolder, '../api/openapi.yaml'), 'utf8'));
  contract.servers = [{ url: process.env.API_URL || '/' }];
  writeFileSync(join(folder, 'openapi.json'), JSON.stringify(contract));
}

/** The security policy refuses `data:` URLs: drawings become files, and debug grids go. */
function writeStyleSheet() {
  const css = readFileSync(join(source, 'swagger-ui.css'), 'utf8')
    .replace(/\/\*# sourceMappingURL=.*\*\//, '')
    .replace(/url\(data:[^)]*\)/g, 'none')
    .replace(/url\("data:image\/svg\+xml[^,]*,((?:[^"\\]|\\.)*)"\)/g, (_, text) => {
      const svg = decodeURIComponent(text.replaceAll(/\\(.)/g, '$1'));
      const name = `${createHash('sha256').update(svg).digest('hex').slice(0, 12)}.svg`;
      writeFileSync(join(renderer, name), svg);
      return `url(${name})`;
    });
  writeFileSync(join(renderer, 'swagger-ui.css'), css);
}
