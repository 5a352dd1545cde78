import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';

import { describe, expect, test } from 'vitest';

import { askAtTerminal } from './ask-at-terminal.ts';

function openTerminal() {
  const input = new PassThrough();
  const output = new PassThrough();
  return {
    prompts: askAtTerminal(input, output),
    type: (keys: string) => void input.write(keys),
    close: () => void input.end(),
    shown: () => {
      output.end();
      return text(output);
    },
  };
}

describe('a question', () => {
  test.each([
    ['y', true],
    ['Yes', true],
    ['n', false],
    ['', false],
    ['yesterday', false],
  ])('answered with %j is %j', async (typed, answer) => {
    const { prompts, type, shown } = openTerminal();
    const asked = prompts.confirm('Delete it?');
    type(`${typed}\r`);
    expect(await asked).toBe(answer);
    expect(await shown()).toContain('Delete it? [y/N] ');
  });

  test.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('that ends with %s changes nothing', async (_name, key) => {
    const { prompts, type } = openTerminal();
    const asked = prompts.confirm('Delete it?');
    type(key);
    await expect(asked).rejects.toThrow('Nothing was changed.');
  });

  test('whose terminal is gone changes nothing', async () => {
    const { prompts, close } = openTerminal();
    const asked = prompts.confirm('Delete it?');
    close();
    await expect(asked).rejects.toThrow('Nothing was changed.');
  });
});

test('a secret is taken as it is typed, and shown nowhere', async () => {
  const { prompts, type, shown } = openTerminal();
  const asked = prompts.secret('The secret: ');
  type('canary of mine\r');
  expect(await asked).toBe('canary of mine');
  expect(await shown()).toBe('The secret: \n');
});
