import { randomBytes } from 'node:crypto';

import { asKeeper } from './as-keeper.test.support.ts';
import { ask, type Question } from './ask.test.support.ts';
import type { Canaries } from './canaries.test.support.ts';
import { createBrowser } from './create-browser.test.support.ts';
import { agreed, begunByLink, type OAuthStage } from './open-oauth-stage.test.support.ts';
import { testSecrets } from './test-secrets.test.support.ts';

const APPS = 12;
/** Dialpad takes ten subscriptions of a kind from a company. */
const REGISTERED = 8;
const PENDING = 6;

export interface Planted {
  /** By what they are. */
  readonly secrets: Canaries;
  readonly apps: readonly PlantedApp[];
}

interface PlantedApp {
  readonly appId: string;
  /** On our side only, rotated once: both of its secrets verify. */
  readonly hookId: string;
  readonly hookSecrets: readonly string[];
  /** The request that created the app, to be repeated. */
  readonly creation: Question & { readonly headers: Readonly<Record<string, string>> };
}

/** Has secrets of every kind pass through the server into its database, all of them its own doing. */
export async function plantSecrets(oauth: OAuthStage): Promise<Planted> {
  const { balancer, simulator, tap, stage } = oauth;
  const secrets: Record<string, string> = {};
  let names = 0;
  const keep = (kind: string, secret: unknown): string => {
    if (typeof secret !== 'string' || secret === '') throw new Error(`there is no ${kind}`);
    secrets[`${kind} ${++names}`] = secret;
    return secret;
  };
  const freshText = (kind: string): string => keep(kind, randomBytes(24).toString('base64url'));
  const operate = async (path: string, question: Question = {}) =>
    (await ask(`${balancer.url}${path}`, { method: 'POST', body: {}, ...question })).body;
  const onceOnly = () => ({ 'idempotency-key': freshText('idempotency key') });

  const newLink = async (appId: string): Promise<string> => {
    const { connect_url: link } = await operate(`/internal/apps/${appId}/connect-link`, {
      headers: onceOnly(),
    });
    keep('link', new URL(String(link)).searchParams.get('link'));
    return String(link);
  };

  async function begin(appId: string) {
    const begun = await begunByLink(createBrowser(), await newLink(appId));
    keep('state', begun.state);
    keep('cookie', begun.browserToken);
    return begun;
  }

  async function plantApp(nth: number): Promise<PlantedApp> {
    const creation = { body: { name: `Planted ${nth}` }, headers: onceOnly() };
    const { app_id: id, api_key: key } = await operate('/internal/apps', creation);
    const appId = String(id);
    keep("key's secret", String(key).slice('raw_000000000000_'.length));

    const { browser, goal } = await begin(appId);
    const callback = await agreed(browser, goal);
    const { status } = await browser.open(callback);
    if (status !== 200) throw new Error(`the callback was answered ${status}`);

    const given = freshText('hook secret');
    const created = `/internal/webhooks/create?app_id=${appId}`;
    const ours = { register: false, webhook_secret: given };
    const { hook_id: hookId } = await operate(created, { body: ours, headers: onceOnly() });
    const rotation = `/internal/webhooks/${String(hookId)}/rotate-secret`;
    const { webhook_secret: rotated } = await operate(rotation, { headers: onceOnly() });
    const hookSecrets = [given, keep('rotated hook secret', rotated)];
    if (nth < REGISTERED) {
      const { hook_id: registered } = await operate(created, { headers: onceOnly() });
      noteWebhooks();
      if (nth % 2 === 0) await operate(`/internal/webhooks/${String(registered)}/rotate-secret`);
    }
    return { appId, hookId: String(hookId), hookSecrets, creation };
  }

  /** What Dialpad was told to sign with. */
  const noteWebhooks = (): void => {
    for (const { secret } of simulator.setUp().webhooks) keep('registered hook secret', secret);
  };

  const apps: PlantedApp[] = [];
  for (let nth = 0; nth < APPS; nth += 1) apps.push(await plantApp(nth));
  noteWebhooks();

  // Half of them have new tokens by now.
  const aged = apps.slice(0, APPS / 2).map(({ appId }) => appId);
  await asKeeper(
    stage,
    `UPDATE dialpad_connections SET expires_at = now() - interval '1 s',
       obtained_at = now() - interval '1 h'
     WHERE app_id::text IN ('${aged.join("', '")}')`,
  );
  for (const appId of aged) await ask(`${balancer.url}/internal/apps/${appId}/dialpad`);
  for (const { sent, given } of tap.tokenRequests()) {
    if (sent.code !== undefined) keep('code', sent.code);
    if (sent.code_verifier !== undefined) keep('verifier', sent.code_verifier);
    keep('access token', given?.access_token);
    keep('refresh token', given?.refresh_token);
  }

  for (const { appId } of apps.slice(0, PENDING)) {
    await begin(appId);
    await newLink(appId);
  }
  keep("client's secret", simulator.oauthClient.clientSecret);
  keep("Dialpad's key", simulator.apiKey);
  for (const [name, secret] of Object.entries(testSecrets)) keep(name, secret);
  return { secrets, apps };
}
