import { z } from 'zod';

import type { Cli } from '../cli.ts';
import type { CliError } from '../cli-error.ts';
import { pathTo } from '../path-to.ts';
import { asked } from './asked.ts';
import { clockFinding } from './clock-finding.ts';
import { type Found, fail, ok, warn } from './finding.ts';

type DialpadCli = Pick<Cli, 'api' | 'name'>;

export interface DialpadOf {
  readonly appId: string;
  /** A webhook of the app is, or is to be, set up there. */
  readonly needsDialpad: boolean;
}

const Check = z.object({
  data: z.object({
    access: z.enum(['oauth', 'api-key']),
    user: z.object({ display_name: z.string().nullable() }),
    clock_skew_ms: z.number().nullable(),
    scopes: z.record(z.string(), z.boolean().nullable()),
  }),
});
type Check = z.infer<typeof Check>['data'];

/** Whether Dialpad takes the app's token, what it lets us do, and what the connection is. */
export async function examineDialpad(cli: DialpadCli, of: DialpadOf): Promise<readonly Found[]> {
  const { api } = cli;
  const answer = await asked(
    api.get(pathTo('/internal/apps', of.appId, 'dialpad'), 'operator'),
    Check,
  );
  if (answer.isErr()) return refusedFindings(cli, of, answer.error);
  const check = answer.value.data;
  const ofConnection = check.access === 'oauth' ? [await examineConnection(cli, of.appId)] : [];
  return [tokenFinding(check), ...scopeFindings(check), ...clockFindings(check), ...ofConnection];
}

const TROUBLES: ReadonlySet<string> = new Set(['dialpad-unavailable', 'dialpad-rate-limited']);

function refusedFindings(
  { name }: DialpadCli,
  { appId, needsDialpad }: DialpadOf,
  { code, message }: CliError,
): readonly Found[] {
  const connect = `${name} connect link ${appId}`;
  if (code === 'dialpad-not-connected') {
    const detail = 'the app has no connection, and there is no DIALPAD_API_KEY';
    const fix = `set DIALPAD_API_KEY, or: ${connect}`;
    return [needsDialpad ? fail('dialpad', detail, fix) : warn('dialpad', detail, fix)];
  }
  // It says nothing of the token.
  if (TROUBLES.has(code)) return [warn('dialpad', message, 'try again later')];
  const renew = `give the server the DIALPAD_API_KEY of its DIALPAD_ENVIRONMENT, or: ${connect}`;
  return [fail('dialpad', message, code === 'dialpad-unauthorized' ? renew : null)];
}

const tokenFinding = ({ access, user }: Check): Found =>
  ok(
    'dialpad',
    `takes the ${access === 'oauth' ? 'connection' : 'API key'} of ${user.display_name ?? 'an unnamed user'}`,
  );

const NEEDED_FOR: Readonly<Record<string, string>> = {
  'calls:list': 'lost events cannot be fetched',
  webhooks: 'webhooks cannot be set up',
};

const scopeFindings = ({ scopes }: Check): readonly Found[] =>
  Object.entries(scopes).map(([scope, isGiven]) => {
    if (isGiven) return ok('scope', scope);
    const consequence = `${scope} is missing: ${NEEDED_FOR[scope] ?? 'something will be refused'}`;
    const fix = 'use a key of an administrator, and have Dialpad approve the scope';
    return isGiven === null
      ? warn('scope', `whether ${scope} is given could not be found out`, 'try again later')
      : warn('scope', consequence, fix);
  });

const clockFindings = ({ clock_skew_ms: skewMs }: Check): readonly Found[] =>
  skewMs === null
    ? []
    : [clockFinding('dialpad-clock', "Dialpad's clock, by the server's,", skewMs)];

const Connection = z.object({
  data: z.object({ state: z.string(), expires_at: z.string().nullable() }),
});

async function examineConnection({ api, name }: DialpadCli, appId: string): Promise<Found> {
  const answer = await asked(
    api.get(pathTo('/internal/apps', appId, 'connection'), 'operator'),
    Connection,
  );
  if (answer.isErr()) return fail('connection', answer.error.message);
  const { state, expires_at: until } = answer.value.data;
  if (state !== 'connected') {
    return fail('connection', 'has to be authorised anew', `${name} connect link ${appId}`);
  }
  return ok('connection', until === null ? 'stands' : `stands; its token is good until ${until}`);
}
