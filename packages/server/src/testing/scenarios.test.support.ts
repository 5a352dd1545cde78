import { flows } from '@dialpad-cti/core/fixtures';

const namesOf = (kind: (typeof flows)[number]['kind']): readonly string[] =>
  flows.filter((flow) => flow.kind === kind).map(({ name }) => name);

/** Of the stand-in, by what they are about. */
export const scenarios = { calls: namesOf('call'), texts: namesOf('message') };
