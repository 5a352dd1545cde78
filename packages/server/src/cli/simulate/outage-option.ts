import { InvalidArgumentError } from 'commander';

import { duration } from '../duration-option.ts';

/** Every so often, for so long. */
export interface Outages {
  readonly everyMs: number;
  readonly forMs: number;
}

/** `10m/30s` */
export function outages(text: string): Outages {
  const [every = '', length = '', ...others] = text.split('/');
  const told = { everyMs: duration(every), forMs: duration(length) };
  if (others.length === 0 && told.forMs < told.everyMs) return told;
  throw new InvalidArgumentError('Give how often and for how long, such as 10m/30s.');
}
