import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { site } from './support.js';

const root = fileURLToPath(site(''));

/** The API's page has its own files and the renderer; the photos' page loads none of them. */
const filesOfApiPage = ['api.html', 'js/api-page.js'];

function filesBelow(directory) {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [relative(root, path)];
  });
}

const files = filesBelow(root).filter((file) => file !== 'config.json');
const read = (file) => readFileSync(join(root, file), 'utf8');
const html = read('index.html');
const matches = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);

test('weighs less than 60 KB over the wire, all files of the page together', () => {
  const bytes = files
    .filter((file) => !filesOfApiPage.includes(file))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(root, file))).length, 0);
  assert.ok(bytes < 60 * 1024, `${bytes} bytes`);
});

/** A module with all that it imports, but for what it imports later. */
function graphOf(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const path of matches(read(file), /^(?:import|export)[^;]*?from '(\.[^']+)';/gm)) {
    graphOf(join(dirname(file), path), seen);
  }
  return seen;
}

test('preloads every module that the first view needs, and nothing else', () => {
  const preloaded = matches(html, /rel="modulepreload" href="([^"]+)"/g);
  const scripts = matches(html, /<script type="module" src="([^"]+)"/g);
  const needed = new Set(scripts.flatMap((script) => [...graphOf(script)]));
  assert.deepEqual(preloaded.sort(), [...needed].sort());
});

test('has no module that nothing loads', () => {
  const modules = files.filter((file) => file.endsWith('.js'));
  for (const module of modules) {
    const name = module.slice(module.lastIndexOf('/') + 1);
    assert.ok(
      files.some((file) => file !== module && read(file).includes(`/${name}`)),
      module,
    );
  }
});

test('loads each style sheet with the page or with the code of a view', () => {
  const first = matches(html, /<link rel="stylesheet" href="([^"]+)"/g);
  const [names] = matches(read('js/view/code.js'), /\[([^\]]+)\]\.map\(/g);
  const later = matches(names, /'([^']+)'/g).map((name) => `css/${name}.css`);
  assert.deepEqual(
    [...first, ...later].sort(),
    files.filter((file) => file.endsWith('.css')).sort(),
  );
});

test('loads nothing of the API page', () => {
  for (const file of files.filter((each) => !filesOfApiPage.includes(each))) {
    assert.doesNotMatch(read(file), /swagger|api-page/i, file);
  }
});

test('has nothing that a strict content security policy refuses', () => {
  for (const page of files.filter((each) => each.endsWith('.html'))) {
    assert.doesNotMatch(read(page), /<script(?![^>]*\bsrc=)/, page);
    assert.doesNotMatch(read(page), /\sstyle=|\son[a-z]+=|<style/, page);
  }
  for (const file of files.filter((each) => each.endsWith('.js'))) {
    assert.doesNotMatch(
      read(file),
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|cssText/,
      file,
    );
  }
});

test('loads nothing from elsewhere', () => {
  for (const file of files) {
    const addresses = read(file).match(/https?:\/\/[^\s'"`)]+/g) ?? [];
    assert.deepEqual(
      addresses.filter((address) => !address.startsWith('http://www.w3.org/')),
      [],
      file,
    );
  }
});

test('keeps sides logical in style sheets, so that right-to-left is only a matter of direction', () => {
  const physical =
    /(?<![-\w])(?:margin|padding|border)-(?:left|right)|(?<![-\w])(?:float|text-align):\s*(?:left|right)|^\s*right:/m;
  for (const file of files.filter((each) => each.endsWith('.css'))) {
    assert.doesNotMatch(read(file), physical, file);
  }
});
