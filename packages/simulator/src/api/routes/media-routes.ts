import type { Answer } from '../answer.ts';
import type { ApiDeps } from '../api-deps.ts';
import { refuse } from '../refuse.ts';
import type { ApiRequest, GuardedRoute } from '../route.ts';
import { readRange } from './read-range.ts';

const PATHS = ['/r/:id', '/v/:id', '/blob/adminrecording/:file'];

/** Recordings and voicemails, by the path of their links. */
export function mediaRoutes({ world }: ApiDeps): readonly GuardedRoute[] {
  const answer = ({ path, headers }: ApiRequest): Answer => {
    const audio = world.media.get(path);
    return audio === undefined ? refuse(404, `${path} not found`) : partOf(audio, headers['range']);
  };
  return PATHS.map((path) => ({
    method: 'GET' as const,
    path,
    perMinute: null,
    scope: 'recordings_export',
    answer,
  }));
}

function partOf(audio: Uint8Array, wanted: string | undefined): Answer {
  const headers = { 'Content-Type': 'audio/wav', 'Accept-Ranges': 'bytes' };
  const range = readRange(wanted, audio.length);
  switch (range.kind) {
    case 'all':
      return { status: 200, headers, body: audio };
    case 'part': {
      const { first, last } = range;
      const contentRange = `bytes ${first}-${last}/${audio.length}`;
      return {
        status: 206,
        headers: { ...headers, 'Content-Range': contentRange },
        body: audio.subarray(first, last + 1),
      };
    }
    case 'unsatisfiable':
      return { status: 416, headers: { 'Content-Range': `bytes */${audio.length}` }, body: null };
  }
}
