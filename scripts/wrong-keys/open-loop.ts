import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export interface Answered {
  /** 0: there was none. */
  readonly status: number;
  /** From when it was due, which may be before it could be sent. */
  readonly ms: number;
}

export interface LoopOptions {
  readonly port: number;
  readonly perSecond: number;
  readonly seconds: number;
  /** The key of the nth request. */
  readonly keyOf: (nth: number) => string;
}

const TURN_MS = 2;
/** The server takes 200 from one address. */
const CONNECTIONS = 80;

/** Sends on schedule, however slow the answers are. */
export async function openLoop(options: LoopOptions): Promise<readonly Answered[]> {
  const { port, perSecond, seconds, keyOf } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const running: Promise<Answered>[] = [];
  const begunAt = performance.now();
  while (running.length < perSecond * seconds) {
    const dueAt = begunAt + (running.length * 1000) / perSecond;
    if (dueAt > performance.now()) await delay(TURN_MS);
    else running.push(ask({ port, agent, key: keyOf(running.length), dueAt }));
  }
  const answers = await Promise.all(running);
  agent.destroy();
  return answers;
}

interface Question {
  readonly port: number;
  readonly agent: Agent;
  readonly key: string;
  readonly dueAt: number;
}

function ask({ port, agent, key, dueAt }: Question): Promise<Answered> {
  const { promise, resolve } = Promise.withResolvers<Answered>();
  const path = '/api/calls?limit=1';
  const headers = { 'x-app-api-key': key };
  const end = (status: number): void => resolve({ status, ms: performance.now() - dueAt });
  request({ host: '127.0.0.1', port, path, agent, headers }, (answer) => {
    answer.resume().once('end', () => end(answer.statusCode ?? 0));
  })
    .once('error', () => end(0))
    .end();
  return promise;
}
