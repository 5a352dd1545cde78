import { createRequire } from 'node:module';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { jsonOf, openRig, type Rig } from '../test-rig/open-rig.test.support.ts';
import { DOCS_FILES } from './docs-files.ts';
import { DOCS_PAGE, DOCS_POLICY } from './docs-page.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await openRig();
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

describe('the contract document over HTTP', () => {
  test('is there for everybody, as it is made', async () => {
    const answer = await rig.send('/openapi.json');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
    expect(await jsonOf(answer)).toMatchObject({ openapi: '3.1.1', info: { version } });
  });
});

describe('the page of the documentation', () => {
  test('is text in UTF-8 with a policy of its own', async () => {
    const answer = await rig.send('/docs');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toBe(DOCS_POLICY);
    expect(await answer.text()).toBe(DOCS_PAGE);
  });

  test('loads what is served beside it, and nothing else', () => {
    const loaded = [...DOCS_PAGE.matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, address = '']) => address,
    );
    expect(loaded.toSorted()).toEqual(
      ['/openapi.json', 'data:,', ...DOCS_FILES.map((name) => `/docs/${name}`)].toSorted(),
    );
    // Scripts and styles of files only.
    expect(DOCS_PAGE).not.toMatch(/<script>|<style| style=| on\w+=/);
    expect(DOCS_POLICY).not.toMatch(/https?:|\*|script-src[^;]*unsafe/);
  });

  test.each([
    ['swagger-ui.css', 'text/css; charset=utf-8', '.swagger-ui'],
    ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8', 'SwaggerUIBundle'],
    ['start.js', 'text/javascript; charset=utf-8', "url: '/openapi.json'"],
  ])('has %s', async (name, type, part) => {
    const answer = await rig.send(`/docs/${name}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    expect(await answer.text()).toContain(part);
  });

  test.each([
    'index.html',
    'package.json',
    'swagger-ui-bundle.js.map',
    '..%2Fpackage.json',
    '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    'SWAGGER-UI.CSS',
    'constructor',
  ])('has no %s', async (name) => {
    expect((await rig.send(`/docs/${name}`)).status).toBe(404);
  });
});
