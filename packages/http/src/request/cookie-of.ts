import type { IncomingMessage } from 'node:http';

/** The value of a cookie of ours. Two of one name are none: nobody can tell which one we have set. */
export function cookieOf(
  { headers }: Pick<IncomingMessage, 'headers'>,
  name: string,
): string | null {
  const values = (headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value = '', ...others] = values;
  return others.length === 0 && WELL_FORMED.test(value) ? value : null;
}

const WELL_FORMED = /^[A-Za-z0-9._-]{1,256}$/;
