import { pickDeclared } from './answer/pick-declared.ts';
import type { Route, TextAnswer, TextBody } from './route.ts';

/** An answer as it goes out. */
export interface Rendered {
  readonly kind: 'rendered';
  readonly status: number;
  readonly mediaType: string;
  readonly content: string | Uint8Array;
  readonly contentSecurityPolicy?: string;
  readonly headers?: TextBody['headers'];
}

export type RenderAnswer = (answer: {
  readonly status: number;
  readonly body: unknown;
}) => Rendered;

export const JSON_MEDIA_TYPE = 'application/json';

/** Holds what a handler gives to what its route declares. */
export function createRenderAnswer({
  path,
  answers,
}: Pick<Route, 'path' | 'answers'>): RenderAnswer {
  const bodies = new Map(
    Object.entries(answers).map(([status, declared]) => [status, bodyOf(path, declared)]),
  );
  return ({ status, body }) => {
    const render = bodies.get(String(status));
    if (render === undefined) throw new Error(`${path} does not declare the answer ${status}`);
    return { kind: 'rendered', status, ...render(body) };
  };
}

type RenderBody = (body: unknown) => Omit<Rendered, 'kind' | 'status'>;

function bodyOf(path: string, declared: Route['answers'][number]): RenderBody {
  if ('mediaTypes' in declared) return textBody(path, declared);
  const pick = pickDeclared(declared);
  return (body) => ({ mediaType: JSON_MEDIA_TYPE, content: JSON.stringify(pick(body)) });
}

function textBody(path: string, declared: TextAnswer): RenderBody {
  const { mediaTypes, contentSecurityPolicy } = declared;
  const allowed: readonly string[] = declared.headers ?? [];
  return (body) => {
    // The types of `defineRoute` promise it, beyond what a list of routes can keep.
    const { mediaType, content, headers = {} } = body as TextBody;
    if (!mediaTypes.includes(mediaType)) {
      throw new Error(`${path} does not declare the media type ${mediaType}`);
    }
    for (const name of Object.keys(headers)) {
      if (!allowed.includes(name)) throw new Error(`${path} does not declare the header ${name}`);
    }
    return {
      mediaType,
      content,
      headers,
      ...(contentSecurityPolicy === undefined ? {} : { contentSecurityPolicy }),
    };
  };
}
