import { expect, test } from 'vitest';

import { settingsOf } from './settings.ts';

test('what is not given is as Dialpad allows and security asks', () => {
  const settings = settingsOf({
    baseUrl: 'https://dialpad.com',
    timeouts: { connectMs: 1 },
  });
  expect(settings).toMatchObject({
    baseUrl: new URL('https://dialpad.com'),
    requestsPerSecond: 20,
    maxAnswerBytes: 8_388_608,
    mediaHosts: [],
    timeouts: {
      connectMs: 1,
      headersMs: 8_000,
      idleMs: 10_000,
      requestMs: 10_000,
      queueMs: 30_000,
      repeatWithinMs: 15_000,
      firstWaitMs: 1_000,
      breakMs: 10_000,
    },
  });
});

test.each(['', 'dialpad.com', 'ftp://dialpad.com', 'file:///x'])('%j is no base URL', (baseUrl) => {
  expect(() => settingsOf({ baseUrl })).toThrow(TypeError);
});
