import type { Command } from 'commander';
import { z } from 'zod';

import { addExamples } from '../add-examples.ts';
import { queryOf } from '../api/query-of.ts';
import type { Cli } from '../cli.ts';
import { confirm } from '../confirm.ts';
import { addListOptions, wholeNumber } from '../options.ts';
import { fields } from '../output/fields.ts';
import { show } from '../output/show.ts';
import { type ListOptions, showList } from '../output/show-list.ts';
import { table } from '../output/table.ts';
import { pathTo } from '../path-to.ts';
import { usageError } from '../usage-error.ts';
import { AUDIT_COLUMNS } from './audit.ts';

interface KeyOptions {
  readonly name: string;
  readonly overlap?: number;
  readonly expiresAt?: string;
}

interface Named {
  readonly name?: string;
}

interface RevokeOptions extends Named {
  readonly key?: string;
  readonly yes?: boolean;
}

const LONGEST_OVERLAP_S = 2_592_000;

const Rotated = z.object({
  app_id: z.string(),
  key_id: z.string(),
  name: z.string(),
  api_key: z.string(),
  expires_at: z.string().nullable(),
  replaced: z.object({ key_id: z.string(), expires_at: z.string().nullable() }).nullable(),
  message: z.string(),
});

const Listed = z.object({ data: z.array(z.object({ state: z.string() })) });

const Revoked = z.object({
  data: z.array(z.record(z.string(), z.unknown())),
  message: z.string(),
});

/** The keys by which client programs prove themselves. */
export function addKeysCommands(program: Command, cli: Cli): void {
  const keys = program.command('keys').description("an app's API keys");
  addRotation(keys, cli);

  addListOptions(keys.command('list').description('all keys of an app, and what became of each'))
    .argument('<app_id>')
    .option('--name <name>', 'of this name only')
    .action((appId: string, { name, ...options }: ListOptions & Named) =>
      showList(cli, { ...LIST, path: keysPath(appId, 'status'), filters: { name } }, options),
    );

  const revoke = keys
    .command('revoke')
    .description('end keys at once: those of a name, one, or all of the app')
    .argument('<app_id>')
    .option('--name <name>', 'the keys of this name')
    .option('--key <key_id>', 'this one key')
    .option('--yes', 'all keys of the app, without asking')
    .action((appId: string, options: RevokeOptions) => revokeKeys(cli, appId, options));
  addExamples(revoke, 'cti keys revoke <app_id> --name default');

  addListOptions(keys.command('audit').description('who made, rotated and revoked its keys'))
    .argument('<app_id>')
    .option('--name <name>', 'of this name only')
    .action((appId: string, { name, ...options }: ListOptions & Named) =>
      showList(cli, { ...AUDIT, path: keysPath(appId, 'audit'), filters: { name } }, options),
    );
}

const keysPath = (appId: string, ...parts: readonly string[]): string =>
  pathTo('/internal/apps', appId, 'api-key', ...parts);

function addRotation(keys: Command, cli: Cli): void {
  const expiresAt = [
    '--expires-at <time>',
    'ends by itself, such as 2027-01-31T00:00:00Z',
  ] as const;
  const create = keys
    .command('create')
    .description('make a key with a name of its own, beside those that there are')
    .argument('<app_id>')
    .requiredOption('--name <name>', 'such as portal or nightly-import')
    .option(...expiresAt)
    .action((appId: string, options: KeyOptions) => createKey(cli, appId, options));
  addExamples(create, 'cti keys create <app_id> --name portal');

  const rotate = keys
    .command('rotate')
    .description('replace the key of a name; with --overlap the old one goes on for a while')
    .argument('<app_id>')
    .option('--name <name>', 'such as portal or nightly-import', 'default')
    .option(
      '--overlap <seconds>',
      'so long the key that had this name opens as well; it ends at once without',
      wholeNumber(0, LONGEST_OVERLAP_S),
    )
    .option(...expiresAt)
    .action((appId: string, options: KeyOptions) =>
      makeKey(cli, appId, { options, ofOld: 'A key that had this name before opens nothing now.' }),
    );
  addExamples(rotate, 'cti keys rotate <app_id> --overlap 3600');
}

/** To make a key and to replace one are the same request: who means the one must not do the other. */
async function createKey(cli: Cli, appId: string, options: KeyOptions): Promise<void> {
  const { name } = options;
  const path = keysPath(appId, 'status') + queryOf({ name, limit: 1 });
  const [newest] = Listed.parse(await cli.api.get(path, 'operator')).data;
  if (newest?.state === 'active') {
    throw usageError(
      `The app has a key called ${name}: take another name, or replace it by rotate.`,
    );
  }
  await makeKey(cli, appId, { options, ofOld: null });
}

interface Making {
  readonly options: KeyOptions;
  /** What became of the key before, when the server says of none that it goes on. */
  readonly ofOld: string | null;
}

async function makeKey(cli: Cli, appId: string, { options, ofOld }: Making): Promise<void> {
  const answer = await cli.api.post(keysPath(appId), {
    name: options.name,
    overlap_seconds: options.overlap,
    expires_at: options.expiresAt,
  });
  show(cli, answer, () => {
    const { message, replaced, ...key } = Rotated.parse(answer);
    const old =
      replaced === null
        ? ofOld
        : `The key before, ${replaced.key_id}, opens until ${replaced.expires_at ?? '–'}.`;
    const lines = [message, '', fields(key), '', 'The key is shown only now.'];
    return [...lines, ...(old === null ? [] : [old])].join('\n');
  });
}

async function revokeKeys(cli: Cli, appId: string, options: RevokeOptions): Promise<void> {
  const { name, key, yes } = options;
  if (name === undefined && key === undefined) {
    await confirm(cli, `Revoke every key of app ${appId}? Its programs are shut out at once.`, yes);
  }
  const answer = await cli.api.post(keysPath(appId, 'revoke'), { name, key_id: key });
  show(cli, answer, () => {
    const { data: revoked, message } = Revoked.parse(answer);
    const rows = revoked.length === 0 ? [] : [table(LIST.columns, revoked, cli.screen)];
    return [message, ...rows].join('\n');
  });
}

const LIST = {
  as: 'operator',
  none: 'The app has no key.',
  columns: [
    ['KEY ID', 'key_id'],
    ['NAME', 'name'],
    ['STATE', 'state'],
    ['CREATED', 'created_at'],
    ['EXPIRES', 'expires_at'],
    ['REVOKED', 'revoked_at'],
    ['LAST USED', 'last_used_at'],
  ],
} as const;

const AUDIT = {
  as: 'operator',
  none: 'Nothing was done to keys of this app.',
  columns: AUDIT_COLUMNS,
} as const;
