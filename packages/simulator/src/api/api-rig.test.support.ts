import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createVirtualClock, type VirtualClock } from '../clock/create-virtual-clock.ts';
import type { Company } from '../company.ts';
import type { Story } from '../simulator.ts';
import type { SimulatorClock } from '../simulator-clock.ts';
import type { World } from '../world.ts';
import type { ApiDeps } from './api-deps.ts';
import { type Api, createApi } from './create-api.ts';

export const START = Date.UTC(2026, 8, 1, 9);

export const COMPANY: Company = {
  id: '4700000000000001',
  name: 'Harborview <Marine>',
  users: ['Ava', 'Ben', 'Cleo'].map((firstName, index) => ({
    id: `480000000000000${index}`,
    officeId: '4900000000000001',
    firstName,
    lastName: 'Okafor',
    email: `${firstName.toLowerCase()}@harborview.example`,
    phone: `+1415555011${index}`,
    isAdmin: index === 1,
  })),
  groups: [
    {
      id: '4900000000000001',
      type: 'office',
      name: 'Quay',
      phone: '+14155550120',
      memberIds: ['4800000000000000', '4800000000000001', '4800000000000002'],
    },
    {
      id: '4900000000000002',
      type: 'callcenter',
      name: 'Support',
      phone: '+14155550121',
      memberIds: ['4800000000000002'],
    },
  ],
};

export interface ApiRig extends Api {
  readonly url: string;
  readonly world: World;
  readonly clock: VirtualClock;
  /** How much is put off to a later time. */
  readonly waiting: () => number;
  readonly played: { readonly scenario: string; readonly speed: number | undefined }[];
  /** With the administrator's key, unless another token is named. JSON in, JSON out. */
  readonly ask: (method: string, target: string, ask?: Ask) => Promise<Asked>;
  readonly close: () => Promise<void>;
}

interface Ask {
  /** Null: none. */
  readonly token?: string | null;
  readonly body?: unknown;
}

interface Asked {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any; // oxlint-disable-line typescript/no-explicit-any
}

type ApiOptions = NonNullable<ApiDeps['options']>;

export interface RigOptions extends ApiOptions {
  readonly company?: Company;
}

/** The API over a small world whose clock stands still, on loopback. */
export async function openApiRig({
  company = COMPANY,
  ...options
}: RigOptions = {}): Promise<ApiRig> {
  const clock = createVirtualClock(START);
  let waiting = 0;
  const countingClock: SimulatorClock = {
    now: clock.now,
    after(ms, work) {
      waiting += 1;
      const giveUp = clock.after(ms, () => {
        waiting -= 1;
        return work();
      });
      return () => {
        waiting -= 1;
        giveUp();
      };
    },
  };
  const world: World = {
    company,
    webhooks: new Map(),
    subscriptions: new Map(),
    calls: new Map(),
    transcripts: new Map(),
    media: new Map(),
  };
  const played: { scenario: string; speed: number | undefined }[] = [];
  const deps: ApiDeps = {
    world,
    clock: countingClock,
    newId: counted((count) => String(5_000_000_000_000_000 + count)),
    newToken: counted((count) => `token-${count}`),
    options,
    truth: () => ({
      calls: [{ id: 'one' }],
      voicemails: [],
      messages: [],
      unfinished: 2,
      forgotten: 0,
    }),
    deliveries: () => ({
      events: 6,
      attempts: 5,
      acknowledged: 4,
      dropped: 3,
      lost: 2,
      pending: 1,
    }),
    play: (scenario, { speed } = {}): Story => {
      played.push({ scenario, speed });
      return { scenario, callIds: ['1'], messageIds: [] };
    },
    scenarios: ['inbound-answered'],
  };
  const api = createApi(deps);
  const server = createServer(api.callback).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  // A listening server has an address of this form.
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    ...api,
    url,
    world,
    clock,
    waiting: () => waiting,
    played,
    ask: (method, target, { token = api.apiKey, body } = {}) =>
      ask(url + target, {
        method,
        headers: token === null ? {} : { authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function ask(url: string, request: RequestInit): Promise<Asked> {
  const answer = await fetch(url, { redirect: 'manual', ...request });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

function counted<Value>(make: (count: number) => Value): () => Value {
  let count = 0;
  return () => {
    count += 1;
    return make(count);
  };
}
