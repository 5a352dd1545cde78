import type { Cli } from '../cli.ts';
import { show } from '../output/show.ts';
import { table } from '../output/table.ts';

/** The built-in stories. */
export async function listExamples(cli: Pick<Cli, 'isJson' | 'screen'>): Promise<void> {
  const { examples } = await import('../send/example-payloads.ts');
  const rows = examples().map(({ name, kind, events }) => ({ name, kind, events }));
  show(cli, rows, () => table(COLUMNS, rows, cli.screen));
}

const COLUMNS = [
  ['NAME', 'name'],
  ['KIND', 'kind'],
  ['EVENTS', 'events'],
] as const;
