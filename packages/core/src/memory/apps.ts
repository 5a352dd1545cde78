import type { Act } from '../domain/act.ts';
import type { ApiKeyRecord } from '../domain/api-key.ts';
import type { App } from '../domain/app.ts';
import { timestampOf } from '../domain/scalars.ts';
import type { KeyStore, NewApp } from '../ports/key-store.ts';
import { attempt } from './attempt.ts';
import type { KeyStoreParts } from './key-store-parts.ts';
import { newKeyRow } from './new-key-row.ts';
import { type ListOrder, paginate } from './paginate.ts';

const NEWEST_FIRST: ListOrder<App> = {
  value: ({ createdAt }) => createdAt,
  id: ({ appId }) => appId,
  isDescending: true,
};

export function createMemoryApps(
  parts: KeyStoreParts,
): Pick<KeyStore, 'createApp' | 'app' | 'apps' | 'onlyApp' | 'setAppActive'> {
  const { apps } = parts;
  return {
    createApp: (app, key, act) => attempt(() => createApp(parts, { app, key, act })),
    app: (appId) => attempt(() => apps.get(appId) ?? null),
    apps: (page) => attempt(() => paginate([...apps.values()], NEWEST_FIRST, page)),
    onlyApp: () => attempt(() => onlyApp(parts)),
    setAppActive: (appId, isActive, act) =>
      attempt(() => setAppActive(parts, { appId, isActive, act })),
  };
}

interface AppCreation {
  readonly app: NewApp;
  readonly key: ApiKeyRecord;
  readonly act: Act;
}

/** Looks at everything before it changes anything: that makes it both or neither. */
function createApp(parts: KeyStoreParts, { app, key, act }: AppCreation): App {
  const { appId } = app;
  if (parts.apps.has(appId)) throw new Error('the app exists');
  if (parts.keys.has(key.keyId)) throw new Error('the key exists');
  if (key.appId !== appId) throw new Error('the key is for another app');

  const createdAt = parts.now();
  const created = { ...app, isActive: true, createdAt: timestampOf(createdAt) };
  parts.apps.set(appId, created);
  parts.keys.set(key.keyId, newKeyRow(key, { createdAt, expiresAt: null }));
  parts.epoch.current += 1;
  parts.note(act, { action: 'app.created', appId, subjectId: appId });
  parts.note(act, { action: 'api-key.created', appId, subjectId: key.keyId, name: key.name });
  return created;
}

function onlyApp({ apps }: KeyStoreParts): App | null {
  const [first = null] = apps.values();
  return apps.size === 1 ? first : null;
}

interface Switch {
  readonly appId: string;
  readonly isActive: boolean;
  readonly act: Act;
}

function setAppActive(parts: KeyStoreParts, { appId, isActive, act }: Switch): App | null {
  const app = parts.apps.get(appId);
  if (app === undefined || app.isActive === isActive) return app ?? null;
  const changed = { ...app, isActive };
  parts.apps.set(appId, changed);
  parts.epoch.current += 1;
  const action = isActive ? 'app.activated' : 'app.deactivated';
  parts.note(act, { action, appId, subjectId: appId });
  return changed;
}
