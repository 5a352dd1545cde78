import { afterEach } from 'vitest';

import { openRig } from './open-rig.test.support.ts';

const SECRET = 'secret-of-a-webhook-that-is-long-enough';
export const HOOK = { hookUrl: 'https://cti.example/webhooks/1', secret: SECRET };

/** Rigs that are closed after the test, and what else is `closing`. */
export function useRigs() {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  return {
    closing,
    async rigOf(...given: Parameters<typeof openRig>) {
      const rig = await openRig(...given);
      closing.push(rig.close);
      return rig;
    },
  };
}
