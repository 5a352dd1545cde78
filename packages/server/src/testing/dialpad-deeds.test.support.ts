import type { Row } from '../testing/api-client.test.support.ts';
import { connectApp } from './connect-app.test.support.ts';
import type { Asked, Deed } from './deed.test.support.ts';
import type { AuditStage } from './open-audit-stage.test.support.ts';

const SUBSCRIBES = {
  call: 'subscribeToCalls',
  sms: 'subscribeToMessages',
  agent_status: 'subscribeToAgentStatus',
} as const;

/** To what is set up at Dialpad, and with what it is connected. */
export const DIALPAD_DEEDS: readonly Deed[] = [
  {
    operation: 'createHook',
    how: 'that is registered',
    async prepare(stage) {
      const appId = await newAppId(stage);
      return {
        path: `/webhooks/create?app_id=${appId}`,
        body: { subscriptions: [{ kind: 'call' }] },
        entries: ({ hook_id: hookId }) =>
          ['webhook.created', 'webhook.registered'].map((action) => ({
            action,
            app_id: appId,
            subject_id: hookId,
          })),
      };
    },
  },
  {
    operation: 'rotateHookSecret',
    how: 'that is registered',
    prepare: async (stage) => ({
      ...toHook(await newRegistered(stage), 'rotate-secret', 'webhook.secret-rotated'),
      body: {},
    }),
  },
  {
    operation: 'repairHook',
    async prepare(stage) {
      const hook = await newRegistered(stage);
      await takeAway(stage, hook.subscriptionId);
      return toHook(hook, 'repair', 'webhook.repaired');
    },
  },
  {
    operation: 'testHook',
    prepare: async (stage) => toHook(await newRegistered(stage), 'test'),
  },
  {
    operation: 'deleteHook',
    how: 'that is registered',
    async prepare(stage) {
      const hook = await newRegistered(stage);
      return { ...toHook(hook, '', 'webhook.deleted'), method: 'DELETE' };
    },
  },
  ...(['call', 'sms', 'agent_status'] as const).map(
    (kind): Deed => ({
      operation: SUBSCRIBES[kind],
      async prepare(stage) {
        const hook = await newRegistered(stage, kind === 'sms' ? 'agent_status' : 'sms');
        const path = `/subscriptions/${kind}?hook_id=${hook.hookId}`;
        return { ...toHook(hook, '', 'webhook.changed'), path, body: {} };
      },
    }),
  ),
  {
    operation: 'unsubscribe',
    async prepare(stage) {
      const hook = await newRegistered(stage);
      const path = `/subscriptions/${hook.subscriptionId}?app_id=${hook.appId}`;
      return { ...toHook(hook, '', 'webhook.changed'), path, method: 'DELETE' };
    },
  },
  {
    operation: 'createConnectLink',
    async prepare(stage) {
      const appId = await newAppId(stage);
      return toApp(appId, `/apps/${appId}/connect-link`, 'connect-link.created');
    },
  },
  {
    operation: 'disconnectDialpad',
    async prepare(stage) {
      const appId = await newAppId(stage);
      await connectApp(stage.server, appId);
      return toApp(appId, `/auth/dialpad/disconnect/${appId}`, 'connection.ended');
    },
  },
  {
    operation: 'createBackfill',
    async prepare(stage) {
      const appId = await newAppId(stage);
      const now = Date.now();
      const [from, to] = [now - 7_200_000, now - 3_600_000].map((at) => new Date(at).toISOString());
      return {
        path: `/apps/${appId}/backfills`,
        body: { from, to },
        entries: ({ data }) => [
          { action: 'backfill.requested', app_id: appId, subject_id: idOf(data) },
        ],
      };
    },
  },
];

interface RegisteredHook {
  readonly appId: string;
  readonly hookId: string;
  /** Dialpad's id of the only one that it has. */
  readonly subscriptionId: string;
}

type Kind = keyof typeof SUBSCRIBES;

/** An app with a webhook that Dialpad has as well. */
export async function newRegistered(
  stage: AuditStage,
  kind: Kind = 'sms',
): Promise<RegisteredHook> {
  const appId = await newAppId(stage);
  const path = `/webhooks/create?app_id=${appId}`;
  const { body } = await stage.operate(path, { subscriptions: [{ kind }] });
  // Every answer is held against the document: these are rows.
  const [subscription] = body['subscriptions'] as readonly Row[];
  return { appId, hookId: String(body['hook_id']), subscriptionId: String(subscription?.['id']) };
}

const newAppId = async ({ operate }: AuditStage): Promise<string> =>
  String((await operate('/apps', { name: 'Deed' })).body['app_id']);

/** As somebody does it in Dialpad's own settings. */
async function takeAway({ simulator }: AuditStage, subscriptionId: string): Promise<void> {
  const { status } = await fetch(`${simulator.url}/api/v2/subscriptions/sms/${subscriptionId}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${simulator.apiKey}` },
  });
  if (status !== 200) throw new Error(`Dialpad answered ${status}.`);
}

/** Without an action it is one that changes nothing. */
const toHook = ({ appId, hookId }: RegisteredHook, deed: string, action?: string): Asked => ({
  path: ['/webhooks', hookId, deed].filter((part) => part !== '').join('/'),
  entries: () => (action === undefined ? [] : [{ action, app_id: appId, subject_id: hookId }]),
});

const toApp = (appId: string, path: string, action: string): Asked => ({
  path,
  entries: () => [{ action, app_id: appId, subject_id: appId }],
});

// As above.
const idOf = (data: unknown): unknown => (data as Row)['id'];
