import { sampleApp, sampleHook, sampleKey } from '../key-store-samples.ts';
import type { StorageSubject } from '../storage-subject.ts';
import { answered } from './answered.ts';
import { sampleAct } from './sample-act.ts';

export interface AppUnderTest {
  readonly appId: string;
  readonly hookId: string;
}

/** A new app with a hook, so that many runs of a law can share one storage. */
export async function openApp({
  keyStore,
}: Pick<StorageSubject, 'keyStore'>): Promise<AppUnderTest> {
  const app = sampleApp('app of a law');
  const hook = sampleHook(app.appId);
  await answered(keyStore.createApp(app, sampleKey(app.appId), sampleAct));
  await answered(keyStore.createHook(hook, sampleAct));
  return { appId: app.appId, hookId: hook.hookId };
}
