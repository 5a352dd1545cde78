import { expect, test } from 'vitest';

import { announcesBreaking } from './announces-breaking.ts';

const changeset = (bump: string, text: string) =>
  `---\n"@dialpad-cti/core": patch\n"@dialpad-cti/http": ${bump}\n---\n\n${text}\n`;

const BREAKING = 'Breaking: `name` of a call is gone; read `contact.name`.';

const cases = [
  { bump: 'major', text: BREAKING, version: '1.2.0', expected: true },
  { bump: 'major', text: BREAKING, version: '0.1.0', expected: true },
  { bump: 'minor', text: BREAKING, version: '0.1.0', expected: true },
  { bump: 'minor', text: `Adds a route.\n\n${BREAKING}`, version: '0.1.0', expected: true },
  { bump: 'minor', text: BREAKING, version: '1.2.0', expected: false },
  { bump: 'patch', text: BREAKING, version: '0.1.0', expected: false },
  { bump: 'major', text: 'Breaking:', version: '1.2.0', expected: false },
  { bump: 'major', text: 'Nothing is Breaking: it works.', version: '1.2.0', expected: false },
];

test.each(cases)(
  'at $version $bump with "$text": $expected',
  ({ bump, text, version, expected }) => {
    expect(announcesBreaking(changeset(bump, text), version)).toBe(expected);
  },
);

test('text that is no changeset announces nothing', () => {
  expect(announcesBreaking(BREAKING, '0.1.0')).toBe(false);
});
