import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  canonicalLabel,
  headlines,
  KnownLabels,
  labelNames,
} from '../../../public/js/model/labels.js';
import { PhotoList } from '../../../public/js/model/photo-list.js';
import { lostConnection } from '../../../public/js/model/problem.js';
import { label, settledImage } from './support.js';

const names = (labels) => labels.map(({ name }) => name);

test('leaves out of a headline what another label implies', () => {
  const labels = [
    label('Animal', 93),
    label('Cat', 93, { parents: ['Animal', 'Pet'] }),
    label('Pet', 93, { parents: ['Animal'] }),
    label('Cup', 80),
  ];
  assert.deepEqual(names(headlines(labels, 3)), ['Cat', 'Cup']);
  assert.deepEqual(names(headlines(labels, 1)), ['Cat']);
});

test('counts in how many photos a label is', () => {
  const images = [
    { labels: [label('Cat'), label('Cat'), label('Cup')] },
    { labels: [label('Cat')] },
    { labels: [] },
  ];
  assert.deepEqual(labelNames(images), [
    { name: 'Cat', count: 2 },
    { name: 'Cup', count: 1 },
  ]);
});

test('writes a label as Rekognition does', () => {
  assert.equal(canonicalLabel('  mobile   phone '), 'Mobile Phone');
  assert.equal(canonicalLabel('t-shirt'), 'T-Shirt');
  assert.equal(canonicalLabel('stopsign', ['StopSign']), 'StopSign');
  assert.equal(canonicalLabel('élan'), 'Élan');
  assert.equal(canonicalLabel(' '), '');
});

test('suggests the labels of the loaded photos first, then all others', async () => {
  const list = new PhotoList(async () => ({
    items: [settledImage('a', { labels: [label('Cup')] }), settledImage('b')],
  }));
  let tries = 0;
  const known = new KnownLabels(
    {
      labels: async () => {
        tries += 1;
        if (tries === 1) throw lostConnection();
        return ['Boat', 'Cat'];
      },
    },
    list,
  );
  await list.more();
  await known.load();
  assert.deepEqual(known.names, ['Cat', 'Cup'], 'without the response of the API');
  await known.load();
  await known.load();
  assert.deepEqual(known.names, ['Cat', 'Cup', 'Boat']);
  assert.equal(tries, 2);
});
