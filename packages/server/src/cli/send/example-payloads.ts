import { flows, freshFlow } from '@dialpad-cti/core/fixtures';

import { usageError } from '../usage-error.ts';
import { newDialpadIds } from './new-dialpad-ids.ts';

export interface Example {
  readonly name: string;
  readonly kind: string;
  readonly events: number;
}

export const examples = (): readonly Example[] =>
  flows.map(({ name, kind, events }) => ({ name, kind, events: events.length }));

/** By its name, or the number that the name begins with. */
export function findExample(name: string): (typeof flows)[number] {
  const found = flows.find((flow) => flow.name === name || flow.name.startsWith(`${name}-`));
  if (found !== undefined) return found;
  throw usageError(`There is no example ${name}; see them with: send --list-examples`);
}

/** A story that has just ended, about calls and messages that nobody has yet. */
export function examplePayloads(name: string, now: number): readonly string[] {
  const fresh = freshFlow(findExample(name), { now, newId: newDialpadIds(now) });
  return fresh.events.map((event) => JSON.stringify(event));
}
