import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { hmacKey, verifyHs256 } from '@dialpad-cti/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import {
  type Listener,
  openListener,
  type Reply,
} from '../../testing/open-listener.test.support.ts';
import { type CliOptions, runCli } from '../../testing/run-cli.test.support.ts';
import { makeTestFolder, type TestFolder } from '../../testing/test-folder.test.support.ts';

let listener: Listener;
let folder: TestFolder;
beforeEach(async () => {
  folder = await makeTestFolder();
});
afterEach(async () => {
  await listener.close();
  await folder.remove();
});

const SECRET = 'the-secret-of-this-hook';
const stored = () => ({ success: true, result: 'stored' });

async function send(words: readonly string[], reply: Reply = stored, options: CliOptions = {}) {
  listener = await openListener(reply);
  const environment = { CTI_URL: listener.url, CTI_HOOK_SECRET: SECRET, ...options.environment };
  return runCli(['send', ...words], { ...options, environment });
}

const payloads = (secret = SECRET): readonly string[] =>
  listener.heard.map(({ body }) =>
    Buffer.from(verifyHs256(body, [hmacKey(secret)])._unsafeUnwrap()).toString(),
  );

async function file(name: string, text: string): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, text);
  return path;
}

describe('send', () => {
  test('signs every payload of every file and posts them in their order', async () => {
    const first = await file('a.json', '[{"call_id": 12345678901234567890}, {"b": 1}]');
    const second = await file('b.jsonl', '{"c": 1}\n{"d": 1}\n');
    const { code, stdout } = await send(['--hook', 'h1', first, second, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ success: true, sent: 4, results: { stored: 4 } });
    expect(payloads()).toEqual([
      '{"call_id":12345678901234567890}',
      '{"b":1}',
      '{"c": 1}',
      '{"d": 1}',
    ]);
    expect(new Set(listener.heard.map(({ path }) => path))).toEqual(
      new Set(['/webhooks/dialpad/h1']),
    );
    expect(listener.heard[0]?.headers).not.toHaveProperty('authorization');
  });

  test('tells the results apart, and paces itself', async () => {
    const reply = () => ({
      success: true,
      result: listener.heard.length > 2 ? 'duplicate' : 'stored',
    });
    const { stdout, waits } = await send(['--plain', '--example', '02', '--rate', '10'], reply);
    expect(stdout).toBe('Sent 3: 2 stored, 1 duplicate.\n');
    // The clock of this test stands still.
    expect(waits).toEqual([100, 200]);
    expect(listener.heard[0]?.path).toBe('/webhooks/dialpad');
  });

  test('comes again after a 503 as Dialpad does, and then gives up', async () => {
    const busy: Reply = (_heard, response) => {
      if (listener.heard.length > 2) return stored();
      response.statusCode = 503;
      return { code: 'temporarily-unavailable', title: 'T', detail: 'D.' };
    };
    const first = await send(['--hook', 'h', await file('a.json', '{"a":1}')], busy);
    expect(first).toMatchObject({ code: 0, waits: [2000, 4000] });
    expect(new Set(payloads()).size).toBe(1);
    await listener.close();

    const never: Reply = (_heard, response) => {
      response.statusCode = 503;
      return { code: 'temporarily-unavailable', title: 'T', detail: 'D.' };
    };
    const second = await send(['--hook', 'h', await file('a.json', '{"a":1}')], never);
    expect(second).toMatchObject({ code: 69, waits: [2000, 4000, 8000] });
  });

  test('stops at the first that is refused', async () => {
    const refused: Reply = (_heard, response) => {
      response.statusCode = 401;
      return { code: 'signature-refused', title: 'T', detail: 'Not signed with this secret.' };
    };
    const { code, stderr } = await send(['--hook', 'h', '--example', '01'], refused);
    expect(code).toBe(1);
    expect(stderr).toContain('signature-refused');
    expect(stderr).toContain('CTI_HOOK_SECRET');
    expect(stderr).not.toContain('before it');
    expect(listener.heard).toHaveLength(1);
    await listener.close();

    const later: Reply = (heard, response) =>
      listener.heard.length > 4 ? refused(heard, response) : stored();
    const second = await send(['--hook', 'h', '--example', '01'], later);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain('4 were sent before it.');
  });

  test.each([
    [['--example', '01'], '--hook'],
    [['--hook', 'h'], '--example'],
    [['--hook', 'h', '--plain', '--example', '01'], '--hook'],
    [['--hook', 'h', '--example', '99'], '--list-examples'],
    [['--hook', 'h', 'no-such-file.json'], 'no-such-file.json'],
    [['--hook', 'h', '--rate', '0', '--example', '01'], 'whole number'],
  ])('of %j is wrong use', async (words, said) => {
    const { code, stderr } = await send(words);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(listener.heard).toEqual([]);
  });

  test('says which file holds no payload', async () => {
    const { code, stderr } = await send(['--hook', 'h', await file('bad.json', '[1, 2]')]);
    expect(code).toBe(2);
    expect(stderr).toContain('bad.json');
  });

  test('names its examples, without a secret', async () => {
    listener = await openListener(stored);
    const { stdout } = await runCli(['send', '--list-examples', '--json'], {});
    expect(JSON.parse(stdout)).toContainEqual({
      name: '02-inbound-missed-direct',
      kind: 'call',
      events: 3,
    });
  });
});

describe("the hook's secret", () => {
  const asked = { confirm: async () => false, secret: async () => 'typed' };
  const NONE = { CTI_HOOK_SECRET: '' };

  test('comes from a file before anything else', async () => {
    const path = await file('secret', 'from a file\n');
    await send(['--hook', 'h', '--example', '02', '--secret-file', path]);
    expect(payloads('from a file')).toHaveLength(3);
  });

  test('is asked for when it is nowhere, and missed where nobody can be asked', async () => {
    await send(['--hook', 'h', '--example', '02'], stored, { environment: NONE, prompts: asked });
    expect(payloads('typed')).toHaveLength(3);
    await listener.close();
    const { code, stderr } = await send(['--hook', 'h', '--example', '02'], stored, {
      environment: NONE,
    });
    expect(code).toBe(2);
    expect(stderr).toContain('CTI_HOOK_SECRET');
  });

  test('of the plain path is the one that the server keeps', async () => {
    const kept = { internal_api_secret: 'i', dialpad_webhook_secret: 'kept' };
    await file('secrets.json', JSON.stringify(kept));
    const environment = { ...NONE, DATA_DIR: folder.path };
    await send(['--plain', '--example', '02'], stored, { environment });
    expect(payloads('kept')).toHaveLength(3);
    await listener.close();
    const own = { ...environment, DIALPAD_WEBHOOK_SECRET: 'own' };
    await send(['--plain', '--example', '02'], stored, { environment: own });
    expect(payloads('own')).toHaveLength(3);
  });
});
