import type { Command } from 'commander';

/** Below a command's help: lines to copy, as the program was called. */
export function addExamples(command: Command, ...lines: readonly string[]): Command {
  const root = rootOf(command).name();
  const text = lines.map((line) => `  $ ${line.replace(/^cti(?= )/, () => root)}`).join('\n');
  return command.addHelpText('after', `\nExample:\n${text}`);
}

const rootOf = (command: Command): Command =>
  command.parent === null ? command : rootOf(command.parent);
