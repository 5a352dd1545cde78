import type { SimulatorOptions } from '@dialpad-cti/simulator';
import { z } from 'zod';

import { type Browser, createBrowser, type Shown } from './create-browser.test.support.ts';
import { type DialpadStage, openDialpadStage } from './open-dialpad-stage.test.support.ts';
import { type DialpadTap, openTap } from './open-tap.test.support.ts';
import { testSecrets } from './test-secrets.test.support.ts';

/** A stage whose servers are Dialpad's OAuth client, with a look at what goes over that line. */
export interface OAuthStage extends Omit<DialpadStage, 'setUpApp'> {
  readonly tap: DialpadTap;
  /** Its id. */
  readonly newApp: (name: string) => Promise<string>;
  /** Up to Dialpad, with the operator's secret. */
  readonly begin: (appId: string, browser?: Browser) => Promise<Begun>;
  /** All of it, as the user with this id agrees (an administrator when there is none). */
  readonly connect: (appId: string, userId?: string) => Promise<void>;
}

export interface Begun {
  readonly browser: Browser;
  /** Dialpad's page. */
  readonly goal: URL;
  readonly state: string;
  /** Of the cookie. */
  readonly browserToken: string;
}

const CreatedApp = z.object({ app_id: z.string() });

export async function openOAuthStage(options: Partial<SimulatorOptions> = {}): Promise<OAuthStage> {
  const dialpad = await openDialpadStage({ hasLimits: false, ...options });
  const tap = await openTap(dialpad.simulator.url);

  const begin: OAuthStage['begin'] = async (appId, browser = createBrowser()) => {
    const url = `${dialpad.balancer.url}/auth/dialpad/connect?app_id=${appId}`;
    return begunBy(browser, url, { authorization: `Bearer ${testSecrets.INTERNAL_API_SECRET}` });
  };

  return {
    ...dialpad,
    tap,
    start: ({ environment = {}, ...more } = {}) =>
      dialpad.start({
        ...more,
        environment: { DIALPAD_SANDBOX_BASE_URL: tap.url, ...environment },
      }),
    newApp: async (name) =>
      CreatedApp.parse((await dialpad.operate('POST', '/internal/apps', { name })).body).app_id,
    begin,
    async connect(appId, userId) {
      const { browser, goal } = await begin(appId);
      const { status } = await browser.open(await agreed(browser, goal, userId));
      if (status !== 200) throw new Error(`the callback was answered ${status}`);
    },
    async close() {
      await dialpad.close();
      await tap.close();
    },
  };
}

/** From a connect URL to Dialpad's page. */
export async function begunBy(
  browser: Browser,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Begun> {
  return sentOn(browser, await browser.open(url, headers));
}

/** From a connect link to Dialpad's page. */
export async function begunByLink(browser: Browser, link: string): Promise<Begun> {
  const { status, text } = await browser.open(link);
  if (status !== 200 || !text.includes('<form method="post">')) {
    throw new Error(`the link was answered ${status}: ${text}`);
  }
  return sentOn(browser, await browser.post(link));
}

function sentOn(browser: Browser, { status, location }: Shown): Begun {
  if (location === null) throw new Error(`connect was answered ${status}`);
  const goal = new URL(location);
  return {
    browser,
    goal,
    state: goal.searchParams.get('state') ?? '',
    browserToken: browser.cookies.get('dialpad_connect')?.value ?? '',
  };
}

/** Where Dialpad sends the browser on to, when somebody there agrees. */
export function agreed(browser: Browser, goal: URL, userId?: string): Promise<string> {
  return answered(browser, goal, { approve: '1', ...(userId && { user_id: userId }) });
}

/** The same with any answer to Dialpad's page. */
export async function answered(
  browser: Browser,
  goal: URL,
  answer: Readonly<Record<string, string>>,
): Promise<string> {
  const url = new URL(goal);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  const { location, text } = await browser.open(url.href);
  if (location === null) throw new Error(`Dialpad did not send the browser on: ${text}`);
  return location;
}
