import { z } from 'zod';

import type { Cli } from '../cli.ts';
import { asked } from './asked.ts';
import { clockFinding } from './clock-finding.ts';
import { type Found, fail, ok, warn } from './finding.ts';

export interface ServerFound {
  readonly findings: readonly Found[];
  /** It answers, so that the rest can be asked of it. */
  readonly isUp: boolean;
}

const Probe = z.object({
  url: z.string(),
  status: z.int(),
  /** Null: not what this route answers, ready or not. */
  answer: z
    .object({ checks: z.record(z.string(), z.string()) })
    .nullable()
    .catch(null),
  serverTime: z.number().nullable(),
});
const Document = z.object({ info: z.object({ version: z.string() }) });

/** Whether it answers, can do its work, is of our version, and has our time. */
export async function examineServer({
  api,
  now,
  name,
  version,
}: Pick<Cli, 'api' | 'now' | 'name' | 'version'>): Promise<ServerFound> {
  const probed = await asked(api.probe('/readyz'), Probe);
  if (probed.isErr()) return { isUp: false, findings: [fail('server', probed.error.message)] };
  const { url, status, answer: ready, serverTime } = probed.value;
  if (ready === null) {
    const detail = `What answers at ${url} (${status}) is not this server.`;
    return { isUp: false, findings: [fail('server', detail, 'set CTI_URL')] };
  }
  const isReady = status === 200;
  const remarks = Object.entries(ready.checks)
    .filter(([, text]) => text !== 'ok')
    .map(([check, text]) =>
      isReady ? warn(check, text) : fail(check, text, "see the server's log"),
    );
  const document = await asked(api.get('/openapi.json', 'anybody'), Document);
  const served = document.map(({ info }) => info.version).unwrapOr('unknown');
  return {
    isUp: true,
    findings: [
      isReady ? ok('server', `ready at ${url}`) : fail('server', `not ready at ${url}`),
      ...remarks,
      versionFinding(served, version),
      ...(serverTime === null
        ? []
        : [clockFinding('clock', "the server's clock", serverTime - now())]),
    ],
  };

  function versionFinding(theirs: string, ours: string): Found {
    if (theirs === ours) return ok('version', ours);
    const detail = `the server is of version ${theirs}, this program of ${ours}`;
    return warn('version', detail, `update the older one; see: ${name} --version`);
  }
}
