import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mainLabels, newsOf, summaryOf } from '../../../public/js/model/news.js';
import { texts } from '../../../public/js/texts.js';
import { label, settledImage } from './support.js';

const received = { key: 'k', status: 'received', labels: [] };
const labelled = { ...received, status: 'labelled', labels: [label('Cat', 93.1)] };
const rejected = { ...received, status: 'rejected', error: 'It is damaged.' };

test('sums up a photo by its best labels, or by its state', () => {
  const many = ['A', 'B', 'C', 'D'].map((name, i) => label(name, 90 - i));
  assert.deepEqual(
    mainLabels({ ...labelled, labels: many }).map(({ name }) => name),
    ['A', 'B', 'C'],
  );
  assert.equal(summaryOf({ ...labelled, labels: many }, texts), 'A 90 %, B 89 %, C 88 %');
  assert.equal(summaryOf({ ...labelled, labels: [] }, texts), texts.status.nothing);
  assert.equal(summaryOf(received, texts), texts.status.waiting);
  assert.equal(summaryOf(rejected, texts), 'Rejected: It is damaged.');
});

test('announces each change once', () => {
  const news = (before, image) => newsOf('cat.png', before, image, texts);
  assert.deepEqual(news(undefined, received), []);
  assert.deepEqual(news(received, labelled), ['cat.png: Cat 93 %.']);
  assert.deepEqual(news(labelled, labelled), []);
  assert.deepEqual(news(labelled, settledImage('k')), ['cat.png is backed up to Azure.']);
  assert.deepEqual(news(undefined, settledImage('k')), [
    'cat.png: Cat 93 %.',
    'cat.png is backed up to Azure.',
  ]);
  assert.deepEqual(news(received, rejected), ['cat.png was rejected. It is damaged.']);
  assert.deepEqual(news(received, undefined), []);
});
