import type { Simulator } from '@dialpad-cti/simulator';
import { expect } from 'vitest';

import type { Row } from './api-client.test.support.ts';
import { ask, type Reply } from './ask.test.support.ts';
import type { TestServer } from './start-server.test.support.ts';

const KINDS = ['call', 'sms', 'agent_status'];

/** Looks at what became of the set-up of apps, here by this server and at Dialpad. */
export function checkSetUp(dialpad: Pick<Simulator, 'setUp'>, { url, client }: TestServer) {
  /** What posts to a hook. */
  function atDialpad(hookId: string) {
    const { webhooks, subscriptions } = dialpad.setUp();
    const own = webhooks.filter(({ hookUrl }) => hookUrl.endsWith(`/${hookId}`));
    const isOwn = ({ endpointId }: { readonly endpointId: string | null }) =>
      own.some(({ id }) => id === endpointId);
    return { webhooks: own, subscriptions: subscriptions.filter(isOwn) };
  }

  async function onlyHook(appId: string): Promise<Row | null> {
    const path = `/internal/webhooks?app_id=${appId}`;
    const [hook = null, ...more] = await client.list(path, 'operator');
    expect(more).toEqual([]);
    return hook;
  }

  async function driftOf(hookId: string): Promise<readonly unknown[]> {
    const { body } = await ask(`${url}/internal/webhooks/${hookId}/drift`);
    // As the API answers it.
    const { drift } = body['data'] as { readonly drift: readonly { readonly kind: string }[] };
    // One of another app may be going at this moment.
    return drift.filter(({ kind }) => kind !== 'webhook-stale');
  }

  return {
    onlyHook,
    driftOf,

    /** What was done to an app's webhooks, the first act first. */
    async acts(appId: string): Promise<readonly string[]> {
      const entries = await client.list(`/internal/audit?app_id=${appId}`, 'operator');
      return entries
        .map(({ action }) => String(action))
        .filter((action) => action.startsWith('webhook.'))
        .toReversed();
    },

    /** How far it came, in a word, with its webhooks and subscriptions at Dialpad. */
    leftOf(hook: Row | null): string {
      if (hook === null) return 'nothing';
      const { state, webhook_id: webhookId } = registrationOf(hook);
      const { webhooks, subscriptions } = atDialpad(String(hook['hook_id']));
      const known = webhookId === null ? ', unknown' : ' at Dialpad';
      return `${String(state)}${known} ${webhooks.length}+${subscriptions.length}`;
    },

    /** One webhook, one subscription of each kind, and an answer and a record that say just that. */
    async expectInOrder(appId: string, { body }: Reply): Promise<string> {
      const hook = await onlyHook(appId);
      if (hook === null) throw new Error('there is no webhook');
      const hookId = String(hook['hook_id']);
      const { webhooks, subscriptions } = atDialpad(hookId);
      const known = KINDS.map((kind) => ({
        kind,
        id: subscriptions.find((subscription) => subscription.kind === kind)?.id,
      }));
      expect(webhooks.map(({ id }) => id)).toEqual([body['webhook_id']]);
      expect(subscriptions.map(({ kind }) => kind).toSorted()).toEqual(KINDS.toSorted());
      expect(body).toMatchObject({ hook_id: hookId, subscriptions: known });
      expect(registrationOf(hook)).toMatchObject({
        state: 'registered',
        webhook_id: body['webhook_id'],
        subscriptions: known,
      });
      expect(await driftOf(hookId)).toEqual([]);
      return hookId;
    },

    async expectGone(hookId: string): Promise<void> {
      expect(atDialpad(hookId)).toEqual({ webhooks: [], subscriptions: [] });
      expect((await ask(`${url}/internal/webhooks/${hookId}`)).status).toBe(404);
    },
  };
}

// As the API answers it.
const registrationOf = (hook: Row): Row => hook['registration'] as Row;
