import type { DialpadError, DialpadMedia } from '@dialpad-cti/core';
import { err, ok, type Result, ResultAsync } from 'neverthrow';

import type { ApiRequest } from '../requests/api-request.ts';
import type { CallDialpad } from '../requests/create-call-dialpad.ts';
import { GET_MEDIA, GET_USER } from '../requests/endpoints.ts';
import { urlOf } from '../requests/url-of.ts';
import type { Settings } from '../settings.ts';
import type { Answer } from '../transport/reply.ts';
import { mediaBody } from './media-body.ts';
import { mediaUrl, redirectUrl } from './media-links.ts';

type Opened = Result<DialpadMedia, DialpadError>;

const RANGE = /^bytes=[\d,\s-]{1,100}$/;
/** A page or a list of errors, which must not pass for audio. */
const NOT_AUDIO = /^(text\/|application\/(json|xml|xhtml))/i;

/**
 * The audio behind a link. A redirect is followed once, without the token, to Dialpad's own hosts and
 * to those that the settings name.
 */
export async function openMedia(
  call: CallDialpad,
  settings: Settings,
  { url, range }: { readonly url: string; readonly range: string | undefined },
): Promise<Opened> {
  const link = URL.parse(url);
  const place = link === null ? null : mediaUrl(link, settings.baseUrl);
  if (place === null) return rejected('not a link of Dialpad');
  if (range !== undefined && !RANGE.test(range)) return rejected('not a range of bytes');
  const request: ApiRequest = {
    endpoint: GET_MEDIA,
    url: place,
    headers: range === undefined ? {} : { range },
    isStream: true,
    secrets: [url],
  };
  const answer = await askWithToken(call, request, settings);
  if (answer.isErr()) return err(answer.error);
  const location = locationOf(answer.value, place);
  if (location === null) return mediaOf(answer.value, settings);
  const next = redirectUrl(location, settings);
  if (next === null) return rejected(`redirected to ${location.host}`);
  const moved = await call({ ...request, url: next, isWithToken: false });
  return moved
    .mapErr((error) => (isRefusal(error) ? REJECTED_THERE : error))
    .andThen((one) => mediaOf(one, settings));
}

/**
 * A 401 is about the token or about the link. Another request tells which, and if it was the token it
 * has been renewed by then.
 */
async function askWithToken(
  call: CallDialpad,
  request: ApiRequest,
  { baseUrl }: Settings,
): Promise<Result<Answer, DialpadError>> {
  const first = await call(request);
  if (first.isOk() || !isRefusal(first.error)) return first;
  const me = urlOf({ baseUrl, path: GET_USER.path, id: 'me' });
  const whose = await me.asyncAndThen((url) => new ResultAsync(call({ endpoint: GET_USER, url })));
  if (whose.isErr()) return whose;
  const second = await call(request);
  return second.mapErr((error) => (isRefusal(error) ? FORBIDDEN : error));
}

function isRefusal({ kind }: DialpadError): boolean {
  return kind === 'dialpad-unauthorized';
}

const FORBIDDEN: DialpadError = { kind: 'dialpad-forbidden', scope: GET_MEDIA.scope };
const REJECTED_THERE: DialpadError = {
  kind: 'dialpad-rejected',
  status: 401,
  detail: 'HTTP 401 after a redirect',
};

function locationOf({ status, header }: Answer, from: URL): URL | null {
  return status < 300 ? null : URL.parse(header('location') ?? '', from.href);
}

function mediaOf({ status, header, stream }: Answer, { timeouts }: Settings): Opened {
  if (stream === null) return rejected(`HTTP ${status}`);
  const contentType = header('content-type');
  if (contentType !== null && NOT_AUDIO.test(contentType)) {
    stream.destroy();
    return rejected('not audio');
  }
  const length = header('content-length');
  return ok({
    status: status === 206 ? 206 : 200,
    contentType,
    contentLength: length === null ? null : Number(length),
    contentRange: header('content-range'),
    body: mediaBody(stream, timeouts.idleMs),
  });
}

function rejected(detail: string): Result<never, DialpadError> {
  return err({ kind: 'dialpad-rejected', status: null, detail });
}
