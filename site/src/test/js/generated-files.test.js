import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { site } from './support.js';

const script = fileURLToPath(new URL('../../../tools/generate.js', import.meta.url));
let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'generated-'));
});
after(() => rmSync(folder, { recursive: true }));

function generate(environment = {}) {
  execFileSync(process.execPath, [script, folder], {
    env: { ...process.env, API_URL: '', ...environment },
  });
  return JSON.parse(readFileSync(join(folder, 'openapi.json'), 'utf8'));
}

test('writes the contract as JSON, with the address of the API', () => {
  const contract = generate({ API_URL: 'https://api.example' });
  assert.deepEqual(contract.servers, [{ url: 'https://api.example' }]);
  assert.ok('/images/{key}' in contract.paths);
  assert.deepEqual(generate().servers, [{ url: '/' }]);
});

test('writes every file that the API page names', () => {
  generate();
  const page = readFileSync(site('api.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="(swagger-ui\/[^"]+|openapi\.json)"/g)];
  assert.ok(named.length >= 3);
  for (const [, file] of named) assert.ok(readFileSync(join(folder, file)).length > 0, file);
});

test('writes a style sheet whose images a strict content security policy accepts', () => {
  generate();
  const css = readFileSync(join(folder, 'swagger-ui/swagger-ui.css'), 'utf8');
  assert.doesNotMatch(css, /url\("?data:|@import|https?:/);
  const images = new Set([...css.matchAll(/url\(([^)]+)\)/g)].map((match) => match[1]));
  assert.ok(images.size > 3);
  const files = readdirSync(join(folder, 'swagger-ui'));
  for (const image of images) {
    assert.ok(files.includes(image), image);
    const svg = readFileSync(join(folder, 'swagger-ui', image), 'utf8');
    assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[\s\S]*<\/svg>$/, image);
  }
});
