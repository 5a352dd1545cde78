import type { DialpadError, DialpadItems } from '@dialpad-cti/core';
import { err, type Result } from 'neverthrow';
import type { z } from 'zod';

import type { CallDialpad } from '../requests/create-call-dialpad.ts';
import type { Endpoint } from '../requests/endpoints.ts';
import { readAnswer, readValue } from '../requests/read-answer.ts';
import { unavailable } from '../requests/unavailable.ts';
import { urlOf } from '../requests/url-of.ts';
import { Page } from '../wire/page.ts';

export interface PagesDeps {
  readonly call: CallDialpad;
  readonly baseUrl: URL;
}

interface PagesRequest<Item> {
  readonly endpoint: Endpoint;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly item: z.ZodType<Item>;
  readonly secrets?: readonly string[];
  /** Items that cannot be read; without it the list ends with the first. */
  readonly unreadable?: 'left-out';
}

export type Pages = <Item>(request: PagesRequest<Item>) => DialpadItems<Item>;

/** A list that goes on for so long without an item has no end. */
const MOST_EMPTY_PAGES = 100;

export function createPages({ call, baseUrl }: PagesDeps): Pages {
  type Read = Result<z.output<typeof Page>, DialpadError>;

  async function readPage(request: PagesRequest<unknown>, cursor: string | null): Promise<Read> {
    const { endpoint, query, secrets = [] } = request;
    const url = urlOf({
      baseUrl,
      path: endpoint.path,
      query: { ...query, cursor: cursor ?? undefined },
    });
    if (url.isErr()) return err(url.error);
    const answer = await call({ endpoint, url: url.value, secrets });
    return answer.andThen(({ text }) => readAnswer(text, Page, false));
  }

  return (request) => ({
    async *[Symbol.asyncIterator]() {
      const seen = new Set<string>();
      let cursor: string | null = null;
      let emptyPages = 0;
      do {
        const page: Read = await readPage(request, cursor);
        if (page.isErr()) return yield err(page.error);
        for (const value of page.value.items) {
          const item = readValue(value, request.item, false);
          if (item.isErr() && request.unreadable === 'left-out') continue;
          yield item;
          if (item.isErr()) return;
        }
        ({ cursor } = page.value);
        emptyPages = page.value.items.length === 0 ? emptyPages + 1 : 0;
        if (cursor !== null && (seen.has(cursor) || emptyPages >= MOST_EMPTY_PAGES)) {
          return yield err(unavailable(false, 'the list has no end'));
        }
        if (cursor !== null) seen.add(cursor);
      } while (cursor !== null);
    },
  });
}
