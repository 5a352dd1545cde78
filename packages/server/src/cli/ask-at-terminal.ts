import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

import { CliError } from './cli-error.ts';
import type { Prompts } from './prompts.ts';

/** Questions go to standard error, so that an answer in a file holds none. */
export function askAtTerminal(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Prompts {
  return {
    async confirm(question) {
      const answer = await ask(input, output, `${question} [y/N] `);
      return /^y(es)?$/i.test(answer.trim());
    },

    async secret(question) {
      // What readline would echo goes nowhere.
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
      const answer = ask(input, nowhere, '').finally(() => output.write('\n'));
      // Only now: until readline listens, the terminal itself shows what is typed.
      output.write(question);
      return answer;
    },
  };
}

async function ask(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  question: string,
): Promise<string> {
  const lines = createInterface({ input, output, terminal: true });
  const ended = new Promise<never>((_, reject) => {
    const onEnd = () => reject(new CliError('failure', 'declined', 'Nothing was changed.'));
    lines.once('close', onEnd).once('SIGINT', onEnd);
  });
  return Promise.race([lines.question(question), ended]).finally(() => lines.close());
}
