import { expect } from 'vitest';

import { type Browser, createBrowser } from './browser.test.support.ts';
import { type Json, jsonOf, type Rig, type Tenant } from './open-rig.test.support.ts';

export interface Begun {
  readonly browser: Browser;
  /** Where the browser was sent. */
  readonly goal: URL;
}

/** What an operator and an administrator of a Dialpad account do to connect an app of a rig. */
export function connecting(rig: Rig) {
  const newLink = async ({ appId }: Tenant): Promise<Json> => {
    const path = `/internal/apps/${appId}/connect-link`;
    return jsonOf(await rig.operator(path, undefined, { method: 'POST' }));
  };
  return {
    newLink,

    /** Up to Dialpad. */
    async begin(app: Tenant): Promise<Begun> {
      const browser = createBrowser(rig);
      const { connect_url: url } = await newLink(app);
      const answer = await browser.open(pathOf(url), 'POST');
      expect(answer.status).toBe(303);
      return { browser, goal: new URL(answer.headers.get('location') ?? '') };
    },

    /** Where Dialpad sends the browser when the administrator agrees. */
    agreed: (goal: URL) => callbackOf(goal, `&code=${rig.dialpad.agree(goal.href)}`),
  };
}

/** On the rig's own address. */
export const pathOf = (url: unknown): string => String(url).replace('http://localhost:4000', '');

export const callbackOf = (goal: URL, more: string): string =>
  `/auth/dialpad/callback?state=${goal.searchParams.get('state')}${more}`;

/** Of requests at once: which of them came first, nobody knows. */
export const statusesOf = (answers: readonly Response[]): readonly string[] =>
  answers.map(({ status }) => String(status)).toSorted();
