import type { Contact, Target } from '../domain/party.ts';
import type { Direction } from '../domain/scalars.ts';
import { isObject } from './parse-payload.ts';

/*
 * Dialpad says "not known" in many ways: a missing key, null, "", [], {}, 0.
 * Every reader here makes null of all of them, and of what cannot be true.
 */

const LONGEST_ID = 64;
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1) - 1;
const DECIMAL = /^\d+(\.\d+)?$/;

/** Text that any store takes: no U+0000, no half of a surrogate pair. */
export function textOf(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  return value.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** Text that ends up in keys and indexes. */
export function wordOf(value: unknown): string | null {
  const word = typeof value === 'number' ? String(value) : textOf(value);
  return word === null || word.length > LONGEST_ID ? null : word;
}

export function idOf(value: unknown): string | null {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && value > 0 ? String(value) : null;
  }
  const id = wordOf(value);
  return id === '0' ? null : id;
}

/** A phone number, or what stands in for one, such as `blocked`. */
export function numberOf(value: unknown): string | null {
  return idOf(value);
}

/** Epoch ms between 2000 and 2099. */
export function timeOf(value: unknown): number | null {
  const time = quantityOf(value);
  return time !== null && time >= EARLIEST && time <= LATEST ? time : null;
}

/** Whole milliseconds, above zero. */
export const amountOf: (value: unknown) => number | null = quantityOf;

/** Mean opinion score. */
export function scoreOf(value: unknown): number | null {
  const score = numeric(value);
  return score !== null && score >= 1 && score <= 5 ? score : null;
}

export function directionOf(value: unknown): Direction | null {
  return value === 'inbound' || value === 'outbound' ? value : null;
}

/** Text, or an object that carries it under one of its usual names. */
export function labelOf(value: unknown): string | null {
  if (!isObject(value)) return textOf(value);
  for (const name of ['name', 'disposition', 'label', 'summary', 'text', 'value']) {
    const label = textOf(value[name]);
    if (label !== null) return label;
  }
  return null;
}

/** A list of texts; a bare text counts as a list of one. */
export function labelsOf(value: unknown): readonly string[] | null {
  const labels = (Array.isArray(value) ? value : [value])
    .map(labelOf)
    .filter((label) => label !== null);
  return labels.length > 0 ? labels : null;
}

export function targetOf(value: unknown): Target | null {
  const party = partyOf(value);
  if (party === null || !isObject(value)) return null;
  const target = { ...party, office_id: idOf(value['office_id']) };
  return isNothing(target) ? null : target;
}

export function contactOf(value: unknown): Contact | null {
  const party = partyOf(value);
  return party === null || isNothing(party) ? null : party;
}

function partyOf(value: unknown): Contact | null {
  if (!isObject(value)) return null;
  return {
    id: idOf(value['id']),
    type: wordOf(value['type'])?.replaceAll('_', '') || null,
    name: textOf(value['name']),
    phone: numberOf(value['phone']) ?? numberOf(value['phone_number']),
    email: textOf(value['email']),
  };
}

function isNothing(party: object): boolean {
  return Object.values(party).every((part) => part === null);
}

function quantityOf(value: unknown): number | null {
  const quantity = Math.round(numeric(value) ?? 0);
  return quantity > 0 && Number.isSafeInteger(quantity) ? quantity : null;
}

function numeric(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' && value.length <= LONGEST_ID && DECIMAL.test(value)
    ? Number(value)
    : null;
}

/** The known ones of some fields. */
export function knownOf<Fields extends object>(
  fields: {
    readonly [Name in keyof Fields]: Fields[Name] | null;
  },
): Partial<Fields> {
  const known: Partial<Fields> = {};
  for (const name of Object.keys(fields) as (keyof Fields)[]) {
    const value = fields[name];
    if (value !== null) known[name] = value;
  }
  return known;
}
