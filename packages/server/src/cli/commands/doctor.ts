import type { Command } from 'commander';

import { addExamples } from '../add-examples.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import type { Finding } from '../doctor/finding.ts';
import { printable } from '../output/printable.ts';

interface DoctorOptions {
  readonly app?: string;
}

/** What is wrong, and what to do about it. */
export function addDoctorCommand(program: Command, cli: Cli): void {
  const doctor = program
    .command('doctor')
    .description('look for what is wrong, from the settings to what Dialpad sends, and say the fix')
    .option('--app <app_id>', 'of the apps only this one')
    .action((options: DoctorOptions) => runDoctor(cli, options));
  addExamples(doctor, 'cti doctor', 'cti doctor --app <app_id> --json');
}

async function runDoctor(cli: Cli, { app }: DoctorOptions): Promise<void> {
  const { examine } = await import('../doctor/examine.ts');
  const { isJson, screen } = cli;
  const findings: Finding[] = [];
  for await (const finding of examine(cli, app)) {
    if (!isJson) screen.write(`${headOf(finding, findings.at(-1))}${lineOf(finding)}`);
    findings.push(finding);
  }
  const failed = findings.filter(({ status }) => status === 'fail').length;
  const warned = findings.filter(({ status }) => status === 'warn').length;
  if (isJson) {
    const answer = { success: failed === 0, checks: findings };
    screen.write(`${JSON.stringify(answer, null, 2)}\n`);
  } else {
    screen.write(`\n${findings.length} checks: ${failed} failed, ${warned} with a warning.\n`);
  }
  if (failed > 0) {
    throw new CliError('failure', 'check-failed', `${failed} of ${findings.length} checks failed.`);
  }
}

const headOf = ({ app_id: appId }: Finding, before: Finding | undefined): string =>
  appId === null || appId === before?.app_id ? '' : `\napp ${appId}\n`;

/** Whole, however narrow the terminal: what to do stands at its end. */
function lineOf({ status, check, detail, fix }: Finding): string {
  const text = `${detail}${fix === null ? '' : ` → ${fix}`}`.replaceAll('\n', ' ');
  return `${status.padEnd(4)}  ${check.padEnd(CHECK_WIDTH)}  ${printable(text)}\n`;
}

const CHECK_WIDTH = 'configuration'.length;
