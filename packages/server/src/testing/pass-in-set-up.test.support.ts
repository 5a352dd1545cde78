import type { DialpadClient, DialpadItems } from '@dialpad-cti/core';
import type { Container } from 'inversify';
import type { ResultAsync } from 'neverthrow';

import { ids } from '../ids.ts';

type Pass = () => void;

/**
 * Passes before and after each step by which Dialpad is set up or left: the work alone with an app, what
 * is noted of it, and every call of Dialpad that looks for, makes, changes or takes away.
 */
export function passInSetUp(container: Container, pass: Pass): void {
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
    open: (account) => passing(dialpad.open(account), pass),
  }));
}

type Call<Given extends readonly unknown[], Value, Fault> = (
  ...given: Given
) => ResultAsync<Value, Fault>;

const createAround =
  (pass: Pass) =>
  <Given extends readonly unknown[], Value, Fault>(
    call: Call<Given, Value, Fault>,
  ): Call<Given, Value, Fault> =>
  (...given) => {
    pass();
    return call(...given).andTee(pass);
  };

function passing(client: DialpadClient, pass: Pass): DialpadClient {
  const around = createAround(pass);
  async function* listed<Item>(items: DialpadItems<Item>): DialpadItems<Item> {
    pass();
    yield* items;
    pass();
  }
  return {
    ...client,
    createWebhook: around(client.createWebhook),
    updateWebhook: around(client.updateWebhook),
    deleteWebhook: around(client.deleteWebhook),
    createSubscription: around(client.createSubscription),
    updateSubscription: around(client.updateSubscription),
    deleteSubscription: around(client.deleteSubscription),
    webhooks: () => listed(client.webhooks()),
    subscriptions: (kind) => listed(client.subscriptions(kind)),
  };
}
