import type { Company } from './company.ts';
import type { SimulatorClock } from './simulator-clock.ts';

export interface SimulatorOptions {
  /** The same seed makes the same company, the same ids and the same bytes. */
  readonly seed: number;
  /** The real one when absent. */
  readonly clock?: SimulatorClock;
  /** Loopback when absent. */
  readonly host?: string;
  /** Any free one when absent. */
  readonly port?: number;
  /** Dialpad's limits of requests (20 a second, and those of each endpoint) are kept; true when absent. */
  readonly hasLimits?: boolean;
  /** Of access tokens by OAuth, seconds; 3600 when absent. */
  readonly tokenLifetimeS?: number;
  /** Those that are registered for the OAuth client; any when absent. */
  readonly redirectUris?: readonly string[];
  readonly faults?: Partial<DeliveryFaults>;
}

/** What goes wrong on the way to us: shares from 0 to 1, seeded. */
export interface DeliveryFaults {
  /** Overtaken by what comes later. */
  readonly reorder: number;
  /** Sent again although it was answered 2xx. */
  readonly duplicate: number;
  /** Never sent. */
  readonly drop: number;
  /** Recordings, recaps and other late artefacts come this much later than they would, ms. */
  readonly lateArtifactsMs: number;
}

export interface Simulator {
  /** `http://127.0.0.1:<port>`: what takes the place of https://dialpad.com. */
  readonly url: string;
  readonly company: Company;
  /** Of an administrator, with every scope. */
  readonly apiKey: string;
  /** Valid, and without `calls:list` and `recordings_export`. */
  readonly limitedApiKey: string;
  readonly oauthClient: { readonly clientId: string; readonly clientSecret: string };

  /** Scenarios by name: those of core's fixtures. */
  readonly scenarios: readonly string[];
  /**
   * Begins a scenario, about calls with ids of their own. Its gaps are divided by `speed`
   * (1 when absent; Infinity: all of it at once, in order). However fast, the last event's time lies at
   * the moment at which it is sent.
   */
  readonly play: (scenario: string, options?: { readonly speed?: number }) => Story;
  /** Random scenarios, evenly spread with jitter, until it is stopped. */
  readonly startTraffic: (traffic: Traffic) => () => void;
  readonly setFaults: (faults: Partial<DeliveryFaults>) => void;
  /** For so long each attempt gets a 503, as a balancer before a dead server gives: the retry tables do the rest. */
  readonly outage: (ms: number) => void;
  /** Resolves when every story is told, and every delivery was answered or given up. */
  readonly settled: () => Promise<void>;
  readonly truth: () => Truth;
  /** Deliveries so far. */
  readonly deliveries: () => DeliveryCounts;

  /** Every request to the API so far, secrets left out. */
  readonly requests: () => readonly SeenRequest[];
  /** Answers requests that fit with something else, so many times; for tests of clients. */
  readonly misbehave: (fault: ApiFault) => void;
  /** Webhooks and subscriptions as they stand, secrets included. */
  readonly setUp: () => {
    readonly webhooks: readonly {
      readonly id: string;
      readonly hookUrl: string;
      readonly secret: string | null;
    }[];
    readonly subscriptions: readonly {
      readonly id: string;
      readonly kind: string;
      readonly endpointId: string | null;
      readonly enabled: boolean;
      readonly options: Readonly<Record<string, unknown>>;
    }[];
  };
  /** What is under way is dropped. */
  readonly stop: () => Promise<void>;
}

export interface Traffic {
  readonly callsPerMinute: number;
  /** 0 when absent. */
  readonly textsPerMinute?: number;
  readonly speed?: number;
  /** Only these; all of calls (and, for texts, of texts) when absent. */
  readonly scenarios?: readonly string[];
}

/** One playing of a scenario. */
export interface Story {
  readonly scenario: string;
  readonly callIds: readonly string[];
  readonly messageIds: readonly string[];
}

/**
 * What really happened, never worked out by the code under test: the records as `/api` must show them
 * (`CallView` and so on of core), for the stories that are told to the end.
 */
export interface Truth {
  readonly calls: readonly Readonly<Record<string, unknown>>[];
  readonly voicemails: readonly Readonly<Record<string, unknown>>[];
  readonly messages: readonly Readonly<Record<string, unknown>>[];
  /** Stories that are not told to the end yet. */
  readonly unfinished: number;
  /**
   * Stories that were told to the end a day ago or earlier, by the clock: they are in no list above any
   * more, and nothing that was known of them is answered by the API.
   */
  readonly forgotten: number;
}

export interface DeliveryCounts {
  /** Events that a subscription asked for, each once. */
  readonly events: number;
  readonly attempts: number;
  readonly acknowledged: number;
  readonly dropped: number;
  /** Given up after the last retry, or after a 4xx. */
  readonly lost: number;
  /** Still to be sent or answered. */
  readonly pending: number;
}

export interface SeenRequest {
  /** Epoch ms. */
  readonly at: number;
  readonly method: string;
  /** With its query. */
  readonly target: string;
  readonly status: number;
  readonly body: unknown;
  /** The header's scheme and a digest of the token; null without one. */
  readonly authorization: string | null;
}

export interface ApiFault {
  readonly method?: string;
  /** A path begins with it. */
  readonly path: string;
  /** Once when absent. */
  readonly times?: number;
  readonly answer:
    | {
        readonly kind: 'status';
        readonly status: number;
        readonly headers?: Readonly<Record<string, string>>;
        readonly body?: string;
      }
    /** The connection is cut; with `afterWork` the request was carried out before. */
    | { readonly kind: 'reset'; readonly afterWork?: boolean }
    /** The answer comes so much later; the request is carried out at once. */
    | { readonly kind: 'slow'; readonly ms: number }
    /** One byte of the answer a second. */
    | { readonly kind: 'trickle' }
    /** A body of so many bytes. */
    | { readonly kind: 'huge'; readonly bytes: number }
    | { readonly kind: 'html' }
    | { readonly kind: 'redirect'; readonly location: string };
}
