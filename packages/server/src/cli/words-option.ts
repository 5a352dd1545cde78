import { InvalidArgumentError } from 'commander';

/** Some of the words there are, by commas; each once. */
export function someOf<Word extends string>(
  known: readonly Word[],
): (text: string) => readonly Word[] {
  return (text) => {
    const given = new Set(text.split(',').map((word) => word.trim()));
    const chosen = known.filter((word) => given.has(word));
    if (chosen.length === given.size) return chosen;
    throw new InvalidArgumentError(`Give some of: ${known.join(', ')}.`);
  };
}
