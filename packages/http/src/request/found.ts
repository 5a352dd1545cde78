import { err, ok, type Result } from 'neverthrow';

/** A port answers null for what is not there, or is somebody else's. */
export function found<Row>(row: Row | null): Result<Row, { readonly kind: 'record-not-found' }> {
  return row === null ? err({ kind: 'record-not-found' }) : ok(row);
}
