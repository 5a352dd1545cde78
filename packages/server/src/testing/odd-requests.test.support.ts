import type { ContractAsker, Deviation, Seen } from './contract-asker.test.support.ts';
import { graceless } from './graceless.test.support.ts';
import { inLanes } from './in-lanes.test.support.ts';
import { SHARPEST_STRINGS } from './odd-strings.test.support.ts';
import type { ContractOperation } from './read-contract.test.support.ts';

/** A place for text: a parameter, field or header of an operation. */
export interface Slot {
  readonly operation: ContractOperation;
  readonly name: string;
}

export interface OddRequest extends Slot {
  readonly odd: string;
}

const LANES = 8;

export function slotsOf(
  operations: readonly ContractOperation[],
  namesOf: (operation: ContractOperation) => readonly string[],
): readonly Slot[] {
  return operations.flatMap((operation) => namesOf(operation).map((name) => ({ operation, name })));
}

/** Some strings for every slot, and of the others a few for each, so that every one comes up. */
export function spread(
  slots: readonly Slot[],
  strings: readonly string[],
  always: readonly string[] = SHARPEST_STRINGS,
): readonly OddRequest[] {
  const everywhere = always.filter((odd) => strings.includes(odd));
  const share = Math.ceil(strings.length / slots.length);
  return slots.flatMap((slot, nth) => {
    const begin = (nth * share) % strings.length;
    const turn = strings.slice(begin, begin + share);
    return [...new Set([...everywhere, ...turn])].map((odd) => ({ ...slot, odd }));
  });
}

export interface OddTrial {
  readonly asker: ContractAsker;
  readonly deviationOf: (one: OddRequest) => Deviation;
  readonly isRight: (seen: Seen, one: OddRequest) => boolean;
}

/** Asks each, and gives a line for each answer that is not as it must be. */
export async function faultsOf(
  requests: readonly OddRequest[],
  { asker, deviationOf, isRight }: OddTrial,
): Promise<readonly string[]> {
  const faults: string[] = [];
  await inLanes(LANES, requests, async (one) => {
    const seen = await asker.ask(one.operation, deviationOf(one));
    const fault = graceless(seen) ?? (isRight(seen, one) ? null : seen.text.slice(0, 300));
    if (fault === null) return;
    const where = `${one.operation.operationId} ${one.name}`;
    faults.push(`${where} ${JSON.stringify(one.odd).slice(0, 80)}: ${seen.status} ${fault}`);
  });
  return faults;
}
