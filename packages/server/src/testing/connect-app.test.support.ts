import { createBrowser } from './create-browser.test.support.ts';
import { agreed, type Begun, begunBy } from './open-oauth-stage.test.support.ts';
import type { TestServer } from './start-server.test.support.ts';
import { testSecrets } from './test-secrets.test.support.ts';

type Connected = Awaited<ReturnType<Begun['browser']['open']>>;

/** With the operator's secret, up to Dialpad's page. */
export const beginConnect = ({ url }: TestServer, appId: string): Promise<Begun> =>
  begunBy(createBrowser(), `${url}/auth/dialpad/connect?app_id=${appId}`, {
    authorization: `Bearer ${testSecrets.INTERNAL_API_SECRET}`,
  });

/** All of it: what the callback showed. */
export async function connectApp(
  server: TestServer,
  appId: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Connected> {
  const { browser, goal } = await beginConnect(server, appId);
  return browser.open(await agreed(browser, goal), headers);
}
