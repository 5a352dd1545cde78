import { flows, freshFlow } from '@dialpad-cti/core/fixtures';

import { newDialpadIds } from '../../demo/new-dialpad-ids.ts';
import { usageError } from '../usage-error.ts';

export interface Example {
  readonly name: string;
  readonly kind: string;
  readonly events: number;
}

export const examples = (): readonly Example[] =>
  flows.map(({ name, kind, events }) => ({ name, kind, events: events.length }));

/** A story that has just ended, about calls and messages that nobody has yet. */
export function examplePayloads(name: string, now: number): readonly string[] {
  const found = flows.filter((flow) => flow.name === name || flow.name.startsWith(`${name}-`));
  const [flow] = found;
  if (flow === undefined) {
    throw usageError(`There is no example ${name}; see them with: send --list-examples`);
  }
  const fresh = freshFlow(flow, { now, newId: newDialpadIds(now) });
  return fresh.events.map((event) => JSON.stringify(event));
}
