import { afterEach } from 'vitest';

import { checkedFetch } from './answers/checked-fetch.ts';
import type { AnswerCheck } from './answers/create-answer-check.ts';

const faults: string[] = [];
let loaded: Promise<AnswerCheck> | undefined;

/** Every answer of ours that a test sees by `fetch` is held to the contract document. */
globalThis.fetch = checkedFetch({
  fetch: globalThis.fetch,
  answerCheck: () => {
    loaded ??= loadAnswerCheck();
    return loaded;
  },
  onFault: (fault) => void faults.push(fault),
});

// A test that catches what its `fetch` rejects with fails all the same.
afterEach(() => {
  const seen = faults.splice(0);
  if (seen.length > 0) throw new Error(`not as the contract says: ${seen.join('; ')}`);
});

/** Most test files never see an answer, so nothing of this is imported before one. */
async function loadAnswerCheck(): Promise<AnswerCheck> {
  const { createOpenapiDocument, routes } = await import('@dialpad-cti/http');
  const { createAnswerCheck } = await import('./answers/create-answer-check.ts');
  return createAnswerCheck(createOpenapiDocument(routes));
}
