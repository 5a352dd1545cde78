import assert from 'node:assert/strict';

import type { HookStatus } from '../../domain/hook.ts';
import type { KeyStore, NewHook } from '../../ports/key-store.ts';
import { sampleHook } from '../key-store-samples.ts';
import { answered } from './answered.ts';
import { sampleAct } from './sample-act.ts';

export async function makeHook(store: KeyStore, appId: string): Promise<NewHook> {
  const hook = sampleHook(appId);
  await answered(store.createHook(hook, sampleAct));
  return hook;
}

export async function hookStatusOf(store: KeyStore, hookId: string): Promise<HookStatus> {
  const status = await answered(store.hookStatus(hookId));
  assert.ok(status !== null);
  return status;
}

export async function hookSecretsOf(store: KeyStore, hookId: string) {
  return (await answered(store.hook(hookId)))?.secrets;
}

export function hookListOf(store: KeyStore, appId?: string) {
  return (page: Parameters<KeyStore['hooks']>[1]) =>
    store.hooks(appId === undefined ? {} : { appId }, page);
}

export const hookIdsOf = (hooks: readonly { readonly hookId: string }[]): readonly string[] =>
  hooks.map(({ hookId }) => hookId);
