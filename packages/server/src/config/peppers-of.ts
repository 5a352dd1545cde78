import { createPepper, type Peppers } from '@dialpad-cti/core';

import type { Config } from './config.ts';

export function peppersOf({ secrets }: Pick<Config, 'secrets'>): Peppers {
  const [current, ...older] = secrets.keyPeppers;
  return [createPepper(current), ...older.map(createPepper)];
}
