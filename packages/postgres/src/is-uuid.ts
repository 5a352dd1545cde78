const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Postgres refuses to compare a uuid column with anything else: whoever is not one finds nothing. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
