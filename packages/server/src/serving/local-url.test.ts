import { expect, test } from 'vitest';

import { localUrl } from './local-url.ts';

test.each([
  ['127.0.0.1', 'http://127.0.0.1:4000'],
  ['0.0.0.0', 'http://127.0.0.1:4000'],
  ['::', 'http://127.0.0.1:4000'],
  ['::1', 'http://[::1]:4000'],
  ['192.168.7.7', 'http://192.168.7.7:4000'],
  ['localhost', 'http://localhost:4000'],
])('what listens on %s is reached by %s', (host, url) => {
  expect(localUrl({ host, port: 4000 })).toBe(url);
  expect(new URL(url).port).toBe('4000');
});
