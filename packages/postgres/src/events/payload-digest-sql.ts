import { type FragmentSqlToken, sql } from 'slonik';

/** `payloadDigest` in SQL, for the few events of a page: an index by event would cost each intake. */
export function payloadDigestSql(payload: FragmentSqlToken): FragmentSqlToken {
  return sql.fragment`
    encode(substring(sha256(convert_to(${payload}, 'UTF8')) FROM 1 FOR 16), 'hex')::uuid`;
}
