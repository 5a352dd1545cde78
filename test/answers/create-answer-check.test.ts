import { createOpenapiDocument, routes } from '@dialpad-cti/http';
import { describe, expect, test } from 'vitest';

import { checkedFetch } from './checked-fetch.ts';
import { createAnswerCheck, type SeenAnswer } from './create-answer-check.ts';

const check = createAnswerCheck(createOpenapiDocument(routes));

const APP = {
  app_id: '019903a1-6c00-7000-8000-000000000001',
  name: 'Harborview',
  is_active: true,
  created_at: '2026-09-01T15:00:00.000Z',
};

const answerOf = (body: unknown, changes: Partial<SeenAnswer> = {}): SeenAnswer => ({
  method: 'GET',
  path: `/internal/apps/${APP.app_id}`,
  status: 200,
  mediaType: 'application/json',
  body: JSON.stringify(body),
  ...changes,
});

const problem = (status: number, code: string, changes: Partial<SeenAnswer> = {}): SeenAnswer =>
  answerOf(
    {
      type: `urn:dialpad-cti:problem:${code}`,
      title: 'Title',
      status,
      detail: 'Detail.',
      instance: 'request-1',
      code,
      success: false,
    },
    { status, mediaType: 'application/problem+json', ...changes },
  );

describe('the check of answers', () => {
  test.each<[string, SeenAnswer]>([
    ['an answer as declared', answerOf({ success: true, data: APP })],
    ['a problem as declared', problem(404, 'not-found')],
    ['a path without an operation', problem(404, 'route-not-found', { path: '/nowhere' })],
    ['another method', problem(405, 'method-not-allowed', { method: 'PUT' })],
    [
      'a request ahead',
      answerOf('', { method: 'OPTIONS', status: 204, mediaType: null, body: '' }),
    ],
    ['a request ahead to nowhere', problem(404, 'route-not-found', { method: 'OPTIONS' })],
    ['an answer to HEAD', answerOf('', { method: 'HEAD', body: '' })],
    ['text', answerOf('', { path: '/metrics', mediaType: 'text/plain', body: '' })],
    ['a slash at the end', problem(404, 'not-found', { path: '/api/calls/some-id/' })],
  ])('lets %s pass', (_, answer) => {
    expect(check(answer)).toBeNull();
  });

  test.each<[string, SeenAnswer, string]>([
    [
      'a field that is not declared',
      answerOf({ success: true, data: { ...APP, hash: 'x' } }),
      'must NOT have additional properties',
    ],
    [
      'a field that is missing',
      answerOf({ success: true, data: { ...APP, name: undefined } }),
      "'name'",
    ],
    ['a type', answerOf({ success: true, data: { ...APP, name: 1 } }), '/data/name must be string'],
    [
      'null',
      answerOf({ success: true, data: { ...APP, name: null } }),
      '/data/name must be string',
    ],
    [
      'a time with an offset',
      answerOf({ success: true, data: { ...APP, created_at: '2026-09-01T15:00:00+00:00' } }),
      '/data/created_at must match pattern',
    ],
    ['a status', answerOf({}, { status: 201 }), 'is not declared for getApp'],
    ['a media type', answerOf('', { mediaType: 'text/plain' }), 'is not declared as text/plain'],
    ['no body', answerOf('', { mediaType: null }), 'an answer without body'],
    ['half a body', answerOf('', { body: '{"success":' }), 'not JSON'],
    ['a code', problem(404, 'key-refused'), 'has the code key-refused'],
    ['a code of another operation', problem(422, 'release-refused'), 'is not declared for getApp'],
    [
      'a problem of no operation',
      answerOf({ code: 'route-not-found' }, { status: 404, mediaType: 'application/problem+json' }),
      "must have required property 'type'",
    ],
    ['an operation', answerOf({}, { path: '/nowhere' }), 'no declared operation'],
    ['a method', problem(404, 'not-found', { method: 'PUT' }), 'no declared operation'],
  ])('finds what is wrong in %s', (_, answer, fault) => {
    expect(check(answer)).toContain(fault);
  });

  test('takes the operation with the fewest placeholders', () => {
    expect(check(answerOf({}, { path: '/api/calls/active', status: 201 }))).toContain(
      'listActiveCalls',
    );
  });
});

describe('checkedFetch', () => {
  const fetchOf = (body: unknown, headers: Readonly<Record<string, string>>) => {
    const faults: string[] = [];
    const fetch = checkedFetch({
      fetch: async () => Response.json(body, { headers }),
      answerCheck: async () => check,
      onFault: (fault) => void faults.push(fault),
    });
    return { fetch, faults };
  };
  const url = `http://127.0.0.1:4000/internal/apps/${APP.app_id}?x=1`;
  const ours = { 'x-request-id': 'request-1' };

  test('gives an answer on with its body unread', async () => {
    const { fetch } = fetchOf({ success: true, data: APP }, ours);
    expect(await (await fetch(url)).json()).toEqual({ success: true, data: APP });
  });

  test('rejects what is not as declared, and tells of it', async () => {
    const { fetch, faults } = fetchOf({ success: true, data: { ...APP, hash: 'x' } }, ours);
    await expect(fetch(url)).rejects.toThrow('GET /internal/apps/');
    expect(faults).toHaveLength(1);
  });

  test("leaves other servers' answers alone", async () => {
    expect((await fetchOf({}, {}).fetch(url)).status).toBe(200);
    expect((await fetchOf({}, ours).fetch('https://dialpad.example/api')).status).toBe(200);
  });
});
