import type { ContractSchema } from './contract-schema.ts';

interface Narrowing {
  readonly before: ContractSchema;
  readonly after: ContractSchema;
  readonly place: string;
}

/** Values that a request could have and cannot have any more. */
export function rangeBreaks({ before, after, place }: Narrowing): readonly string[] {
  const isClosed = after.additionalProperties === false && before.additionalProperties !== false;
  return [
    ...LEAST.filter((name) => (after[name] ?? -Infinity) > (before[name] ?? -Infinity)),
    ...MOST.filter((name) => (after[name] ?? Infinity) < (before[name] ?? Infinity)),
    ...TEXTS.filter((name) => after[name] !== undefined && after[name] !== before[name]),
  ]
    .map((name) => `${place}: ${name} became ${after[name]}`)
    .concat(isClosed ? [`${place}: takes no fields any more that it does not name`] : []);
}

const LEAST = ['minimum', 'minLength', 'minItems'] as const;
const MOST = ['maximum', 'maxLength', 'maxItems'] as const;
const TEXTS = ['pattern', 'format'] as const;
