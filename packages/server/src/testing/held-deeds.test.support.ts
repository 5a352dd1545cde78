import type { Tenant } from '../testing/api-client.test.support.ts';
import type { Asked, Deed } from './deed.test.support.ts';

/** To what waits for a person, and to payloads. */
export const HELD_DEEDS: readonly Deed[] = [
  {
    operation: 'replayDeadLetter',
    prepare: ({ dead, tenant }) =>
      toOne(`/dead-letters/${dead()}`, { deed: 'replay', action: 'dead-letter.replayed', tenant }),
  },
  {
    operation: 'replayDeadLetters',
    prepare: ({ dead, tenant }) =>
      toTwo('/dead-letters/replay', {
        ids: [dead(), dead()],
        action: 'dead-letter.replayed',
        tenant,
      }),
  },
  {
    operation: 'purgeDeadLetter',
    prepare: ({ dead, tenant }) =>
      toOne(`/dead-letters/${dead()}`, { action: 'dead-letter.purged', tenant }),
  },
  {
    operation: 'purgeDeadLetters',
    prepare: ({ dead, tenant }) =>
      toTwo('/dead-letters/purge', { ids: [dead(), dead()], action: 'dead-letter.purged', tenant }),
  },
  {
    operation: 'releaseQuarantinedDelivery',
    prepare: ({ quarantined, tenant }) =>
      toOne(`/quarantine/${quarantined()}`, {
        deed: 'release',
        action: 'quarantine.released',
        tenant,
      }),
  },
  {
    operation: 'releaseQuarantine',
    prepare: ({ quarantined, tenant }) =>
      toTwo('/quarantine/release', {
        ids: [quarantined(), quarantined()],
        action: 'quarantine.released',
        tenant,
      }),
  },
  {
    operation: 'purgeQuarantinedDelivery',
    prepare: ({ quarantined, tenant }) =>
      toOne(`/quarantine/${quarantined()}`, { action: 'quarantine.purged', tenant }),
  },
  {
    operation: 'purgeQuarantine',
    prepare: ({ quarantined, tenant }) =>
      toTwo('/quarantine/purge', {
        ids: [quarantined(), quarantined()],
        action: 'quarantine.purged',
        tenant,
      }),
  },
  {
    operation: 'releaseUnroutedDelivery',
    prepare: ({ unrouted, tenant }) =>
      toOne(`/unrouted/${unrouted()}`, {
        deed: 'release',
        action: 'unrouted.released',
        body: { to_app_id: tenant.appId },
        tenant,
      }),
  },
  {
    operation: 'releaseUnrouted',
    prepare: ({ unrouted, tenant }) =>
      toTwo('/unrouted/release', {
        ids: [unrouted(), unrouted()],
        action: 'unrouted.released',
        body: { to_app_id: tenant.appId },
        tenant,
      }),
  },
  {
    operation: 'purgeUnroutedDelivery',
    prepare: ({ unrouted }) => toOne(`/unrouted/${unrouted()}`, { action: 'unrouted.purged' }),
  },
  {
    operation: 'purgeUnrouted',
    prepare: ({ unrouted }) =>
      toTwo('/unrouted/purge', { ids: [unrouted(), unrouted()], action: 'unrouted.purged' }),
  },
  {
    operation: 'getEvent',
    prepare: ({ dead, tenant }) => shown('/events', dead(), tenant),
  },
  {
    operation: 'getDeadLetter',
    prepare: ({ dead, tenant }) => shown('/dead-letters', dead(), tenant),
  },
  {
    operation: 'getQuarantinedDelivery',
    prepare: ({ quarantined, tenant }) => shown('/quarantine', quarantined(), tenant),
  },
  {
    operation: 'getUnroutedDelivery',
    prepare: ({ unrouted }) => shown('/unrouted', unrouted()),
  },
];

interface HeldDeed {
  readonly action: string;
  /** Of what has an app already. */
  readonly tenant?: Pick<Tenant, 'appId'>;
  readonly body?: object;
}

/** Deleted, when no other deed is named. */
function toOne(
  path: string,
  { deed, action, tenant, body }: HeldDeed & { readonly deed?: string },
) {
  const entry = { action, app_id: tenant?.appId ?? null, subject_id: path.split('/').at(-1) };
  const asked = deed === undefined ? { path, method: 'DELETE' } : { path: `${path}/${deed}` };
  return { ...asked, ...(body === undefined ? {} : { body }), entries: () => [entry] };
}

const toTwo = (
  path: string,
  { ids, action, tenant, body }: HeldDeed & { readonly ids: readonly string[] },
): Asked => ({
  path,
  body: { ids, ...body },
  entries: () => [{ action, app_id: tenant?.appId ?? null, count: ids.length }],
});

const shown = (place: string, id: string, tenant?: Pick<Tenant, 'appId'>): Asked => ({
  path: `${place}/${id}?payload=true`,
  method: 'GET',
  entries: () => [{ action: 'event.payload-shown', app_id: tenant?.appId ?? null, subject_id: id }],
});
