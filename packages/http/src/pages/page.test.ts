import { hash } from 'node:crypto';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { FORM_PAGE_POLICY, PAGE_POLICY, pageOf } from './page.ts';

const ELEMENTS = pageOf({ title: '', paragraphs: [''], button: '' }).match(/<[^>]*>/g);

test('a page says any text, and none of it is taken for anything else', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('<script>', '"\'>&', '</title>', '&lt;'));
  fc.assert(
    fc.property(text, (given) => {
      const page = pageOf({ title: given, paragraphs: [given], button: given });
      expect(page.match(/<[^>]*>/g)).toEqual(ELEMENTS);
      expect(page).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
    }),
  );
});

test('its policy allows the style that it has, a form where there is one, and nothing else', () => {
  const [, style = ''] = /<style>(.*)<\/style>/s.exec(pageOf({ title: '', paragraphs: [] })) ?? [];
  for (const policy of [PAGE_POLICY, FORM_PAGE_POLICY]) {
    expect(policy).toContain(`style-src 'sha256-${hash('sha256', style, 'base64')}'`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  }
  expect(PAGE_POLICY).toContain("form-action 'none'");
});

test('a page without a button has no form', () => {
  expect(pageOf({ title: '', paragraphs: [] })).not.toContain('<form');
});
