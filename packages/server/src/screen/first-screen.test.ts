import { expect, test } from 'vitest';

import { runCli } from '../testing/run-cli.test.support.ts';
import { type FirstScreen, firstScreen } from './first-screen.ts';

const SCREEN: FirstScreen = {
  url: 'http://localhost:4000',
  opsUrl: null,
  publicUrl: 'https://cti.example.com',
  isColored: false,
  pid: 7,
  storage: { kind: 'given', name: 'Postgres at db.example.com/cti' },
  keptSecretPath: null,
  simulated: null,
  operatorSecret: 'secret',
  secrets: null,
};
const SIMULATED = {
  appName: 'Simulated',
  appId: '01a2057e-e7ba-7dcb-b585-710101959ee8',
  apiKey: null,
  url: 'http://127.0.0.1:4010',
  callsPerMinute: 6,
};
const FIRST = { appName: 'First', apiKey: 'raw_key', hookId: 'h', hookSecret: 's', now: 0 };

test.each<[string, Partial<FirstScreen>]>([
  ['of a given database', {}],
  ['of a first start', { secrets: { ...FIRST, operatorSecret: 'secret' } }],
  ['of a start with a simulator', { simulated: SIMULATED }],
  ['of a first start with one', { simulated: { ...SIMULATED, apiKey: 'raw_key' } }],
])('each command that the screen %s names can be given as it stands', async (_of, more) => {
  const screen = firstScreen({ ...SCREEN, ...more });
  const commands = [...screen.matchAll(/npm run -s cti -- (.*)$/gm)].map(([, words = '']) => words);
  expect(commands.length).toBeGreaterThan(0);
  // Nobody listens there: what is wrong with the words is told sooner.
  const environment = { CTI_URL: 'http://127.0.0.1:1', INTERNAL_API_SECRET: 'secret' };
  for (const words of commands) {
    const { code } = await runCli(words.split(' '), { environment });
    expect({ words, code }).toEqual({ words, code: words === '--help' ? 0 : 69 });
  }
});
