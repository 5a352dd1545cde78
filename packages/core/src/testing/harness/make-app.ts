import type { ApiKeyRecord } from '../../domain/api-key.ts';
import type { App } from '../../domain/app.ts';
import type { KeyStore } from '../../ports/key-store.ts';
import { sampleApp, sampleKey } from '../key-store-samples.ts';
import { answered } from './answered.ts';
import { sampleAct } from './sample-act.ts';

interface MadeApp {
  readonly app: App;
  readonly key: ApiKeyRecord;
}

/** An app of its own, with its first key. */
export async function makeApp(store: KeyStore, name?: string): Promise<MadeApp> {
  const app = sampleApp(name);
  const key = sampleKey(app.appId);
  return { app: await answered(store.createApp(app, key, sampleAct)), key };
}
