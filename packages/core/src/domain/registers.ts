import type { Clock } from './clock.ts';

/**
 * Fields of which the newest known value counts. `values` holds only what is
 * known; a value set at the record's own clock needs no clock of its own, an
 * older one has it in `lateClocks`.
 */
export interface Registers<Values extends object> {
  readonly clock: Clock;
  readonly values: Partial<Values>;
  readonly lateClocks: { readonly [Field in keyof Values]?: Clock };
}

/** Greatest (clock, value) wins, field by field: commutative, associative, idempotent. */
export function joinRegisters<Values extends object>(
  left: Registers<Values>,
  right: Registers<Values>,
): Registers<Values> {
  const clock = Math.max(left.clock, right.clock);
  const values: Partial<Values> = {};
  const lateClocks: { [Field in keyof Values]?: Clock } = {};
  const fields = new Set([...Object.keys(left.values), ...Object.keys(right.values)]);
  for (const field of fields as Set<keyof Values & string>) {
    const winner = wins(right, left, field) ? right : left;
    values[field] = winner.values[field];
    const own = clockOfField(winner, field);
    if (own < clock) lateClocks[field] = own;
  }
  return { clock, values, lateClocks };
}

function wins<Values extends object>(
  challenger: Registers<Values>,
  holder: Registers<Values>,
  field: keyof Values,
): boolean {
  if (challenger.values[field] === undefined) return false;
  if (holder.values[field] === undefined) return true;
  const difference = clockOfField(challenger, field) - clockOfField(holder, field);
  if (difference !== 0) return difference > 0;
  return compareValues(challenger.values[field], holder.values[field]) > 0;
}

function clockOfField<Values extends object>(
  registers: Registers<Values>,
  field: keyof Values,
): Clock {
  return registers.lateClocks[field] ?? registers.clock;
}

/** A total order: numbers as numbers, everything else as canonical JSON by code unit. */
function compareValues(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [a, b] = [canonicalJson(left), canonicalJson(right)];
  if (a === b) return 0;
  return a > b ? 1 : -1;
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
