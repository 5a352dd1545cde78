import { z } from 'zod';

import { sourceJson } from '../json/raw-json.ts';

/*
 * Dialpad leaves out what it does not know, or says null, and writes 64-bit integers as text or as
 * numbers. What cannot be read is not known.
 */

const LONGEST_ID = 64;
const DECIMAL = /^-?\d+(\.\d+)?$/;
const HAS_ZONE = /(Z|[+-]\d{2}:?\d{2})$/i;

/** Also what is not there at all. */
export const Anything = z.unknown().optional();

export const OptionalId = Anything.transform(idOf);
export const Id = OptionalId.pipe(z.string());
export const OptionalText = Anything.transform((value) =>
  typeof value === 'string' ? value : null,
);
export const Flag = Anything.transform((value) => value === true || value === 'true');
/** Epoch ms. */
export const OptionalTime = Anything.transform(timeOf);
export const Texts = Anything.transform(textsOf);
/** A date-time with or without a zone, as RFC 3339 in UTC. */
export const OptionalInstant = Anything.transform(instantOf);
export const OptionalNumber = Anything.transform(numberOf);

function idOf(value: unknown): string | null {
  const id = wordOf(value);
  return id === null || id === '' || id === '0' || id.length > LONGEST_ID ? null : id;
}

function wordOf(value: unknown): string | null {
  if (sourceJson.isRawJSON(value)) return value.rawJSON;
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) ? String(value) : null;
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : null;
}

function timeOf(value: unknown): number | null {
  const time = Math.round(numberOf(value) ?? 0);
  return time > 0 && Number.isSafeInteger(time) ? time : null;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}

function instantOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.trim().replace(' ', 'T');
  const time = Date.parse(HAS_ZONE.test(text) || !text.includes('T') ? text : `${text}Z`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
