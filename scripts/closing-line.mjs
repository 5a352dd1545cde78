// The last line of .ci/run: `N passed, N failed`, from vitest's JSON report and the exit status of
// the steps. A step that failed before the tests, or a test file that could not be imported, counts
// as one failure: vitest itself counts the latter as none.
import { existsSync, readFileSync } from 'node:fs';

const [report, status] = process.argv.slice(2);
const tests = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
const isGood = status === '0' && tests !== undefined && tests.success && tests.numPassedTests > 0;

const passed = tests?.numPassedTests ?? 0;
const failed = tests?.numFailedTests || (isGood ? 0 : 1);
const skipped = (tests?.numPendingTests ?? 0) + (tests?.numTodoTests ?? 0);

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = isGood ? 0 : 1;
