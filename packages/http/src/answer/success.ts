/** What every answer that is not a problem looks like. */
export function success<const Status extends number, const Fields extends object>(
  status: Status,
  fields: Fields,
): { readonly status: Status; readonly body: { readonly success: true } & Fields } {
  return { status, body: { success: true, ...fields } };
}
