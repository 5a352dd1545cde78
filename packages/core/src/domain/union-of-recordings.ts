import { byKey } from './by-key.ts';
import type { RecordingFacts } from './call-facts.ts';
import { joinRegisters } from './registers.ts';

/** Each recording once, in order, with the newest that is known of it. */
export function unionOfRecordings(
  recordings: readonly RecordingFacts[],
): readonly RecordingFacts[] {
  const union = new Map<string, RecordingFacts>();
  for (const recording of recordings) {
    const { key } = recording;
    const known = union.get(key);
    union.set(key, known === undefined ? recording : { key, ...joinRegisters(known, recording) });
  }
  return [...union.values()].sort(byKey);
}
