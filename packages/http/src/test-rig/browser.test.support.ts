import type { Rig } from './open-rig.test.support.ts';

const ACCEPT = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

export type Browser = ReturnType<typeof createBrowser>;

/** Keeps the cookies that it is given, shows pages, and follows nothing by itself. */
export function createBrowser({ send }: Pick<Rig, 'send'>) {
  const cookies = new Map<string, string>();
  return {
    cookies,

    async open(path: string): Promise<Response> {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await send(path, {
        redirect: 'manual',
        headers: { accept: ACCEPT, ...(cookie === '' ? {} : { cookie }) },
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
