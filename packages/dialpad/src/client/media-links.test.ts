import { expect, test } from 'vitest';

import { mediaUrl, redirectUrl } from './media-links.ts';

const production = new URL('https://dialpad.com');
const standIn = new URL('http://127.0.0.1:4010');
const place = (link: string, baseUrl: URL) => mediaUrl(new URL(link), baseUrl)?.href ?? null;

test.each([
  'https://dialpad.com/r/1',
  'https://sandbox.dialpad.com/r/1?a=b',
  'https://media.eu.dialpad.com/r/1',
])('%s is followed with the token', (link) => {
  expect(place(link, production)).toBe(link);
});

test.each([
  'http://dialpad.com/r/1',
  'https://dialpad.com:8443/r/1',
  'https://dialpad.com.evil.example/r/1',
  'https://evildialpad.com/r/1',
  'https://user@dialpad.com/r/1',
  'https://127.0.0.1/r/1',
  'ftp://dialpad.com/r/1',
])('%s is not', (link) => {
  expect(place(link, production)).toBeNull();
  expect(place(link, standIn)).toBeNull();
});

test('a stand-in has the links of Dialpad, and its own', () => {
  expect(place('https://dialpad.com/r/1?a=b', standIn)).toBe('http://127.0.0.1:4010/r/1?a=b');
  expect(place('http://127.0.0.1:4010/r/1', standIn)).toBe('http://127.0.0.1:4010/r/1');
  expect(place('http://127.0.0.1:4011/r/1', standIn)).toBeNull();
  expect(place('http://127.0.0.1:4010/r/1', production)).toBeNull();
});

test('no path leads from a stand-in to another host', () => {
  for (const path of [
    '//evil.example/r/1',
    '/\\evil.example/r/1',
    '//evil.example:80//r',
    '///a',
  ]) {
    expect(new URL(place(`https://dialpad.com${path}`, standIn) ?? '').origin).toBe(standIn.origin);
  }
});

test('a redirect leads to Dialpad, or over TLS to a host that is named', () => {
  const settings = { baseUrl: production, mediaHosts: ['storage.example'] };
  const next = (link: string) => redirectUrl(new URL(link), settings)?.href ?? null;
  expect(next('https://storage.example/a?b=c')).toBe('https://storage.example/a?b=c');
  expect(next('https://dialpad.com/r/1')).toBe('https://dialpad.com/r/1');
  for (const link of [
    'http://storage.example/a',
    'https://storage.example:8443/a',
    'https://user@storage.example/a',
    'https://other.storage.example/a',
    'https://169.254.169.254/latest',
  ]) {
    expect(next(link)).toBeNull();
  }
});
