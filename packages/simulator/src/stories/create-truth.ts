import type { Flow } from '@dialpad-cti/core/fixtures';

import type { Truth } from '../simulator.ts';

/** Collects what stories come to, each when it is told to its end. */
export function createTruth() {
  const calls: Truth['calls'][number][] = [];
  const voicemails: Truth['voicemails'][number][] = [];
  const messages: Truth['messages'][number][] = [];
  let unfinished = 0;
  return {
    begin(): void {
      unfinished += 1;
    },
    end(expected: Flow['expected']): void {
      calls.push(...expected.calls);
      voicemails.push(...expected.voicemails);
      messages.push(...expected.messages);
      unfinished -= 1;
    },
    unfinished: () => unfinished,
    read: (): Truth => ({
      calls: [...calls],
      voicemails: [...voicemails],
      messages: [...messages],
      unfinished,
    }),
  };
}
