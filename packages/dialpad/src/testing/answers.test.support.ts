import { type Answer, answerJson } from './open-server.test.support.ts';

/** The answers in turn; the last one goes on. */
export function inTurn(...answers: readonly Answer[]): Answer {
  let next = 0;
  return (seen, response) => {
    answers[Math.min(next, answers.length - 1)]?.(seen, response);
    next += 1;
  };
}

export const status =
  (code: number, body = '', headers: Readonly<Record<string, string>> = {}): Answer =>
  (_seen, response) =>
    void response.writeHead(code, headers).end(body);

export const reset: Answer = (_seen, response) => void response.socket?.resetAndDestroy();

export const silent: Answer = () => undefined;

export const webhook: Answer = (_seen, response) =>
  answerJson(response, { id: 1, hook_url: 'https://cti.example' });

/** A byte now and then, and never the last. */
export const trickle: Answer = (_seen, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};
