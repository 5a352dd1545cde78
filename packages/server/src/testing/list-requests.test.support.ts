import type { Simulator } from '@dialpad-cti/simulator';

export interface ListRequest {
  /** With its query. */
  readonly target: string;
  readonly status: number;
  /** Calls that started after, and before. Epoch ms; NaN where it was not said. */
  readonly after: number;
  readonly before: number;
  /** Calls a page; null: Dialpad's own number. */
  readonly limit: number | null;
}

/** For pages of Dialpad's call list, in their order. */
export function listRequests({ requests, url }: Pick<Simulator, 'requests' | 'url'>) {
  return requests().flatMap(({ target, status }): readonly ListRequest[] => {
    const { pathname, searchParams } = new URL(target, url);
    if (pathname !== '/api/v2/call') return [];
    const [after, before, limit] = ['started_after', 'started_before', 'limit'].map((name) =>
      searchParams.has(name) ? Number(searchParams.get(name)) : null,
    );
    return [{ target, status, after: after ?? NaN, before: before ?? NaN, limit: limit ?? null }];
  });
}
