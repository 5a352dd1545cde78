import { type ContractAsker, contractAsker } from './contract-asker.test.support.ts';
import { openStage, type Stage } from './open-stage.test.support.ts';
import { type ContractOperation, readContract } from './read-contract.test.support.ts';
import type { TestServer } from './start-server.test.support.ts';

export interface ContractStage {
  readonly stage: Stage;
  readonly server: TestServer;
  readonly operations: readonly ContractOperation[];
  readonly asker: ContractAsker;
}

/** A server with one app to read and one to do things to, and what its document says of it. */
export async function openContractStage(
  environment: Readonly<Record<string, string>> = {},
): Promise<ContractStage> {
  const stage = await openStage();
  const server = await stage.start({
    environment: {
      LOG_LEVEL: 'warn',
      TRUSTED_PROXY_HOPS: '1',
      RATE_LIMIT_PER_KEY: '1000000',
      RATE_LIMIT_OPERATOR: '1000000',
      RATE_LIMIT_KEY_FAILURES: '1000000',
      RATE_LIMIT_OPERATOR_FAILURES: '1000',
      // Browsers are sent there; nobody here asks it anything.
      DIALPAD_SANDBOX_CLIENT_ID: 'client',
      DIALPAD_SANDBOX_CLIENT_SECRET: 'secret-of-the-client',
      ...environment,
    },
  });
  const asker = contractAsker({
    url: server.url,
    reader: await server.client.createTenant('Reader'),
    victim: await server.client.createTenant('Victim'),
  });
  return { stage, server, operations: await readContract(server.url), asker };
}
