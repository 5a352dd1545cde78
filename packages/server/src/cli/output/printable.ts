/** What a caller of Dialpad wrote must not steer the terminal of whoever reads it. */
export function printable(text: string): string {
  return text.replaceAll(STEERING, '\uFFFD');
}

/** Controls, marks that turn the direction of text, separators of lines, halves of pairs. */
const STEERING = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
