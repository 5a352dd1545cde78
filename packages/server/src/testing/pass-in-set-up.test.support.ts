import type { DialpadClient } from '@dialpad-cti/core';
import type { Container } from 'inversify';
import type { ResultAsync } from 'neverthrow';

import { ids } from '../ids.ts';

/**
 * Passes when Dialpad is about to be set up or left for an app, after each step that changes something,
 * here or there, and after the whole. Before a step all is as after the one before it.
 */
export function passInSetUp(container: Container, pass: () => void): void {
  const after = createAfter(pass);
  container.onActivation(ids.storage, (_context, storage) => {
    const { webhookRegistry: registry, keyStore } = storage;
    return {
      ...storage,
      keyStore: {
        ...keyStore,
        deleteHook: after(keyStore.deleteHook),
        rotateHookSecret: after(keyStore.rotateHookSecret),
      },
      webhookRegistry: {
        ...registry,
        begin: after(registry.begin),
        note: after(registry.note),
        noteActed: after(registry.noteActed),
        alone(name, work) {
          if (!name.startsWith('set-up:')) return registry.alone(name, work);
          const passingWork: typeof work = () => {
            pass();
            return work();
          };
          return registry.alone(name, passingWork).andTee(pass);
        },
      },
    };
  });
  container.onActivation(ids.dialpad, (_context, dialpad) => ({
    ...dialpad,
    open(account) {
      const client = dialpad.open(account);
      return {
        ...client,
        createWebhook: after(client.createWebhook),
        updateWebhook: after(client.updateWebhook),
        deleteWebhook: after(client.deleteWebhook),
        createSubscription: after(client.createSubscription),
        updateSubscription: after(client.updateSubscription),
        deleteSubscription: after(client.deleteSubscription),
      } satisfies DialpadClient;
    },
  }));
}

type Call<Given extends readonly unknown[], Value, Fault> = (
  ...given: Given
) => ResultAsync<Value, Fault>;

const createAfter =
  (pass: () => void) =>
  <Given extends readonly unknown[], Value, Fault>(
    call: Call<Given, Value, Fault>,
  ): Call<Given, Value, Fault> =>
  (...given) =>
    call(...given).andTee(pass);
