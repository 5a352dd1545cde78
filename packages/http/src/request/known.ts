type Known<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The fields that have a value: a port tells "absent" from "undefined", and so does its type. */
export function known<Fields extends object>(fields: Fields): Known<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  // `fromEntries` forgets the names that it was given.
  return Object.fromEntries(entries) as Known<Fields>;
}
