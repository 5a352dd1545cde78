import type { DeliveryCounts, DeliveryFaults, Simulator } from '@dialpad-cti/simulator';
import { openSimulator } from '@dialpad-cti/simulator';

import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { createStatusLine } from '../output/status-line.ts';
import type { Outages } from './outage-option.ts';
import { showSimulator } from './show-simulator.ts';

export interface Simulation {
  readonly seed: number;
  /** 0: any free one. */
  readonly port: number;
  readonly callsPerMinute: number;
  readonly textsPerMinute: number;
  readonly speed: number;
  /** By their full names; empty: all. */
  readonly scenarios: readonly string[];
  readonly faults: Partial<DeliveryFaults>;
  readonly outages: Outages | null;
}

type SimulationCli = Pick<Cli, 'screen' | 'isJson' | 'now' | 'sleep'>;

const LOOK_EVERY_MS = 1000;

/** A stand-in Dialpad that answers and delivers until `stopped` resolves. */
export async function runSimulation(
  cli: SimulationCli,
  simulation: Simulation,
  stopped: Promise<void>,
): Promise<void> {
  const { seed, port, faults } = simulation;
  const simulator = await openSimulator({ seed, port, faults }).catch((error: unknown) => {
    throw portTaken(error, port);
  });
  showSimulator(cli, simulator, seed);
  startTraffic(simulator, simulation);
  try {
    await watch(cli, { simulator, outages: simulation.outages, stopped });
  } finally {
    await simulator.stop();
  }
  tellEnd(cli, simulator.deliveries());
}

function portTaken(error: unknown, port: number): unknown {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    ? new CliError('failure', 'port-taken', `Port ${port} is taken: give another by --port.`)
    : error;
}

function startTraffic(
  simulator: Simulator,
  { callsPerMinute, textsPerMinute, speed, scenarios }: Simulation,
): void {
  if (callsPerMinute + textsPerMinute === 0) return;
  const only = scenarios.length === 0 ? {} : { scenarios };
  simulator.startTraffic({ callsPerMinute, textsPerMinute, speed, ...only });
}

interface Watching {
  readonly simulator: Simulator;
  readonly outages: Outages | null;
  readonly stopped: Promise<void>;
}

async function watch(
  { screen, now, sleep }: SimulationCli,
  { simulator, outages, stopped }: Watching,
): Promise<void> {
  const line = createStatusLine(screen);
  let isStopped = false;
  let outageAt = now() + (outages?.everyMs ?? 0);
  const end = stopped.then(() => {
    isStopped = true;
  });
  while (!isStopped) {
    if (outages !== null && now() >= outageAt) {
      simulator.outage(outages.forMs);
      outageAt += outages.everyMs;
    }
    line.say(`  ${countsText(simulator.deliveries())}`);
    await Promise.race([sleep(LOOK_EVERY_MS), end]);
  }
  line.end();
}

function tellEnd({ isJson, screen }: SimulationCli, counts: DeliveryCounts): void {
  // Standard output holds one document, and that was needed at the start.
  if (isJson) screen.complain(`${JSON.stringify({ deliveries: counts })}\n`);
  else screen.write(`Stopped. ${countsText(counts)}\n`);
}

const countsText = (counts: DeliveryCounts): string =>
  [
    `events ${counts.events}`,
    `attempts ${counts.attempts}`,
    `taken ${counts.acknowledged}`,
    `dropped ${counts.dropped}`,
    `lost ${counts.lost}`,
    `pending ${counts.pending}`,
  ].join(' · ');
