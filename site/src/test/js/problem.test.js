import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lostConnection, problemFrom } from '../../../public/js/model/problem.js';

test('prefers what is wrong with the fields, then the detail, then the title', () => {
  const json = (body) => problemFrom(422, 'application/problem+json', JSON.stringify(body)).reason;
  const errors = [
    { field: 'size', message: 'Must be positive.' },
    { field: 'sha256', message: 'Is missing.' },
  ];
  assert.equal(
    json({ title: 'T', detail: 'D', errors }),
    'size: Must be positive. sha256: Is missing.',
  );
  assert.equal(json({ title: 'T', detail: 'D' }), 'D');
  assert.equal(json({ title: 'T' }), 'T');
  assert.equal(json({}), '');
});

test("reads API Gateway's own errors", () => {
  assert.equal(problemFrom(404, 'application/json', '{"message":"Not Found"}').reason, 'Not Found');
});

test("reads S3's errors", () => {
  const xml =
    '<?xml version="1.0"?><Error><Code>BadDigest</Code><Message>The &quot;SHA256&quot; &amp;lt; you sent</Message></Error>';
  const problem = problemFrom(400, 'application/xml', xml);
  assert.equal(problem.title, 'BadDigest');
  assert.equal(problem.detail, 'The "SHA256" &lt; you sent');
});

test('survives a body that is not what its type says', () => {
  for (const body of ['', 'null', '[', '"text"', '{"errors":[null,{"message":7}]}']) {
    assert.equal(problemFrom(500, 'application/problem+json', body).reason, '');
  }
  assert.equal(problemFrom(502, null, '<html>Bad gateway').reason, '');
});

test('tells what may pass from what stays wrong', () => {
  for (const status of [0, 408, 429, 500, 503])
    assert.ok(problemFrom(status, '', '').isPassing, status);
  for (const status of [400, 403, 404, 413, 422])
    assert.ok(!problemFrom(status, '', '').isPassing, status);
  assert.ok(lostConnection().isLost);
});
