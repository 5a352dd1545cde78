import type { MessageStatus } from './message.ts';

/** How far a message got. Stored inside clocks: never renumber. */
const RANKS: ReadonlyMap<string, number> = new Map([
  ['pending', 1],
  ['sent', 2],
  ['success', 2],
  ['undelivered', 3],
  ['failed', 4],
  ['delivered', 5],
]);

const SHOWN: readonly MessageStatus[] = [
  'pending',
  'pending',
  'sent',
  'undelivered',
  'failed',
  'delivered',
];

/** 0 for a word that we do not know. */
export function messageRankOf(status: string): number {
  return RANKS.get(status) ?? 0;
}

export function messageStatusOf(rank: number): MessageStatus {
  return SHOWN[rank] ?? 'pending';
}
