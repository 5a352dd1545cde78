import { signText } from '../../signing/sign-text.ts';
import type { Delivered } from '../api/api.ts';
import { refusalOf } from '../api/refusal-of.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { startProgress } from '../start-progress.ts';

export interface Sending {
  readonly path: string;
  readonly secret: string;
  readonly payloads: readonly string[];
  /** Events a second at most; as fast as they are answered without. */
  readonly rate?: number;
}

export interface Sent {
  /** How many had which result: `stored`, `duplicate`, … */
  readonly results: Readonly<Record<string, number>>;
}

/** As Dialpad does: an event that is answered 503 comes again after 2, 4 and 8 seconds. */
const RETRIES_MS = [2000, 4000, 8000];

/** One after the other. Rejects at the first that is refused: the others would be as well. */
export async function sendPayloads(cli: Cli, sending: Sending): Promise<Sent> {
  const { path, secret, payloads, rate } = sending;
  const results = new Map<string, number>();
  const progress = await startProgress(cli, 'events', payloads.length);
  const begunAt = cli.now();
  try {
    for (const [index, payload] of payloads.entries()) {
      if (rate !== undefined) await waitFor(cli, begunAt + (index * 1000) / rate);
      const { status, answer } = await deliver(cli, path, signText(payload, secret));
      if (status !== 200) throw refusedAt(index, refusalOf(status, answer, cli.name));
      const result = String(answer['result']);
      results.set(result, (results.get(result) ?? 0) + 1);
      progress.step();
    }
  } finally {
    progress.end();
  }
  return { results: Object.fromEntries(results) };
}

/** Whoever sends the rest needs to know where it ended. */
function refusedAt(sent: number, { exit, code, message }: CliError): CliError {
  return new CliError(exit, code, sent === 0 ? message : `${message} ${sent} were sent before it.`);
}

async function waitFor({ now, sleep }: Cli, at: number): Promise<void> {
  const wait = at - now();
  if (wait > 0) await sleep(wait);
}

async function deliver(
  { api, sleep, screen }: Cli,
  path: string,
  token: string,
): Promise<Delivered> {
  for (const wait of RETRIES_MS) {
    const delivered = await api.deliver(path, token);
    if (delivered.status !== 503) return delivered;
    screen.complain(`Answered 503; again in ${wait / 1000} s, as Dialpad does.\n`);
    await sleep(wait);
  }
  return api.deliver(path, token);
}
