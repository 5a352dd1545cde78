import { signText } from './sign-text.ts';

/** A token as Dialpad sends it. */
export function signEvent(payload: unknown, secret: string): string {
  return signText(JSON.stringify(payload), secret);
}
