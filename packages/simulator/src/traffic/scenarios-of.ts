import { flows } from '@dialpad-cti/core/fixtures';

/**
 * Scenarios of calls, or of texts, by name; only those of `chosen`, where it is given. Throws a
 * RangeError for a chosen one that does not exist.
 */
export function scenariosOf(
  kind: 'call' | 'message',
  chosen: readonly string[] | undefined,
): readonly string[] {
  const unknown = chosen?.find((name) => !flows.some((flow) => flow.name === name));
  if (unknown !== undefined) throw new RangeError(`There is no scenario ${unknown}.`);
  return flows
    .filter((flow) => flow.kind === kind && (chosen?.includes(flow.name) ?? true))
    .map(({ name }) => name);
}
