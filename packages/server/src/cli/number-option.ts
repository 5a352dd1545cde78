import { InvalidArgumentError } from 'commander';

/** A decimal number, both ends allowed. */
export function decimal(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^(\d{1,9}(\.\d{1,9})?|\.\d{1,9})$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a number from ${least} to ${most}.`);
  };
}
