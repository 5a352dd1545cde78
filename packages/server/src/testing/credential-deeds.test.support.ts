import type { Row } from '../testing/api-client.test.support.ts';
import type { Asked, Deed } from './deed.test.support.ts';
import type { AuditStage } from './open-audit-stage.test.support.ts';

/** To apps, keys and webhooks. */
export const CREDENTIAL_DEEDS: readonly Deed[] = [
  {
    operation: 'createApp',
    prepare: () => ({
      path: '/apps',
      body: { name: 'Deed' },
      entries: ({ app_id: appId, api_key: apiKey }) => [
        { action: 'app.created', app_id: appId, subject_id: appId },
        ofKey('api-key.created', { appId, keyId: String(apiKey).slice(4, 16) }),
      ],
    }),
  },
  {
    operation: 'activateApp',
    async prepare({ operate }) {
      const { appId } = await newApp({ operate });
      await operate(`/apps/${appId}/deactivate`);
      return ofApp(appId, 'activate', 'app.activated');
    },
  },
  {
    operation: 'deactivateApp',
    prepare: async (stage) => ofApp((await newApp(stage)).appId, 'deactivate', 'app.deactivated'),
  },
  {
    operation: 'rotateApiKey',
    how: 'in the place of another',
    prepare: async (stage) => newKey((await newApp(stage)).appId, 'default', 'api-key.rotated'),
  },
  {
    operation: 'rotateApiKey',
    how: 'under a new name',
    prepare: async (stage) => newKey((await newApp(stage)).appId, 'second', 'api-key.created'),
  },
  {
    operation: 'revokeApiKeys',
    how: 'one by its name',
    async prepare(stage) {
      const { appId, keyId } = await newApp(stage);
      await stage.operate(`/apps/${appId}/api-key`, { name: 'second' });
      return {
        path: `/apps/${appId}/api-key/revoke`,
        body: { name: 'default' },
        entries: () => [ofKey('api-key.revoked', { appId, keyId })],
      };
    },
  },
  {
    operation: 'revokeApiKeys',
    how: 'all three of an app',
    async prepare(stage) {
      const { appId, keyId } = await newApp(stage);
      const keys = [{ appId, keyId, name: 'default' }];
      for (const name of ['second', 'third']) {
        const { body } = await stage.operate(`/apps/${appId}/api-key`, { name });
        keys.push({ appId, keyId: String(body['key_id']), name });
      }
      return {
        path: `/apps/${appId}/api-key/revoke`,
        body: {},
        entries: () => keys.map((key) => ofKey('api-key.revoked', key)),
      };
    },
  },
  {
    operation: 'createHook',
    prepare: ({ tenant: { appId } }) => ({
      path: `/webhooks/create?app_id=${appId}`,
      body: { register: false },
      entries: ({ hook_id: hookId }) => [
        { action: 'webhook.created', app_id: appId, subject_id: hookId },
      ],
    }),
  },
  {
    operation: 'rotateHookSecret',
    async prepare(stage) {
      const { path, ...hook } = await newHook(stage);
      const entries = () => [{ action: 'webhook.secret-rotated', ...hook }];
      return { path: `${path}/rotate-secret`, body: {}, entries };
    },
  },
  {
    operation: 'deleteHook',
    async prepare(stage) {
      const { path, ...hook } = await newHook(stage);
      return { path, method: 'DELETE', entries: () => [{ action: 'webhook.deleted', ...hook }] };
    },
  },
  {
    operation: 'resealSecrets',
    prepare: ({ oldSecrets }) => ({
      path: '/secrets/reseal',
      body: {},
      entries: () => [{ action: 'secrets.resealed', count: oldSecrets }],
    }),
  },
];

interface KeyNamed {
  readonly appId: unknown;
  readonly keyId: string;
  readonly name?: string;
}

const ofKey = (action: string, { appId, keyId, name = 'default' }: KeyNamed): Row => ({
  action,
  app_id: appId,
  subject_id: keyId,
  key_id: keyId,
  key_prefix: `raw_${keyId}`,
  name,
});

const ofApp = (appId: string, deed: string, action: string): Asked => ({
  path: `/apps/${appId}/${deed}`,
  entries: () => [{ action, app_id: appId, subject_id: appId }],
});

const newKey = (appId: string, name: string, action: string): Asked => ({
  path: `/apps/${appId}/api-key`,
  body: { name },
  entries: ({ key_id: keyId }) => [ofKey(action, { appId, keyId: String(keyId), name })],
});

async function newApp({ operate }: Pick<AuditStage, 'operate'>) {
  const { body } = await operate('/apps', { name: 'Deed' });
  return { appId: String(body['app_id']), keyId: String(body['api_key']).slice(4, 16) };
}

async function newHook({ operate, tenant: { appId } }: AuditStage) {
  const { body } = await operate(`/webhooks/create?app_id=${appId}`, { register: false });
  const hookId = String(body['hook_id']);
  return { path: `/webhooks/${hookId}`, app_id: appId, subject_id: hookId };
}
