/** `?a=b&c=d` of what is given, or nothing. */
export function queryOf(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
  const query = new URLSearchParams(Object.fromEntries(given)).toString();
  return query === '' ? '' : `?${query}`;
}
