import { asKeeper } from './as-keeper.test.support.ts';
import { type Canaries, canariesIn } from './canaries.test.support.ts';
import { type Browser, createBrowser } from './create-browser.test.support.ts';
import { dumpTables } from './dump-tables.test.support.ts';
import {
  type Begun,
  begunByLink,
  type OAuthStage,
  openOAuthStage,
} from './open-oauth-stage.test.support.ts';
import type { TestServer } from './start-server.test.support.ts';

/** Two servers that apps are connected by. It keeps what passes, to say what was shown of it. */
export interface ConnectStage {
  readonly oauth: OAuthStage;
  readonly servers: readonly TestServer[];
  readonly newApp: () => Promise<string>;
  readonly newBrowser: () => Browser;
  /** Its answer is to hold no secret. */
  readonly operate: (method: string, path: string) => Promise<OperatorAnswer>;
  readonly connection: (appId: string) => Promise<OperatorAnswer>;
  readonly begin: (appId: string, browser?: Browser) => Promise<Begun>;
  /** The address of a connect link. */
  readonly newLink: (appId: string) => Promise<string>;
  readonly beginByLink: (link: string) => Promise<Begun>;
  /** One statement on what is kept of connections. */
  readonly change: (statement: string) => Promise<void>;
  /** Secrets so far, and where they show: in the log, in answers, or in the tables. */
  readonly exposed: () => Promise<Exposed>;
  readonly close: () => Promise<void>;
}

type OperatorAnswer = Awaited<ReturnType<OAuthStage['operate']>>;

interface Exposed {
  readonly secrets: number;
  readonly shown: readonly string[];
}

const ENVIRONMENT = {
  LOG_LEVEL: 'debug',
  RATE_LIMIT_OPERATOR: '100000',
  RATE_LIMIT_OPERATOR_FAILURES: '1000',
};

export async function openConnectStage(): Promise<ConnectStage> {
  const oauth = await openOAuthStage();
  const start = () => oauth.start({ environment: ENVIRONMENT });
  const servers = [await start(), await start()];
  const oneTime: string[] = [];
  const told: string[] = [];
  let apps = 0;

  function newBrowser(): Browser {
    const browser = createBrowser();
    return {
      ...browser,
      async open(url, headers) {
        const shown = await browser.open(url, headers);
        // Dialpad's own pages show what was sent there.
        if (!url.startsWith(oauth.tap.url)) told.push(shown.text);
        return shown;
      },
      async post(url) {
        const shown = await browser.post(url);
        told.push(shown.text);
        return shown;
      },
    };
  }

  async function operate(method: string, path: string): Promise<OperatorAnswer> {
    const answer = await oauth.operate(method, path);
    told.push(JSON.stringify(answer.body));
    return answer;
  }

  const kept = (begun: Begun): Begun => {
    oneTime.push(begun.state, begun.browserToken);
    return begun;
  };

  async function exposed(): Promise<Exposed> {
    const { tap, simulator, stage } = oauth;
    const passed = tap
      .tokenRequests()
      .flatMap(({ sent, given }) => [
        sent.code,
        sent.code_verifier,
        sent.refresh_token,
        given?.access_token,
        given?.refresh_token,
      ]);
    const secrets = [simulator.oauthClient.clientSecret, ...oneTime, ...passed].filter(
      (secret): secret is string => secret !== undefined && secret !== '',
    );
    const canaries: Canaries = Object.fromEntries(secrets.map((secret, nth) => [nth, secret]));
    const places = {
      log: {
        text: servers.map(({ output }) => output()).join('\n'),
        known: '/auth/dialpad/callback',
      },
      answers: { text: told.join('\n'), known: 'Connected to Dialpad' },
      tables: { text: (await dumpTables(stage)).toString('latin1'), known: 'Connecting 1' },
    };
    for (const [place, { text, known }] of Object.entries(places)) {
      if (!text.includes(known)) throw new Error(`${place} cannot be searched`);
    }
    const shown = Object.entries(places).flatMap(([place, { text }]) =>
      canariesIn(text, canaries).map((canary) => `${place}: ${canary}`),
    );
    return { secrets: new Set(secrets).size, shown };
  }

  return {
    oauth,
    servers,
    newApp: () => oauth.newApp(`Connecting ${++apps}`),
    newBrowser,
    operate,
    connection: (appId) => operate('GET', `/internal/apps/${appId}/connection`),
    begin: async (appId, browser = newBrowser()) => kept(await oauth.begin(appId, browser)),
    async newLink(appId) {
      const { status, body } = await oauth.operate('POST', `/internal/apps/${appId}/connect-link`);
      if (status !== 201) throw new Error(`the link was answered ${status}`);
      const link = String(body['connect_url']);
      oneTime.push(new URL(link).searchParams.get('link') ?? '');
      return link;
    },
    beginByLink: async (link) => kept(await begunByLink(newBrowser(), link)),
    change: (statement) => asKeeper(oauth.stage, statement),
    exposed,
    close: () => oauth.close(),
  };
}

/** The word of the problem that a page shows; null: it shows none. */
export const problemOf = (page: string): string | null =>
  /Problem ([\w-]+)/.exec(page)?.[1] ?? null;
