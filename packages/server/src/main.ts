#!/usr/bin/env node
import { startProcess } from './start-process.ts';

const NO_SIMULATOR = '--no-simulator';

const words = process.argv.slice(2);
const unknown = words.find((word) => word !== NO_SIMULATOR);
if (unknown === undefined) {
  if (words.includes(NO_SIMULATOR)) process.env['SIMULATOR'] = 'off';
  await startProcess();
} else {
  process.stderr.write(
    `${unknown} is not known. The one option is ${NO_SIMULATOR}; all else is set in the environment.\n`,
  );
  process.exitCode = 2;
}
