/** All ms. */
export interface DialpadTimeouts {
  readonly connectMs: number;
  /** From the request to the head of the answer. */
  readonly headersMs: number;
  /** Without a byte in the midst of an answer. */
  readonly idleMs: number;
  /** One request and its whole answer; of audio, only to its first byte. */
  readonly requestMs: number;
  /** The longest wait for a turn under Dialpad's limits. */
  readonly queueMs: number;
  /** After the first request no repetition begins later. */
  readonly repeatWithinMs: number;
  /** Before the first repetition, where Dialpad does not say; then doubled. Up to twice as long by chance. */
  readonly firstWaitMs: number;
  /** For so long nothing is sent after ten failures in a row. */
  readonly breakMs: number;
}

export interface RequestSeen {
  readonly method: string;
  /** The path with names in place of ids, such as `/api/v2/call/{id}`. */
  readonly endpoint: string;
  /** Null: no usable answer. */
  readonly status: number | null;
  readonly ms: number;
}

export interface DialpadApiOptions {
  /** `https://dialpad.com`, or that of the sandbox. */
  readonly baseUrl: string | URL;
  /** Of a company; 20, as Dialpad allows, when absent. */
  readonly requestsPerSecond?: number;
  readonly timeouts?: Partial<DialpadTimeouts>;
  /** Of an answer in JSON; 8 MiB when absent. */
  readonly maxAnswerBytes?: number;
  /** Hosts beside Dialpad's own to which a link of a recording may redirect; none when absent. */
  readonly mediaHosts?: readonly string[];
  /** Epoch ms. */
  readonly now?: () => number;
  /** From 0, below 1. */
  readonly random?: () => number;
  /** After each request; for metrics. */
  readonly onRequest?: (seen: RequestSeen) => void;
}

export type Settings = Required<Omit<DialpadApiOptions, 'baseUrl' | 'timeouts'>> & {
  readonly baseUrl: URL;
  readonly timeouts: DialpadTimeouts;
  /** Ms on a clock that is never set. */
  readonly elapsed: () => number;
};

const TIMEOUTS: DialpadTimeouts = {
  connectMs: 3_000,
  headersMs: 8_000,
  idleMs: 10_000,
  requestMs: 10_000,
  queueMs: 30_000,
  repeatWithinMs: 15_000,
  firstWaitMs: 1_000,
  breakMs: 10_000,
};

/** Throws when the base URL is none. */
export function settingsOf({ baseUrl, timeouts, ...options }: DialpadApiOptions): Settings {
  const url = new URL(baseUrl);
  if (!/^https?:$/.test(url.protocol)) throw new TypeError('the base URL is not one of HTTP');
  return {
    requestsPerSecond: 20,
    maxAnswerBytes: 8 * 1024 * 1024,
    mediaHosts: [],
    now: Date.now,
    random: Math.random,
    onRequest: () => undefined,
    ...options,
    baseUrl: url,
    timeouts: { ...TIMEOUTS, ...timeouts },
    elapsed: () => performance.now(),
  };
}
