import { Settings } from './settings.ts';

/** A misspelt name is silently not read: say so, with the name that may be meant. */
export function nearMisses(given: readonly string[]): readonly string[] {
  return given
    .filter((name) => !KNOWN.includes(name))
    .flatMap((name) => {
      const meant = KNOWN.find((known) => known.length > 5 && distance(name, known) <= 2);
      if (meant !== undefined) return [`${name} is not a setting; is ${meant} meant?`];
      return name.startsWith('DIALPAD_') ? [`${name} is not a setting.`] : [];
    });
}

const KNOWN: readonly string[] = Object.keys(Settings.shape);

/** Of Levenshtein: how many letters to add, drop or change. */
function distance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2) return 3;
  let above = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [row, letter] of left.split('').entries()) {
    const current = [row + 1];
    for (const [column, other] of right.split('').entries()) {
      const changed = (above[column] ?? 0) + Number(letter !== other);
      current.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    above = current;
  }
  return above.at(-1) ?? 0;
}
