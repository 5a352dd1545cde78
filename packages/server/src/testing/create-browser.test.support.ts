const ACCEPT = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

export interface Browser {
  /** What is kept, by name; of all hosts, since there is one of ours only. */
  readonly cookies: Map<string, Cookie>;
  /** Shows one page, and follows nothing by itself. */
  readonly open: (url: string, headers?: Readonly<Record<string, string>>) => Promise<Shown>;
  /** Presses the button of the page there. */
  readonly post: (url: string) => Promise<Shown>;
}

interface Cookie {
  readonly value: string;
  readonly path: string;
  /** All that was said of it, the value left out. */
  readonly attributes: readonly string[];
}

export interface Shown {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where it is sent on to; null: nowhere. */
  readonly location: string | null;
}

/** `names`: the origins that stand for others, as a name server and a balancer have it. */
export function createBrowser(names: Readonly<Record<string, string>> = {}): Browser {
  const cookies = new Map<string, Cookie>();

  function reached(url: string): string {
    const { origin } = new URL(url);
    return (names[origin] ?? origin) + url.slice(origin.length);
  }

  function keep(set: string): void {
    const [pair = '', ...attributes] = set.split('; ');
    const name = pair.slice(0, pair.indexOf('='));
    const path = attributes.find((one) => one.startsWith('Path='))?.slice('Path='.length) ?? '/';
    if (attributes.includes('Max-Age=0')) cookies.delete(name);
    else cookies.set(name, { value: pair.slice(name.length + 1), path, attributes });
  }

  async function ask(
    method: string,
    url: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Shown> {
    const { pathname } = new URL(url);
    const cookie = [...cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const answer = await fetch(reached(url), {
      method,
      redirect: 'manual',
      headers: { accept: ACCEPT, ...headers, ...(cookie === '' ? {} : { cookie }) },
    });
    for (const set of answer.headers.getSetCookie()) keep(set);
    return {
      status: answer.status,
      headers: answer.headers,
      text: await answer.text(),
      location: answer.headers.get('location'),
    };
  }

  return {
    cookies,
    open: (url, headers) => ask('GET', url, headers),
    post: (url) => ask('POST', url),
  };
}
