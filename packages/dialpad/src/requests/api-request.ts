import type { Endpoint } from './endpoints.ts';

/** What a client asks, before it has a token. */
export interface ApiRequest {
  readonly endpoint: Endpoint;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly isStream?: boolean;
  /** Texts of the request that no error may repeat. */
  readonly secrets?: readonly string[];
  /** False: to another host than Dialpad's. */
  readonly isWithToken?: boolean;
}
