import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  atLeast,
  boxColours,
  boxesOf,
  groupByKind,
  rankLabels,
} from '../../../public/js/model/boxes.js';
import { label } from './support.js';

const box = (left, top, width, height) => ({
  confidence: 90,
  box: { left, top, width, height },
});
const names = (labels) => labels.map(({ name }) => name);

test('ranks by confidence, then what has boxes, then the more specific label', () => {
  const ranked = rankLabels([
    label('Animal', 93.1),
    label('Pet', 93.1, { parents: ['Animal'] }),
    label('Cat', 93.1, { parents: ['Animal', 'Pet'], instances: [box(0, 0, 1, 1)] }),
    label('Cup', 96),
  ]);
  assert.deepEqual(names(ranked), ['Cup', 'Cat', 'Pet', 'Animal']);
});

test('gives colours only to labels with boxes, and starts again when they run out', () => {
  const many = Array.from({ length: boxColours + 1 }, (_, i) =>
    label(`L${i}`, 90 - i, { instances: [box(0, 0, 1, 1)] }),
  );
  const ranked = rankLabels([label('None', 99), ...many]);
  assert.equal(ranked[0].colour, undefined);
  assert.equal(ranked[1].colour, 0);
  assert.equal(ranked.at(-1).colour, 0);
});

test('does not change its argument', () => {
  const labels = Object.freeze([Object.freeze(label('A', 1)), Object.freeze(label('B', 2))]);
  assert.deepEqual(names(rankLabels(labels)), ['B', 'A']);
});

test('filters by the number that is shown', () => {
  const ranked = rankLabels([label('Shown as 55', 54.5), label('Shown as 54', 54.49)]);
  assert.deepEqual(names(atLeast(ranked, 55)), ['Shown as 55']);
});

test('draws large boxes first, numbers them within their label, and clips them to the photo', () => {
  const drawn = boxesOf(
    rankLabels([
      label('Person', 90, { instances: [box(0.1, 0.1, 0.2, 0.2), box(-0.1, 0, 1.3, 1)] }),
      label('Cup', 80, { instances: [box(0.5, 0.5, 0.1, 0.1)] }),
    ]),
  );
  assert.deepEqual(
    drawn.map(({ label: { name }, number }) => [name, number]),
    [
      ['Person', 2],
      ['Person', 1],
      ['Cup', 1],
    ],
  );
  assert.deepEqual(drawn[0].box, { left: 0, top: 0, width: 1, height: 1 });
});

test('groups by kind in a fixed order, unknown kinds last', () => {
  const groups = groupByKind(
    rankLabels([
      label('A', 9, { kind: 'odd' }),
      label('B', 8, { kind: 'text' }),
      label('C', 7, { kind: 'label' }),
    ]),
  );
  assert.deepEqual(
    groups.map(({ kind, members }) => [kind, names(members)]),
    [
      ['label', ['C']],
      ['text', ['B']],
      ['odd', ['A']],
    ],
  );
});

test('tells a sign that says "Cat" from a cat', () => {
  const [cat, sign] = rankLabels([label('Cat', 99), label('Cat', 98, { kind: 'text' })]);
  assert.notEqual(cat.id, sign.id);
});
