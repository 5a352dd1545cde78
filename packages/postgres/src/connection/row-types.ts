import { type CustomTypesConfig, types } from 'pg';

const INT8 = 20;
const TIMESTAMPTZ = 1184;

const parseDate = types.getTypeParser(TIMESTAMPTZ);

/**
 * How columns arrive, the same from every client: bigint as a number (all of ours stay below 2^53),
 * timestamptz as epoch ms, json parsed, everything else as pg gives it.
 */
export const rowTypes: CustomTypesConfig = {
  getTypeParser: (oid: number) => parsers.get(oid) ?? types.getTypeParser(oid),
};

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map([
  [INT8, Number],
  [TIMESTAMPTZ, (text: string): unknown => Number(parseDate(text))],
]);
