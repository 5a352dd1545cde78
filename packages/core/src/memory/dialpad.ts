import type {
  DialpadSubscription,
  DialpadUser,
  DialpadWebhook,
  TranscriptLine,
} from '../domain/dialpad.ts';
import type { DialpadId } from '../domain/scalars.ts';
import type { DialpadClient, DialpadError, OpenDialpad } from '../ports/dialpad-client.ts';
import type { DialpadOAuth, DialpadTokens, OAuthError } from '../ports/dialpad-oauth.ts';
import { callOf } from './dialpad-calls.ts';
import { createMemoryDialpadClient } from './dialpad-client.ts';
import { createMemoryGrants } from './dialpad-grants.ts';
import { createMishaps, type UnclearEnd } from './dialpad-mishaps.ts';
import { createMemoryDialpadOAuth, type OAuthMethod } from './dialpad-oauth.ts';
import { createIds, type MemoryAudio, type MemoryDialpadState } from './dialpad-state.ts';

export interface MemoryDialpadOptions {
  /** Epoch ms; the system's clock when absent. */
  readonly now?: () => number;
  /** Of access tokens, 3600 when absent; null: they do not expire, and there is none to refresh with. */
  readonly tokenLifetimeS?: number | null;
}

type ClientMishap = readonly [method: keyof DialpadClient, failure: DialpadError | UnclearEnd];
type OAuthMishap = readonly [method: OAuthMethod, failure: OAuthError | UnclearEnd];

/** A Dialpad of one company, in memory: the ports, and what stands behind them. */
export interface MemoryDialpad {
  readonly open: OpenDialpad;
  readonly oauth: DialpadOAuth;
  /** As an administrator's consent would; for every scope but those that are `lacking`. */
  issueTokens(lacking?: readonly string[]): DialpadTokens;
  /** What a person does who agrees: the code that is sent to the redirect URI of this `authorizeUrl`. */
  agree(authorizeUrl: string): string;
  /** Every token is void, as when the app was removed at Dialpad. */
  revokeTokens(): void;
  /** Every access token is void; refresh tokens are not. */
  expireTokens(): void;
  webhooks(): readonly DialpadWebhook[];
  subscriptions(): readonly DialpadSubscription[];
  /** Somebody else's, or one from before. */
  addWebhook(webhook: Omit<DialpadWebhook, 'id'>): DialpadWebhook;
  addSubscription(subscription: Omit<DialpadSubscription, 'id'>): DialpadSubscription;
  /** Webhook or subscription: somebody else took it away. */
  remove(id: DialpadId): void;
  /** The first one, an administrator, is there from the start, and is `me`. */
  addUser(user: DialpadUser): void;
  /** As Dialpad's API tells it: `call_id`, `date_started`, `date_ended` and so on. */
  addCall(call: Readonly<Record<string, unknown>>): void;
  addTranscript(callId: DialpadId, lines: readonly TranscriptLine[]): void;
  addAudio(url: string, audio: MemoryAudio): void;
  /** The next call of a method ends so; a second plan is for the call after it. */
  failNext(...mishap: ClientMishap | OAuthMishap): void;
  /** So many requests get no usable answer, and are not carried out; what may be is repeated, up to 3 in all. */
  troubleNext(requests: number): void;
  /** Methods of client and OAuth that were called so far, in order. */
  asked(): readonly string[];
}

export function createMemoryDialpad(options: MemoryDialpadOptions = {}): MemoryDialpad {
  const { now = Date.now, tokenLifetimeS = 3_600 } = options;
  const newId = createIds();
  const state: MemoryDialpadState = {
    webhooks: new Map(),
    subscriptions: new Map(),
    users: [firstUser(newId)],
    calls: new Map(),
    transcripts: new Map(),
    audio: new Map(),
    grants: createMemoryGrants({ now, lifetimeS: tokenLifetimeS }),
    mishaps: { client: createMishaps(), oauth: createMishaps(), trouble: 0 },
    asked: [],
    newId,
    now,
  };
  const { grants, mishaps } = state;

  return {
    open: (account) => createMemoryDialpadClient(state, account),
    oauth: createMemoryDialpadOAuth(state),
    issueTokens: (lacking = []) => grants.issue(lacking),
    agree(authorizeUrl) {
      const terms = new URL(authorizeUrl).searchParams;
      return grants.issueCode({
        redirectUri: terms.get('redirect_uri') ?? '',
        codeChallenge: terms.get('code_challenge') ?? '',
      });
    },
    revokeTokens: () => grants.revokeAll(),
    expireTokens: () => grants.expireAll(),
    webhooks: () => [...state.webhooks.values()],
    subscriptions: () => [...state.subscriptions.values()],
    addWebhook: (webhook) => keep(state.webhooks, { id: newId(), ...webhook }),
    addSubscription: (subscription) => keep(state.subscriptions, { id: newId(), ...subscription }),
    remove(id) {
      state.webhooks.delete(id);
      state.subscriptions.delete(id);
    },
    addUser: (user) => void state.users.push(user),
    addCall(call) {
      const made = callOf(call);
      state.calls.set(made.callId, made);
    },
    addTranscript: (callId, lines) => void state.transcripts.set(callId, lines),
    addAudio: (url, audio) => void state.audio.set(url, audio),
    failNext(...mishap) {
      if (isOAuthMishap(mishap)) mishaps.oauth.plan(...mishap);
      else mishaps.client.plan(...mishap);
    },
    troubleNext(requests) {
      mishaps.trouble += requests;
    },
    asked: () => [...state.asked],
  };
}

function isOAuthMishap(mishap: ClientMishap | OAuthMishap): mishap is OAuthMishap {
  const methods: readonly string[] = ['exchange', 'refresh', 'deauthorize'] satisfies OAuthMethod[];
  return methods.includes(mishap[0]);
}

function keep<Thing extends { readonly id: DialpadId }>(
  things: Map<DialpadId, Thing>,
  thing: Thing,
): Thing {
  things.set(thing.id, thing);
  return thing;
}

function firstUser(newId: () => DialpadId): DialpadUser {
  return {
    id: newId(),
    companyId: newId(),
    officeId: newId(),
    displayName: 'Ada Admin',
    emails: ['ada@example.com'],
    phoneNumbers: ['+15550100'],
    state: 'active',
    isAdmin: true,
  };
}
