import fc from 'fast-check';

import { jsonText } from './json-text.ts';
import { oddMoments } from './moments.ts';
import { mostly } from './odd-values.ts';
import { targets } from './parties.ts';

/** Agent status, contact, change log, and JSON objects that are nothing we know. */
export const otherPayloads: fc.Arbitrary<string> = fc
  .oneof(
    fc.record(
      {
        on_duty_status: fc.constantFrom('available', 'wrapup', 'occupied'),
        call_center_ids: mostly(fc.constant(['5527348325810176'])),
        date: oddMoments,
        event_timestamp: oddMoments,
        target: mostly(targets),
      },
      { requiredKeys: ['on_duty_status'], noNullPrototype: true },
    ),
    fc.record(
      { event: fc.constantFrom('Created', 'Updated', 'Deleted'), contact: mostly(targets) },
      { noNullPrototype: true },
    ),
    fc.record(
      { action: fc.constant('updated_ivr'), changed_by: mostly(targets), date: oddMoments },
      { noNullPrototype: true },
    ),
    fc.record({ state: mostly(fc.constant('ringing')) }, { noNullPrototype: true }),
    fc.constant({}),
  )
  .map(jsonText);
