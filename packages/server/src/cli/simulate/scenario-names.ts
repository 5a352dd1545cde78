import { findExample } from '../send/example-payloads.ts';
import { usageError } from '../usage-error.ts';

/** In full, of stories that can come by themselves. */
export const scenarioNames = (given: readonly string[]): readonly string[] =>
  given.map((name) => {
    const { name: full, kind } = findExample(name);
    if (kind !== 'other') return full;
    throw usageError(`${full} is neither a call nor a text: only these come again and again.`);
  });
