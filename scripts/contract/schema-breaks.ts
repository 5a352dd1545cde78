import type { Contract, ContractSchema } from './contract-schema.ts';
import { rangeBreaks } from './range-breaks.ts';
import { resolveReference } from './resolve-reference.ts';

export interface SchemaPair {
  readonly before: ContractSchema;
  readonly after: ContractSchema;
  /** A request may be given more freedom, an answer may make more promises. */
  readonly side: 'request' | 'answer';
  /** In the eyes of the reader, e.g. `data[].name`. */
  readonly place: string;
  readonly contracts: { readonly before: Contract; readonly after: Contract };
}

/** How a client that was right before `after` would now be wrong, one sentence each. */
export function schemaBreaks(pair: SchemaPair): readonly string[] {
  const before = plain(pair.before, pair.contracts.before);
  const after = plain(pair.after, pair.contracts.after);
  const now = { ...pair, before, after };
  return [
    ...typeBreaks(now),
    ...valueBreaks(now),
    ...(pair.side === 'request' ? rangeBreaks(now) : []),
    ...fieldBreaks(now),
    ...innerBreaks(now),
  ];
}

/** Without references, and with "any of X and null" as one type. */
function plain(schema: ContractSchema, contract: Contract): ContractSchema {
  const resolved = resolveReference(schema, contract);
  const [value, none] = resolved.anyOf ?? [];
  if (value === undefined || resolved.anyOf?.length !== 2 || none?.type !== 'null') return resolved;
  const inner = plain(value, contract);
  return { ...inner, type: [...typesOf(inner), 'null'] };
}

const typesOf = ({ type }: ContractSchema): readonly string[] =>
  type === undefined ? [] : [type].flat();

function typeBreaks({ before, after, side, place }: SchemaPair): readonly string[] {
  const [given, taken] = side === 'request' ? [before, after] : [after, before];
  const takes = typesOf(taken);
  if (takes.length === 0) return [];
  const foreign = typesOf(given).filter(
    (type) => !takes.includes(type) && !(type === 'integer' && takes.includes('number')),
  );
  const isUntyped = typesOf(given).length === 0;
  if (foreign.length === 0 && !isUntyped) return [];
  const change = `${typesOf(before).join(' or ')} became ${typesOf(after).join(' or ') || 'anything'}`;
  return [`${place}: ${change}`];
}

function valueBreaks({ before, after, side, place }: SchemaPair): readonly string[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  if (side === 'request') {
    if (now === null) return [];
    if (old === null) return [`${place}: takes only ${now.join(', ')}`];
    const gone = old.filter((value) => !now.includes(value));
    return gone.length === 0 ? [] : [`${place}: no longer takes ${gone.join(', ')}`];
  }
  // An answer may say new words, but not another one where there was only one.
  const isOther = before.const !== undefined && now?.includes(before.const) !== true;
  return [
    ...(isOther ? [`${place}: is no longer ${JSON.stringify(before.const)}`] : []),
    ...(before.format === undefined || before.format === after.format
      ? []
      : [`${place}: is no ${before.format} any more`]),
    ...(before.pattern === undefined || before.pattern === after.pattern
      ? []
      : [`${place}: need not fit ${before.pattern} any more`]),
  ];
}

function valuesOf(schema: ContractSchema): readonly unknown[] | null {
  return schema.const === undefined ? (schema.enum ?? null) : [schema.const];
}

function fieldBreaks({ before, after, side, place }: SchemaPair): readonly string[] {
  const gone = Object.keys(before.properties ?? {})
    .filter((name) => after.properties?.[name] === undefined)
    .map((name) => `${inside(place, name)}: is gone`);
  const [had, has] = [before.required ?? [], after.required ?? []];
  const changed =
    side === 'request'
      ? has.filter((name) => !had.includes(name)).map((name) => [name, 'is required now'] as const)
      : had
          .filter((name) => !has.includes(name) && after.properties?.[name] !== undefined)
          .map((name) => [name, 'may be absent now'] as const);
  return [...gone, ...changed.map(([name, change]) => `${inside(place, name)}: ${change}`)];
}

function innerBreaks(pair: SchemaPair): readonly string[] {
  const { before, after, place } = pair;
  const fields = Object.entries(before.properties ?? {}).flatMap(([name, field]) => {
    const other = after.properties?.[name];
    if (other === undefined) return [];
    return schemaBreaks({ ...pair, before: field, after: other, place: inside(place, name) });
  });
  const rows =
    before.items === undefined
      ? []
      : schemaBreaks({
          ...pair,
          before: before.items,
          after: after.items ?? {},
          place: `${place}[]`,
        });
  return [...fields, ...rows, ...otherFields(pair)];
}

function otherFields(pair: SchemaPair): readonly string[] {
  const [before, after] = [pair.before.additionalProperties, pair.after.additionalProperties];
  if (typeof before !== 'object') return [];
  const now = typeof after === 'object' ? after : {};
  return schemaBreaks({ ...pair, before, after: now, place: inside(pair.place, '*') });
}

const inside = (place: string, name: string): string => (place === '' ? name : `${place}.${name}`);
