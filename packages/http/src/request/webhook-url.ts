import { z } from 'zod';

const HINT = 'must be an http or https URL without user, query and fragment';

/** The address in front of a hook's id, without a slash at its end. */
export const WebhookUrl = z
  .string()
  .max(2048, HINT)
  .refine(isPlainUrl, HINT)
  .transform((text) => new URL(text).href.replace(/\/+$/, ''));

function isPlainUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return false;
  return url.username === '' && url.password === '' && !/[?#]/.test(text);
}
