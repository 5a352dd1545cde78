import { type CallFacts, type CallView, callView, foldCall, mapEvent } from '@dialpad-cti/core';

/** The call that these events make when they are folded here, in one go. */
export function foldOf(payloads: readonly object[]): CallView {
  const [first, ...others] = payloads.map(factsOf);
  if (first === undefined) throw new Error('Nothing is not a call.');
  return callView(foldCall([first, ...others]));
}

function factsOf(payload: object): CallFacts {
  const event = mapEvent(JSON.stringify(payload))._unsafeUnwrap();
  if (event.kind !== 'call') throw new Error('This is no event of a call.');
  return event.call;
}
