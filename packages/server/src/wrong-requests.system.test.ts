import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { graceless, problemIn } from './testing/graceless.test.support.ts';
import { inLanes } from './testing/in-lanes.test.support.ts';
import { ODD_STRINGS } from './testing/odd-strings.test.support.ts';
import {
  type ContractStage,
  openContractStage,
} from './testing/open-contract-stage.test.support.ts';
import { openRaw } from './testing/open-raw.test.support.ts';
import { percentEncode } from './testing/percent-encode.test.support.ts';
import type { ContractOperation } from './testing/read-contract.test.support.ts';

let contract: ContractStage;
beforeAll(async () => {
  contract = await openContractStage();
});
afterAll(() => contract.stage.close());

/** What the document serves under a path as it stands in a request. */
const servedUnder = (path: string): readonly ContractOperation[] =>
  contract.operations.filter((operation) =>
    new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );

const withJson = (): readonly ContractOperation[] =>
  contract.operations.filter(({ bodyFields }) => bodyFields !== null);

interface Asked {
  readonly path: string;
  readonly method?: string;
}

async function answerTo({ path, method = 'GET' }: Asked) {
  const answer = await fetch(contract.server.url + path, { method });
  const seen = { status: answer.status, headers: answer.headers, text: await answer.text() };
  expect({ path, fault: graceless(seen) }).toEqual({ path, fault: null });
  return { status: seen.status, code: problemIn(seen).code, allow: seen.headers.get('allow') };
}

test('a method that a path does not have gets 405 and those that it has', async () => {
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'LOCK'];
  const paths = contract.operations.map(
    (operation) => contract.asker.write(operation).target.split('?', 1)[0] ?? '',
  );
  for (const path of new Set(paths)) {
    const operations = servedUnder(path);
    const served = new Set(operations.map(({ method }) => method));
    // A GET that does something is none that HEAD can stand for.
    const isActing = operations.some(({ operationId }) => operationId === 'finishConnect');
    const hasHead = served.has('GET') && !isActing;
    const allowed = [...served, ...(hasHead ? ['HEAD'] : []), 'OPTIONS'];
    for (const method of methods.filter((one) => !served.has(one))) {
      const { status, code, allow } = await answerTo({ path, method });
      expect({ path, method, status, code, allow: allow?.split(', ').toSorted() }).toEqual({
        path,
        method,
        status: 405,
        code: 'method-not-allowed',
        allow: allowed.toSorted(),
      });
    }
  }
});

test('a path that nothing is served under gets 404', async () => {
  const near = contract.operations.flatMap(({ path }) => [
    `${path}/nothing/there`,
    `/v1${path}`,
    path.toUpperCase(),
    `${path.slice(0, 4)}x${path.slice(4)}`,
  ]);
  const odd = ODD_STRINGS.map((text) => `/${percentEncode(text)}`);
  const paths = [...near, ...odd].filter((path) => servedUnder(path).length === 0);
  expect(paths.length).toBeGreaterThan(700);
  await inLanes(8, paths, async (path) => {
    const { status, code } = await answerTo({ path });
    expect({ path, status, code }).toEqual({ path, status: 404, code: 'route-not-found' });
  });
});

describe('a body', () => {
  test.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/merge-patch+json',
    'application/json, text/plain',
    '',
  ])('that is said to be "%s" gets 415 wherever JSON is taken', async (mediaType) => {
    for (const operation of withJson()) {
      const seen = await contract.asker.ask(operation, { headers: { 'content-type': mediaType } });
      const { operationId } = operation;
      expect({ operationId, status: seen.status, fault: graceless(seen) }).toEqual({
        operationId,
        status: 415,
        fault: null,
      });
      expect(problemIn(seen).code).toBe('media-type-unsupported');
    }
  });

  test('that is said to be compressed gets 415', async () => {
    for (const operation of withJson()) {
      const seen = await contract.asker.ask(operation, { headers: { 'content-encoding': 'gzip' } });
      expect([seen.status, problemIn(seen).code]).toEqual([415, 'content-coding-unsupported']);
      expect(seen.headers.get('accept-encoding')).toBe('identity');
    }
  });

  test('that ends amid its JSON gets 400, wherever that is', async () => {
    for (const operation of withJson()) {
      const whole = contract.asker.write(operation, { fields: { name: 'Odd' } }).body ?? '';
      for (let length = 1; length < whole.length; length += 1) {
        const seen = await contract.asker.ask(operation, { body: whole.slice(0, length) });
        expect([seen.status, problemIn(seen).code]).toEqual([400, 'body-malformed']);
      }
    }
  });

  test.each([
    ['its announced length', 'Content-Length: 40\r\n\r\n{"name":'],
    ['its last chunk', 'Transfer-Encoding: chunked\r\n\r\n8\r\n{"name":\r\n'],
  ])('whose connection ends before %s gets 400', async (_, rest) => {
    for (const operation of contract.operations.filter(({ method }) => method === 'POST')) {
      const { method, target, headers } = contract.asker.write(operation);
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const connection = openRaw({ port: contract.server.port });
      connection.socket.end(`${method} ${target} HTTP/1.1\r\nHost: x\r\n${lines.join('')}${rest}`);
      const answer = await connection.closed;
      const { operationId } = operation;
      expect({ operationId, status: answer.slice(0, 12) }).toEqual({
        operationId,
        status: 'HTTP/1.1 400',
      });
      expect(answer).toContain('\r\nContent-Type: application/problem+json\r\n');
    }
  });
});
