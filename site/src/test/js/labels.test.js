import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  atLeast,
  boxColours,
  boxesOf,
  canonicalLabel,
  groupByKind,
  headlines,
  labelNames,
  rankLabels,
} from '../../../public/js/model/labels.js';

const box = (left, top, width, height) => ({ box: { left, top, width, height } });
const names = (labels) => labels.map(({ name }) => name);

test('ranks by confidence, then what has boxes, then what is more special', () => {
  const ranked = rankLabels([
    { name: 'Animal', confidence: 93.1 },
    { name: 'Pet', confidence: 93.1, parents: ['Animal'] },
    { name: 'Cat', confidence: 93.1, parents: ['Animal', 'Pet'], instances: [box(0, 0, 1, 1)] },
    { name: 'Cup', confidence: 96 },
  ]);
  assert.deepEqual(names(ranked), ['Cup', 'Cat', 'Pet', 'Animal']);
});

test('gives colours only to labels with boxes, and begins again when they run out', () => {
  const many = Array.from({ length: boxColours + 1 }, (_, i) => ({
    name: `L${i}`,
    confidence: 90 - i,
    instances: [box(0, 0, 1, 1)],
  }));
  const ranked = rankLabels([{ name: 'None', confidence: 99 }, ...many]);
  assert.equal(ranked[0].colour, undefined);
  assert.equal(ranked[1].colour, 0);
  assert.equal(ranked.at(-1).colour, 0);
});

test('changes nothing in what it was given', () => {
  const labels = Object.freeze([
    Object.freeze({ name: 'A', confidence: 1 }),
    Object.freeze({ name: 'B', confidence: 2 }),
  ]);
  assert.deepEqual(names(rankLabels(labels)), ['B', 'A']);
});

test('filters by the number that is shown', () => {
  const ranked = rankLabels([
    { name: 'Shown as 55', confidence: 54.5 },
    { name: 'Shown as 54', confidence: 54.49 },
  ]);
  assert.deepEqual(names(atLeast(ranked, 55)), ['Shown as 55']);
});

test('draws large boxes first, numbers them within their label, and clips them to the photo', () => {
  const drawn = boxesOf(
    rankLabels([
      {
        name: 'Person',
        confidence: 90,
        instances: [box(0.1, 0.1, 0.2, 0.2), box(-0.1, 0, 1.3, 1)],
      },
      { name: 'Cup', confidence: 80, instances: [box(0.5, 0.5, 0.1, 0.1), { confidence: 3 }] },
    ]),
  );
  assert.deepEqual(
    drawn.map(({ label, number }) => [label.name, number]),
    [
      ['Person', 2],
      ['Person', 1],
      ['Cup', 1],
    ],
  );
  assert.deepEqual(drawn[0].box, { left: 0, top: 0, width: 1, height: 1 });
});

test('groups by kind in a fixed order, with kinds that are new to it last', () => {
  const groups = groupByKind(
    rankLabels([
      { name: 'A', confidence: 9, kind: 'odd' },
      { name: 'B', confidence: 8, kind: 'text' },
      { name: 'C', confidence: 7 },
    ]),
  );
  assert.deepEqual(
    groups.map(([kind]) => kind),
    ['label', 'text', 'odd'],
  );
});

test('leaves out of a headline what another label implies', () => {
  const labels = [
    { name: 'Animal', confidence: 93 },
    { name: 'Cat', confidence: 93, parents: ['Animal', 'Pet'] },
    { name: 'Pet', confidence: 93, parents: ['Animal'] },
    { name: 'Cup', confidence: 80 },
  ];
  assert.deepEqual(names(headlines(labels, 3)), ['Cat', 'Cup']);
  assert.deepEqual(names(headlines(labels, 1)), ['Cat']);
});

test('counts in how many photos a label is', () => {
  const images = [
    { labels: [{ name: 'Cat' }, { name: 'Cat' }, { name: 'Cup' }] },
    { labels: [{ name: 'Cat' }] },
    {},
  ];
  assert.deepEqual(labelNames(images), [
    { name: 'Cat', count: 2 },
    { name: 'Cup', count: 1 },
  ]);
});

test('writes a label as the index has it', () => {
  assert.equal(canonicalLabel('  mobile   phone '), 'Mobile Phone');
  assert.equal(canonicalLabel('t-shirt'), 'T-Shirt');
  assert.equal(canonicalLabel('stopsign', ['StopSign']), 'StopSign');
  assert.equal(canonicalLabel('élan'), 'Élan');
  assert.equal(canonicalLabel(' '), '');
});

test('tells a sign that says "Cat" from a cat', () => {
  const [cat, sign] = rankLabels([
    { name: 'Cat', confidence: 99 },
    { name: 'Cat', confidence: 98, kind: 'text' },
  ]);
  assert.notEqual(cat.id, sign.id);
});
