import type { Rig } from './open-rig.test.support.ts';

const ACCEPT = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

const FORM = 'application/x-www-form-urlencoded';

export type Browser = ReturnType<typeof createBrowser>;

/** Keeps the cookies that it is given, shows pages, and follows nothing by itself. */
export function createBrowser({ send }: Pick<Rig, 'send'>) {
  const cookies = new Map<string, string>();
  return {
    cookies,

    /** A page's form without fields is sent by POST. */
    async open(path: string, method: 'GET' | 'POST' = 'GET'): Promise<Response> {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await send(path, {
        method,
        redirect: 'manual',
        headers: {
          accept: ACCEPT,
          ...(cookie === '' ? {} : { cookie }),
          ...(method === 'POST' ? { 'content-type': FORM } : {}),
        },
        ...(method === 'POST' ? { body: '' } : {}),
      });
      for (const set of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        if (/;\s*Max-Age=0(;|$)/.test(set)) cookies.delete(name);
        else cookies.set(name, value);
      }
      return answer;
    },
  };
}
