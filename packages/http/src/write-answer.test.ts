import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

import Koa from 'koa';
import { expect, test } from 'vitest';

import type { Exchange } from './exchange.ts';
import { writeAnswer } from './write-answer.ts';

test('bytes go out as they are kept, without a copy for each who asks', () => {
  const request = new IncomingMessage(new Socket());
  const exchange = new Koa().createContext(request, new ServerResponse(request));
  const content = new Uint8Array(new ArrayBuffer(8), 2, 4);
  // The router's own members are not looked at here.
  writeAnswer(exchange as unknown as Exchange, {
    kind: 'rendered',
    status: 200,
    mediaType: 'text/css',
    content,
  });
  const body = exchange.body as Buffer;
  expect([body.buffer === content.buffer, body.byteOffset, body.length]).toEqual([true, 2, 4]);
});
