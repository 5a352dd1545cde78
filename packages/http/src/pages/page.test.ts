import { hash } from 'node:crypto';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { PAGE_POLICY, pageOf } from './page.ts';

const ELEMENTS = pageOf({ title: '', paragraphs: [''] }).match(/<[^>]*>/g);

test('a page says any text, and none of it is taken for anything else', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('<script>', '"\'>&', '</title>', '&lt;'));
  fc.assert(
    fc.property(text, (given) => {
      const page = pageOf({ title: given, paragraphs: [given] });
      expect(page.match(/<[^>]*>/g)).toEqual(ELEMENTS);
      expect(page).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
    }),
  );
});

test('its policy allows the style that it has, and nothing else', () => {
  const [, style = ''] = /<style>(.*)<\/style>/s.exec(pageOf({ title: '', paragraphs: [] })) ?? [];
  expect(PAGE_POLICY).toContain(`style-src 'sha256-${hash('sha256', style, 'base64')}'`);
  expect(PAGE_POLICY).toContain("default-src 'none'");
  expect(PAGE_POLICY).not.toContain('unsafe');
});
