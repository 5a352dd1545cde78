import { Writable } from 'node:stream';

import { describe, expect, test } from 'vitest';

import { createLog } from './create-log.ts';
import type { Log } from './log.ts';

function openLog(isPretty = false): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { log: createLog({ level: 'debug', isPretty, isColored: false, destination }), lines };
}

const parse = (line: string | undefined): unknown => JSON.parse(line ?? '');

describe('a line of the log', () => {
  test('is JSON with the fields that are known, and no others', () => {
    const { log, lines } = openLog();
    const fields = { status: 200, route: '/api/calls/:id', durationMs: 1.23456, body: 'canary' };
    log.info('request', fields);
    expect(parse(lines[0])).toEqual({
      level: 'info',
      time: expect.stringMatching(/Z$/),
      msg: 'request',
      status: 200,
      route: '/api/calls/:id',
      durationMs: 1.2,
    });
  });

  test('is one line, whatever an error says', () => {
    const { log, lines } = openLog();
    log.error('fault', { error: new Error('a\r\n{"level":"fatal"}\u001b[31m\u2028') });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toMatch(/\p{Cc}|\p{Zl}/u);
  });

  test('of an error keeps its code and place, and not the values that a database quotes', () => {
    const { log, lines } = openLog();
    const cause = Object.assign(new Error('invalid input: "canary"'), { code: '22P02' });
    log.error('fault', { error: new Error('No call +14155550123 found', { cause }) });
    const text = lines[0] ?? '';
    expect(text).not.toMatch(/canary|4155550123/);
    expect(parse(text)).toMatchObject({
      error: { message: 'No call …23 found', cause: { code: '22P02', message: '' } },
    });
  });

  test.each([
    ['P0001', ''],
    ['XX000', ''],
    ['54000', ''],
    ['23505', ''],
    ['42P01', 'as it says'],
    ['57P01', 'as it says'],
    ['EPIPE', 'as it says'],
  ])('keeps of an error %s what it says only where that is never of rows', (code, message) => {
    const { log, lines } = openLog();
    log.error('fault', { error: Object.assign(new Error('as it says'), { code }) });
    expect(parse(lines[0])).toMatchObject({ error: { code, message } });
  });

  test('does not quote what was parsed', () => {
    const { log, lines } = openLog();
    try {
      JSON.parse('{"canary');
    } catch (error) {
      log.error('fault', { error });
    }
    expect(lines[0]).not.toContain('canary');
  });

  test('is for people on a terminal', () => {
    const { log, lines } = openLog(true);
    log.warn('request', { method: 'GET', route: '/api/calls', status: 503, durationMs: 4 });
    expect(lines[0]).toContain('WARN: request GET /api/calls 503 4 ms');
    log.info('Stopping', { reason: 'SIGINT' });
    expect(lines[1]).toMatch(/INFO: Stopping \{"reason":"SIGINT"\}$/m);
    log.warn('security', { method: 'GET', route: '/api/calls', event: 'key-refused' });
    expect(lines[2]).toMatch(/WARN: security GET \/api\/calls \{"event":"key-refused"\}$/m);
  });
});
