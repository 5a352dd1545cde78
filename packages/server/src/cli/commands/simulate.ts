import { randomInt } from 'node:crypto';

import { type Command, Option } from 'commander';

import { addExamples } from '../add-examples.ts';
import type { Cli } from '../cli.ts';
import { duration } from '../duration-option.ts';
import { NEVER } from '../never.ts';
import { decimal } from '../number-option.ts';
import { wholeNumber } from '../options.ts';
import { type Outages, outages } from '../simulate/outage-option.ts';
import { listExamples } from './list-examples.ts';

interface SimulateOptions {
  readonly list?: boolean;
  readonly port: number;
  readonly seed?: number;
  readonly callsPerMinute: number;
  readonly textsPerMinute: number;
  readonly speed: number;
  readonly scenario?: readonly string[];
  readonly reorder?: number;
  readonly duplicate?: number;
  readonly drop?: number;
  readonly lateArtifacts?: number;
  readonly outage?: Outages;
}

const MOST_A_MINUTE = 6000;

/** A Dialpad to try things on. */
export function addSimulateCommand(program: Command, cli: Cli): void {
  const rate = wholeNumber(0, MOST_A_MINUTE);
  const aShare = decimal(0, 1);
  const simulate = program
    .command('simulate')
    .description('run a stand-in Dialpad with live calls, here and until it is stopped')
    .option(
      '--port <port>',
      'where it listens; 0 takes any free port',
      wholeNumber(0, 65_535),
      4010,
    )
    .option('--seed <n>', 'the same one gives the same company; another each time without', seed)
    .option('--calls-per-minute <n>', 'so many begin', rate, 6)
    .option('--texts-per-minute <n>', 'the same', rate, 2)
    .option('--speed <n>', 'stories run so many times as fast', decimal(0.01, 1000), 1)
    .option('--scenario <names...>', 'only these stories; their numbers will do')
    .option('--reorder <share>', 'so many events are overtaken, such as 0.05', aShare)
    .option('--duplicate <share>', 'so many are sent twice', aShare)
    .option('--drop <share>', 'so many are never sent', aShare)
    .option('--late-artifacts <time>', 'recordings and recaps come so much later', duration)
    .addOption(
      new Option(
        '--outage <every/for>',
        'as if the server were away, such as 10m/30s: Dialpad tries again, and gives up',
      ).argParser(outages),
    )
    .option('--list', 'say which stories there are')
    .action((options: SimulateOptions) =>
      options.list ? listExamples(cli) : simulateDialpad(cli, options),
    );
  addExamples(
    simulate,
    'cti simulate --calls-per-minute 30 --texts-per-minute 10',
    'cti simulate --scenario 03 11 --speed 10 --reorder 0.1 --duplicate 0.05 --drop 0.02',
    'cti simulate --outage 10m/30s',
  );
}

const LARGEST_SEED = 999_999_999;
const seed = wholeNumber(0, LARGEST_SEED);

async function simulateDialpad(cli: Cli, options: SimulateOptions): Promise<void> {
  const { runSimulation } = await import('../simulate/run-simulation.ts');
  const { scenarioNames } = await import('../simulate/scenario-names.ts');
  const { reorder, duplicate, drop, lateArtifacts } = options;
  const faults = { reorder, duplicate, drop, lateArtifactsMs: lateArtifacts };
  const simulation = {
    seed: options.seed ?? randomInt(LARGEST_SEED),
    port: options.port,
    callsPerMinute: options.callsPerMinute,
    textsPerMinute: options.textsPerMinute,
    speed: options.speed,
    scenarios: scenarioNames(options.scenario ?? []),
    faults: Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== undefined)),
    outages: options.outage ?? null,
  };
  await runSimulation(cli, simulation, cli.whenStopped?.() ?? NEVER);
}
