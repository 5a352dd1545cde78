import { z } from 'zod';

import { parseJson } from '../json/parse-json.ts';

const LONGEST = 300;

const Text = z.string().min(1);
const Message = z.object({ message: Text }).transform(({ message }) => message);
const ErrorBody = z.union([
  z.object({ error: Message }).transform(({ error }) => error),
  z.object({ error_description: Text }).transform((body) => body.error_description),
  Message,
  z.object({ error: Text }).transform(({ error }) => error),
]);

/** Dialpad's own words about a refusal, without the secrets of the request; empty when it has none. */
export function detailOf(text: string, secrets: readonly string[]): string {
  const body = parseJson(text).unwrapOr(null);
  let detail = ErrorBody.safeParse(body).data ?? '';
  for (const secret of secrets) if (secret !== '') detail = detail.replaceAll(secret, '…');
  return detail
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST);
}
