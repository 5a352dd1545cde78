/** Fit for one line of a log: no control characters, and of long numbers the last two digits only. */
export function safeText(text: string): string {
  const line = text.slice(0, LONGEST).replaceAll(UNPRINTABLE, ' ');
  return line.replaceAll(LONG_NUMBER, (number) => `…${number.slice(-2)}`);
}

const LONGEST = 500;
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu;
/** Not a part of a UUID or of a word. */
const LONG_NUMBER = /(?<![\w-])\+?\d{7,}(?![\w-])/g;
