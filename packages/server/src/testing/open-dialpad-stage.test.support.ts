import { openSimulator, type Simulator, type SimulatorOptions } from '@dialpad-cti/simulator';
import { z } from 'zod';

import { type Balancer, openBalancer } from './open-balancer.test.support.ts';
import { openStage, type Stage } from './open-stage.test.support.ts';
import type { TestServer } from './start-server.test.support.ts';
import { testSecrets } from './test-secrets.test.support.ts';

/** A stand-in Dialpad, a database, and servers behind one public address. */
export interface DialpadStage {
  readonly simulator: Simulator;
  readonly stage: Stage;
  /** The public address. Its servers are what Dialpad's deliveries and our own requests reach. */
  readonly balancer: Balancer;
  /** Starts a server that uses the stand-in, and puts it behind the public address unless told not to. */
  readonly start: (options?: StartOptions) => Promise<TestServer>;
  /** A request to the public address, as the operator. */
  readonly operate: (method: string, path: string, body?: unknown) => Promise<OperatorAnswer>;
  /** An app, set up in one call. */
  readonly setUpApp: (name: string) => Promise<SetUpApp>;
  readonly close: () => Promise<void>;
}

interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly isFaulty?: boolean;
  /** Behind the public address; true when absent. */
  readonly isReachable?: boolean;
}

interface OperatorAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface SetUpApp {
  readonly appId: string;
  readonly apiKey: string;
  readonly hookId: string;
  readonly webhookId: string;
}

const Body = z.record(z.string(), z.unknown());
const CreatedApp = z.object({ app_id: z.string(), api_key: z.string() });
const CreatedHook = z.object({ hook_id: z.string(), webhook_id: z.string() });

export async function openDialpadStage(
  options: Partial<SimulatorOptions> = {},
): Promise<DialpadStage> {
  const simulator = await openSimulator({ seed: 1, ...options });
  const stage = await openStage();
  const balancer = await openBalancer();

  const operate: DialpadStage['operate'] = async (method, path, body) => {
    const answer = await fetch(`${balancer.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${testSecrets.INTERNAL_API_SECRET}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : Body.parse(JSON.parse(text)) };
  };

  return {
    simulator,
    stage,
    balancer,
    async start({ environment = {}, isFaulty = false, isReachable = true } = {}) {
      const server = await stage.start({
        isFaulty,
        environment: {
          PUBLIC_URL: balancer.url,
          DIALPAD_SANDBOX_BASE_URL: simulator.url,
          DIALPAD_SANDBOX_CLIENT_ID: simulator.oauthClient.clientId,
          DIALPAD_SANDBOX_CLIENT_SECRET: simulator.oauthClient.clientSecret,
          DIALPAD_API_KEY: simulator.apiKey,
          ...environment,
        },
      });
      if (isReachable) balancer.pointTo(server.port);
      return server;
    },
    operate,
    async setUpApp(name) {
      const app = CreatedApp.parse((await operate('POST', '/internal/apps', { name })).body);
      const made = await operate('POST', `/internal/webhooks/create?app_id=${app.app_id}`, {});
      if (made.status !== 201) throw new Error(`the set-up was answered ${made.status}`);
      const hook = CreatedHook.parse(made.body);
      return {
        appId: app.app_id,
        apiKey: app.api_key,
        hookId: hook.hook_id,
        webhookId: hook.webhook_id,
      };
    },
    async close() {
      // Before the server goes, so that nothing is delivered to nobody.
      await simulator.stop();
      await stage.close();
      await balancer.close();
    },
  };
}
