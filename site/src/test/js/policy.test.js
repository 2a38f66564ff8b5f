import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const tool = fileURLToPath(new URL('../../../tools/policy.js', import.meta.url));
const pages = fileURLToPath(new URL('../../../public/', import.meta.url));
const policy = "default-src 'none'; connect-src 'self' https://api.example";

let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'policy-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(value) {
  execFileSync(process.execPath, [tool, folder], {
    env: { ...process.env, CONTENT_SECURITY_POLICY: value },
    stdio: 'pipe',
  });
}

test('is the first element of every page', () => {
  mkdirSync(join(folder, 'deep'));
  for (const page of ['index.html', 'api.html']) {
    writeFileSync(join(folder, page), readFileSync(join(pages, page)));
    writeFileSync(join(folder, 'deep', page), readFileSync(join(pages, page)));
  }
  write(policy);
  for (const page of ['index.html', 'api.html', 'deep/index.html', 'deep/api.html']) {
    assert.match(
      readFileSync(join(folder, page), 'utf8'),
      /<head>\s*<meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'self' https:\/\/api\.example" \/>/,
    );
  }
});

test('fails without a page, without a policy and for what is no attribute', () => {
  assert.throws(() => write(policy), /has no page/);
  writeFileSync(join(folder, 'index.html'), '<head></head>');
  assert.throws(() => write(''), /cannot be the value of an attribute/);
  assert.throws(() => write('default-src "x"'), /cannot be the value of an attribute/);
});

test('fails for a page that has no head, or a policy already', () => {
  writeFileSync(join(folder, 'index.html'), '<p>no head</p>');
  assert.throws(() => write(policy), /must have one <head>/);
  writeFileSync(join(folder, 'index.html'), '<head></head>');
  write(policy);
  assert.throws(() => write(policy), /no policy yet/);
});
