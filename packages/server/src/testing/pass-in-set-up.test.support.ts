import type { DialpadClient } from '@dialpad-cti/core';
import type { Container } from 'inversify';
import type { ResultAsync } from 'neverthrow';

import { ids } from '../ids.ts';

/**
 * Passes before and after each step by which Dialpad is set up or left: all that changes something, here
 * or there, and the whole of it.
 */
export function passInSetUp(container: Container, pass: () => void): void {
  const around = createAround(pass);
  container.onActivation(ids.storage, (_context, storage) => {
    const { webhookRegistry: registry, keyStore } = storage;
    return {
      ...storage,
      keyStore: {
        ...keyStore,
        deleteHook: around(keyStore.deleteHook),
        rotateHookSecret: around(keyStore.rotateHookSecret),
      },
      webhookRegistry: {
        ...registry,
        begin: around(registry.begin),
        note: around(registry.note),
        noteActed: around(registry.noteActed),
        alone(name, work) {
          return name.startsWith('set-up:')
            ? registry.alone(name, around(work)).andTee(pass)
            : registry.alone(name, work);
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
        createWebhook: around(client.createWebhook),
        updateWebhook: around(client.updateWebhook),
        deleteWebhook: around(client.deleteWebhook),
        createSubscription: around(client.createSubscription),
        updateSubscription: around(client.updateSubscription),
        deleteSubscription: around(client.deleteSubscription),
      } satisfies DialpadClient;
    },
  }));
}

type Call<Given extends readonly unknown[], Value, Fault> = (
  ...given: Given
) => ResultAsync<Value, Fault>;

const createAround =
  (pass: () => void) =>
  <Given extends readonly unknown[], Value, Fault>(
    call: Call<Given, Value, Fault>,
  ): Call<Given, Value, Fault> =>
  (...given) => {
    pass();
    return call(...given).andTee(pass);
  };
