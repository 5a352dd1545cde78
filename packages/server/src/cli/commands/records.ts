import type { Command } from 'commander';

import { addExamples } from '../add-examples.ts';
import type { Cli } from '../cli.ts';
import { addListOptions } from '../options.ts';
import { type ListOptions, type ListView, showList } from '../output/show-list.ts';
import { showRecord } from '../output/show-record.ts';
import { pathTo } from '../path-to.ts';

/** A kind of record as a client app reads it. */
interface RecordKind {
  readonly command: string;
  readonly description: string;
  readonly filters: readonly (readonly [flag: string, description: string])[];
  readonly columns: ListView['columns'];
}

const PARTY = [
  ['--user-id <id>', 'of this Dialpad user'],
  ['--number <number>', 'of this number on either side, such as +14155550100'],
] as const;

const CALLS: RecordKind = {
  command: 'calls',
  description: "calls, as an app's program reads them",
  filters: [
    ['--status <statuses>', 'such as ringing; several by commas'],
    ['--outcome <outcomes>', 'such as missed; several by commas'],
    ['--direction <direction>', 'inbound or outbound'],
    ...PARTY,
    ['--call-center-id <id>', 'of this call center'],
    ['--started-after <time>', 'such as 2026-09-01T12:00:00Z'],
    ['--started-before <time>', 'the same'],
    ['--sort <field>', 'started_at, duration or quality; - in front for descending'],
  ],
  columns: [
    ['CALL ID', 'dialpad_call_id'],
    ['STARTED', 'started_at'],
    ['FROM', 'from_number'],
    ['TO', 'to_number'],
    ['DIRECTION', 'direction'],
    ['STATUS', 'status'],
    ['OUTCOME', 'outcome'],
    ['TALK S', ({ talk_time_ms: ms }) => (typeof ms === 'number' ? Math.round(ms / 1000) : null)],
  ],
};

const OTHERS: readonly RecordKind[] = [
  {
    command: 'messages',
    description: 'texts, the same way',
    filters: [
      ['--status <statuses>', 'such as failed; several by commas'],
      ['--direction <direction>', 'inbound or outbound'],
      ...PARTY,
      ['--sent-after <time>', 'such as 2026-09-01T12:00:00Z'],
      ['--sent-before <time>', 'the same'],
    ],
    columns: [
      ['MESSAGE ID', 'dialpad_message_id'],
      ['SENT', 'sent_at'],
      ['FROM', 'from_number'],
      ['TO', 'to_number'],
      ['DIRECTION', 'direction'],
      ['STATUS', 'status'],
      ['TEXT', 'text'],
    ],
  },
  {
    command: 'voicemails',
    description: 'voicemails, the same way',
    filters: [
      ...PARTY,
      ['--received-after <time>', 'such as 2026-09-01T12:00:00Z'],
      ['--received-before <time>', 'the same'],
    ],
    columns: [
      ['ID', 'id'],
      ['RECEIVED', 'received_at'],
      ['FROM', 'from_number'],
      ['TO', 'to_number'],
      ['TRANSCRIPT', 'transcript'],
    ],
  },
];

/** What a client app sees, with a key of that app. */
export function addRecordsCommands(program: Command, cli: Cli): void {
  const calls = addKind(program, cli, CALLS);
  addListOptions(calls.command('active').description('calls that are live now')).action(
    (options: ListOptions) => {
      const path = '/api/calls/active';
      const { columns } = CALLS;
      return showList(cli, { path, as: 'app', columns, none: 'No call is live.' }, options);
    },
  );
  addExamples(calls, 'export CTI_API_KEY=raw_…', 'cti calls list --outcome missed');
  for (const kind of OTHERS) addKind(program, cli, kind);
}

function addKind(program: Command, cli: Cli, kind: RecordKind): Command {
  const path = `/api/${kind.command}`;
  const group = program.command(kind.command).description(kind.description);
  const list = addListOptions(group.command('list').description('the newest first'));
  for (const [flag, description] of kind.filters) list.option(flag, description);
  list.action(({ limit, cursor, all, ...filters }: ListOptions & Filters) => {
    const page = { ...(limit && { limit }), ...(cursor && { cursor }), ...(all && { all }) };
    const { columns, command } = kind;
    const none = `There are no such ${command}.`;
    return showList(cli, { path, as: 'app', filters: wireNames(filters), columns, none }, page);
  });
  group
    .command('show')
    .description("one, by our id or Dialpad's")
    .argument('<id>')
    .action(async (id: string) => showRecord(cli, await cli.api.get(pathTo(path, id), 'app')));
  return group;
}

type Filters = Readonly<Record<string, string>>;

/** `startedAfter` is `started_after` to the API. */
const wireNames = (filters: Filters): Filters =>
  Object.fromEntries(
    Object.entries(filters).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
