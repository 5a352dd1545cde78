import type { DialpadError, TokenSource } from '@dialpad-cti/core';
import { err, ok, type Result } from 'neverthrow';

import { backOff } from '../limits/back-off.ts';
import type { Turns } from '../limits/create-turns.ts';
import { retryAfter } from '../limits/retry-after.ts';
import type { Answer, Reply } from '../transport/reply.ts';
import type { ApiRequest } from './api-request.ts';
import { judge, type Verdict } from './judge.ts';
import { refusalOf } from './refusal-of.ts';
import { type Line, sendOnce } from './send-once.ts';
import { unavailable } from './unavailable.ts';

/** One request in its turn, repeated where that can do no harm. Never rejects. */
export type CallDialpad = (request: ApiRequest) => Promise<Result<Answer, DialpadError>>;

export interface CallDialpadDeps extends Line {
  readonly tokens: TokenSource;
  readonly turns: Turns;
}

const MOST_TRIES = 3;
const A_MINUTE = 60_000;

/** How far a request has come. */
interface Course {
  readonly token: string | null;
  readonly isRenewed: boolean;
  readonly tries: number;
  /** Of the first try, ms on the clock that is never set. */
  readonly sentAt: number;
  /** One of the tries may have been carried out. */
  readonly isUnclear: boolean;
}

type Step =
  | { readonly kind: 'end'; readonly result: Result<Answer, DialpadError> }
  | { readonly kind: 'again'; readonly waitMs: number; readonly course: Course };

export function createCallDialpad(deps: CallDialpadDeps): CallDialpad {
  const { settings, tokens, turns } = deps;
  const { timeouts, elapsed, now, random } = settings;

  return async (request) => {
    const token = await firstToken(request);
    if (token.isErr()) return err(token.error);
    let course: Course = {
      token: token.value,
      isRenewed: false,
      tries: 0,
      sentAt: Number.NaN,
      isUnclear: false,
    };
    for (;;) {
      const reply = await inTurn(request, course);
      if (reply.isErr()) return err(reply.error);
      const sentAt = Number.isNaN(course.sentAt) ? elapsed() : course.sentAt;
      const sent = { ...course, sentAt, tries: course.tries + 1 };
      const step = await next(request, sent, judge(reply.value));
      if (step.kind === 'end') return step.result;
      if (step.waitMs > 0) await waited(step.waitMs);
      ({ course } = step);
    }
  };

  async function firstToken(request: ApiRequest): Promise<Result<string | null, DialpadError>> {
    return request.isWithToken === false ? ok(null) : await tokens.token();
  }

  async function inTurn(
    request: ApiRequest,
    { token, isUnclear }: Course,
  ): Promise<Result<Reply, DialpadError>> {
    const { method, path, perMinute } = request.endpoint;
    const turn = await turns.take({
      endpoint: `${method} ${path}`,
      limit: { count: perMinute, spanMs: A_MINUTE },
      patienceMs: timeouts.queueMs,
    });
    if (turn.kind === 'closed') return err(unavailable(isUnclear, 'the client is closed'));
    if (turn.kind === 'too-late') return err(rateLimited(turn.waitMs));
    const reply = await sendOnce(deps, request, token);
    turn.end();
    return reply === null
      ? err(unavailable(isUnclear, 'Dialpad failed many times in a row'))
      : ok(reply);
  }

  async function next(request: ApiRequest, course: Course, verdict: Verdict): Promise<Step> {
    const { method, scope } = request.endpoint;
    const isChange = method !== 'GET';
    switch (verdict.kind) {
      case 'done':
        return end(ok(verdict.answer));
      case 'refused': {
        const { answer } = verdict;
        // It was carried out at the try that had no answer.
        if (method === 'DELETE' && course.isUnclear && answer.status === 404)
          return end(ok(answer));
        // Where it leads decides whether it is followed.
        if (request.isStream === true && isRedirect(answer)) return end(ok(answer));
        const secrets = [...(request.secrets ?? []), course.token ?? ''];
        return end(err(refusalOf({ answer, scope, secrets })));
      }
      case 'token-refused':
        // Some links are for people only: their 401 must not cost the app its token.
        return request.isStream === true
          ? end(err({ kind: 'dialpad-unauthorized' }))
          : renewed(course);
      case 'too-many':
        return afterTooMany(course, verdict.retryAfter);
      case 'unusable':
        return end(err(unavailable(isChange, verdict.cause)));
      case 'trouble': {
        const isUnclear = course.isUnclear || (isChange && verdict.isSent);
        const giveUp = end(err(unavailable(isUnclear, verdict.cause)));
        if (method === 'POST' && verdict.isSent) return giveUp;
        return again({ ...course, isUnclear }, waitOf(course)) ?? giveUp;
      }
    }
  }

  async function renewed(course: Course): Promise<Step> {
    if (course.isRenewed || course.token === null)
      return end(err({ kind: 'dialpad-unauthorized' }));
    const token = await tokens.renewed(course.token);
    if (token.isErr()) return end(err(token.error));
    const tries = course.tries - 1;
    return {
      kind: 'again',
      waitMs: 0,
      course: { ...course, token: token.value, isRenewed: true, tries },
    };
  }

  /** The whole company waits, since the limit is the company's. */
  function afterTooMany(course: Course, header: string | null): Step {
    const waitMs = retryAfter(header, now()) ?? waitOf(course);
    turns.pause(waitMs);
    return again(course, waitMs) ?? end(err(rateLimited(waitMs)));
  }

  function again(course: Course, waitMs: number): Step | null {
    const isInTime = elapsed() + waitMs - course.sentAt <= timeouts.repeatWithinMs;
    return course.tries < MOST_TRIES && isInTime ? { kind: 'again', waitMs, course } : null;
  }

  function waitOf({ tries }: Course): number {
    return backOff({ tries, firstWaitMs: timeouts.firstWaitMs, random: random() });
  }

  function rateLimited(waitMs: number): DialpadError {
    return { kind: 'dialpad-rate-limited', retryAt: Math.ceil(now() + waitMs) };
  }
}

function isRedirect({ status, header }: Answer): boolean {
  return status >= 300 && status < 400 && header('location') !== null;
}

function end(result: Result<Answer, DialpadError>): Step {
  return { kind: 'end', result };
}

function waited(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
