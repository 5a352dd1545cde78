import type { z } from 'zod';

export type PickDeclared = (value: unknown) => unknown;

/**
 * A function that copies the fields that a schema declares, and no others. It
 * does not validate: what an adapter got wrong must not cost the client its
 * answer. A page of 200 calls costs about half of what parsing it would.
 */
export function pickDeclared(schema: z.core.$ZodType): PickDeclared {
  // zod gives a schema's definition to outsiders under this one name.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'object') return objectPick(def.shape);
  if (def.type === 'array') return arrayPick(pickDeclared(def.element));
  if (def.type === 'record') return recordPick(pickDeclared(def.valueType));
  return 'innerType' in def ? pickDeclared(def.innerType) : leafPick(def.type);
}

function objectPick(shape: Readonly<Record<string, z.core.$ZodType>>): PickDeclared {
  const fields = Object.entries(shape).map(
    ([name, schema]) => [name, pickDeclared(schema)] as const,
  );
  return (value) => {
    if (!isRecord(value)) return null;
    const picked: Record<string, unknown> = {};
    for (const [name, pick] of fields) {
      const inner = value[name];
      if (inner !== undefined) picked[name] = pick(inner);
    }
    return picked;
  };
}

const arrayPick =
  (pick: PickDeclared): PickDeclared =>
  (value) =>
    Array.isArray(value) ? value.map(pick) : null;

const recordPick =
  (pick: PickDeclared): PickDeclared =>
  (value) =>
    isRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, pick(inner)]))
      : null;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const LEAVES: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'literal', 'enum']);

/** A leaf that holds an object would let it out whole. */
function leafPick(type: string): PickDeclared {
  if (!LEAVES.has(type)) throw new TypeError(`an answer cannot declare a field as ${type}`);
  return (value) => (isRecord(value) ? null : value);
}
