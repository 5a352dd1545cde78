import type { KeyStore, PutApiKey, PutKey } from '../../ports/key-store.ts';
import { sampleKey } from '../key-store-samples.ts';
import { answered } from './answered.ts';
import { sampleAct } from './sample-act.ts';

interface KeyWanted extends Partial<Omit<PutApiKey, 'key'>> {
  readonly name?: string;
}

/** A new key of an app, called `default` and open without end unless that is wanted otherwise. */
export function putKey(
  store: Pick<KeyStore, 'putApiKey'>,
  appId: string,
  { name = 'default', expiresAt = null, overlapMs = 0 }: KeyWanted = {},
): Promise<PutKey> {
  const key = { ...sampleKey(appId), name };
  return answered(store.putApiKey({ key, expiresAt, overlapMs }, sampleAct));
}
