import { err, ok, type ResultAsync, safeTry } from 'neverthrow';

import type { DialpadError } from '../../ports/dialpad-client.ts';

export interface CreateOrFind<Thing, Fault> {
  /** Looks at Dialpad; null when it is not there. Its fault forbids a create. */
  readonly find: () => ResultAsync<Thing | null, Fault>;
  readonly create: () => ResultAsync<Thing, DialpadError>;
}

/**
 * What is there, else a new one. A create that ended unclear is followed by a look, and only then by
 * a second and last one: nothing is made twice.
 */
export function createOrFind<Thing, Fault>({
  find,
  create,
}: CreateOrFind<Thing, Fault>): ResultAsync<Thing, Fault | DialpadError> {
  return safeTry<Thing, Fault | DialpadError>(async function* () {
    const there = yield* find();
    if (there !== null) return ok(there);
    const first = await create();
    if (first.isOk() || !mayBeOther(first.error)) return first;
    const found = yield* find();
    if (found !== null) return ok(found);
    if (!isUnclear(first.error)) return first;

    const second = await create();
    if (second.isOk() || !mayBeOther(second.error)) return second;
    const foundAtLast = yield* find();
    return foundAtLast === null ? err(second.error) : ok(foundAtLast);
  });
}

/** A look tells more: whether it was made after all, or why it was refused. */
function mayBeOther(error: DialpadError): boolean {
  return isUnclear(error) || error.kind === 'dialpad-rejected';
}

function isUnclear(error: DialpadError): boolean {
  return error.kind === 'dialpad-unavailable' && error.isUnclear;
}
