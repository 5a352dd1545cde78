import { randomBytes } from 'node:crypto';

import { openSimulator, type Simulator } from '@dialpad-cti/simulator';

import type { Tenant } from '../testing/api-client.test.support.ts';
import { type Canaries, canariesIn } from './canaries.test.support.ts';
import { type ContractAsker, contractAsker } from './contract-asker.test.support.ts';
import { dialpadSettings } from './dialpad-settings.test.support.ts';
import { logRecords } from './log-records.test.support.ts';
import { type DatabaseProxy, openProxy } from './open-proxy.test.support.ts';
import { openStage, type Stage } from './open-stage.test.support.ts';
import { type DialpadTap, openTap } from './open-tap.test.support.ts';
import { type ContractOperation, readContract } from './read-contract.test.support.ts';
import type { ServerExit, TestServer } from './start-server.test.support.ts';
import { tapProblems } from './tap-problems.test.support.ts';
import { testSecrets } from './test-secrets.test.support.ts';

/** What people said, and who they are. */
export const WORDS = {
  name: 'Wilhelmina Förster-Ångström',
  number: '4155559876',
  printedNumber: '(415) 555-9876',
  message: 'Tell nobody about the heron',
  transcript: 'the vault opens at a quarter past',
} as const;

/** Everything at once, and what would make two lines of one, or color them. */
export const HOSTILE_TEXT =
  `${Object.values(WORDS).join(' ')}\r\n{"level":"fatal","msg":"forged"}\n` +
  '\u001b[31mred\u001b[0m\u2028\u0085';

export interface CanaryStage {
  readonly stage: Stage;
  /** The Dialpad that the server asks, and what goes over that line. */
  readonly simulator: Simulator;
  readonly tap: DialpadTap;
  readonly proxy: DatabaseProxy;
  readonly server: TestServer;
  readonly reader: Tenant;
  readonly victim: Tenant;
  readonly operations: readonly ContractOperation[];
  readonly asker: ContractAsker;
  readonly canaries: Canaries;
  readonly idempotencyKey: string;
  /** What was answered as problems; more can be added. */
  readonly problems: string[];
  /** Ends the server: what it has shown of the canaries, and more of them, in its log, metrics and problems. */
  readonly finish: (more?: Canaries) => Promise<Shown>;
  readonly close: () => Promise<void>;
}

interface Shown extends ServerExit {
  readonly shown: readonly string[];
  readonly records: ReturnType<typeof logRecords>;
}

/** A server that says as much as it can, with secrets and people that must not be seen. */
export async function openCanaryStage(
  environment: Readonly<Record<string, string>>,
): Promise<CanaryStage> {
  const problems = tapProblems();
  const stage = await openStage();
  const proxy = await openProxy(stage.databaseUrl);
  const simulator = await openSimulator({ seed: 1 });
  const tap = await openTap(simulator.url);
  const server = await stage.start({
    environment: {
      DATABASE_URL: proxy.through(stage.databaseUrl),
      LOG_LEVEL: 'debug',
      TRUSTED_PROXY_HOPS: '1',
      RETRY_FIRST_MS: '1',
      RETRY_LONGEST_MS: '1',
      ...dialpadSettings(simulator),
      DIALPAD_SANDBOX_BASE_URL: tap.url,
      ...environment,
    },
  });
  const reader = await server.client.createTenant(WORDS.name);
  const victim = await server.client.createTenant(WORDS.message);
  const idempotencyKey = `once-${randomBytes(16).toString('hex')}`;
  const canaries: Canaries = {
    ...WORDS,
    ...testSecrets,
    databasePassword: new URL(stage.databaseUrl).password,
    dialpadKey: simulator.apiKey,
    oauthSecret: simulator.oauthClient.clientSecret,
    idempotencyKey,
    ...secretsOf('reader', reader),
    ...secretsOf('victim', victim),
  };
  return {
    stage,
    proxy,
    simulator,
    tap,
    server,
    reader,
    victim,
    canaries,
    idempotencyKey,
    problems,
    operations: await readContract(server.url),
    asker: contractAsker({ url: server.url, reader, victim }),

    async finish(more = {}) {
      const metrics = await (await operatorFetch(`${server.url}/metrics`)).text();
      const exit = await server.stop();
      const places = { log: exit.stdout + exit.stderr, metrics, problems: problems.join('\n') };
      const shown = Object.entries(places).flatMap(([place, text]) =>
        canariesIn(text, { ...canaries, ...more }).map((canary) => `${place}: ${canary}`),
      );
      return { ...exit, shown, records: logRecords(exit.stdout) };
    },

    async close() {
      await stage.close();
      await proxy.close();
      await tap.close();
      await simulator.stop();
    },
  };
}

/** A key's secret alone as well: its id may be seen. */
const secretsOf = (of: string, { apiKey, hookId, hookSecret }: Tenant): Canaries => ({
  [`${of}'s key`]: apiKey,
  [`${of}'s key's secret`]: apiKey.slice('raw_000000000000_'.length),
  [`${of}'s hook`]: hookId,
  [`${of}'s hook's secret`]: hookSecret,
});

const operatorFetch = (url: string): Promise<Response> =>
  fetch(url, { headers: { authorization: `Bearer ${testSecrets.INTERNAL_API_SECRET}` } });
