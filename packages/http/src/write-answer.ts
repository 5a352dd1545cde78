import type { Exchange } from './exchange.ts';
import type { HttpFault } from './http-fault.ts';
import { HTML, PAGE_POLICY } from './pages/page.ts';
import { problemPage } from './pages/problem-page.ts';
import { type Problem, problemOf } from './problem.ts';
import type { Rendered } from './render-answer.ts';

export function writeAnswer(exchange: Exchange, outcome: Rendered | HttpFault): void {
  if (outcome.kind === 'rendered') {
    write(exchange, outcome);
    return;
  }
  const { problem, headers } = problemOf(outcome, exchange.state.requestId);
  exchange.state.code = problem.code;
  exchange.set({ ...headers });
  write(exchange, { status: problem.status, ...shown(exchange, problem) });
}

const PROBLEM = 'application/problem+json';

/** As a page where a browser asks for one, and for programs as data. */
function shown(exchange: Exchange, problem: Problem): Omit<Rendered, 'kind' | 'status'> {
  const isPage =
    exchange.state.showsPages === true && exchange.accepts([PROBLEM, 'html']) === 'html';
  return isPage
    ? { mediaType: HTML, content: problemPage(problem), contentSecurityPolicy: PAGE_POLICY }
    : { mediaType: PROBLEM, content: JSON.stringify(problem) };
}

function write(exchange: Exchange, answer: Omit<Rendered, 'kind'>): void {
  const { status, mediaType, content, contentSecurityPolicy, headers = {} } = answer;
  exchange.status = status;
  exchange.set('Content-Type', mediaType);
  if (contentSecurityPolicy !== undefined) {
    exchange.set('Content-Security-Policy', contentSecurityPolicy);
  }
  exchange.set({ ...headers });
  exchange.body = typeof content === 'string' ? content : viewOf(content);
}

/** Not a copy: a file of the documentation is large, and many may be slow to read it. */
const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
