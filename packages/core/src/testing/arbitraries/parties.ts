import fc from 'fast-check';

import { idForms } from './dialpad-ids.ts';
import { mostly } from './odd-values.ts';

/** Few, so that filters find something. */
export const phoneNumbers: fc.Arbitrary<string> = fc.constantFrom(
  '+14155550101',
  '+14155550102',
  '+14155550103',
  'blocked',
  '(415) 555-0199',
);

const partyIds = fc.constantFrom(5527348325810176n, 5849283746152448n, 9007199254740995n);
const names = fc.constantFrom('Ava Lindqvist', 'Sales', '(415) 555-0199', 'Zoë 🙂', '');
const emails = fc.constantFrom('ava@example.test', '');

/** Our side; a group of several kinds in both spellings, or a person. */
export const targets: fc.Arbitrary<object> = fc.record(
  {
    id: mostly(partyIds.chain(idForms)),
    type: mostly(
      fc.constantFrom('user', 'user', 'office', 'department', 'call_center', 'callcenter', 'pod'),
    ),
    name: mostly(names),
    phone: mostly(phoneNumbers),
    email: mostly(emails),
    office_id: mostly(partyIds.chain(idForms)),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** The other side. */
export const contacts: fc.Arbitrary<object> = fc.record(
  {
    id: mostly(partyIds.chain(idForms)),
    type: mostly(fc.constantFrom('local', 'shared', 'user', 'google')),
    name: mostly(names),
    phone: mostly(phoneNumbers),
    email: mostly(emails),
  },
  { requiredKeys: [], noNullPrototype: true },
);
