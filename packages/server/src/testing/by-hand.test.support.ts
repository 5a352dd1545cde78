import type { Simulator } from '@dialpad-cti/simulator';
import { z } from 'zod';

/** A request to Dialpad's API, from its version on; what it answered. */
export type ByHand = (
  method: string,
  path: string,
  body?: object,
) => Promise<Readonly<Record<string, unknown>>>;

const Body = z.record(z.string(), z.unknown());

/** What an administrator, or a program of somebody else's, does at Dialpad. */
export const byHand =
  ({ url, apiKey }: Pick<Simulator, 'url' | 'apiKey'>): ByHand =>
  async (method, path, body) => {
    const answer = await fetch(`${url}/api/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}`);
    return Body.parse(await answer.json());
  };
