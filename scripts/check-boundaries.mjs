// Who may import whom (.dependency-cruiser.mjs), with two canaries: a cruise that sees nothing finds
// nothing wrong, and says so in the same words as a clean one.
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { cruise } from 'dependency-cruiser';

import rules from '../.dependency-cruiser.mjs';

const roots = ['packages', 'examples'].filter((root) => existsSync(root));
const canaries = {
  'packages/core/src/domain/.boundary-canary.ts': [
    "import { Container } from 'inversify';",
    "import { readFileSync } from 'node:fs';",
    "import type { Pool } from 'pg';",
    "import { canary } from '../use-cases/.boundary-canary.ts';",
    'export const mixed: Pool | undefined = canary(Container, readFileSync);',
  ].join('\n'),
  'packages/core/src/use-cases/.boundary-canary.ts':
    'export const canary = (..._: unknown[]) => undefined;\n',
};
/** What the first canary must set off: the rule, and the import that breaks it. */
const expected = [
  ['core-is-pure', 'inversify'],
  ['core-is-pure', 'fs'],
  ['core-is-pure', 'pg'],
  ['container-in-server-only', 'inversify'],
  ['domain-knows-domain-only', 'use-cases'],
];

const { output: tree } = await look(roots);
const faults = [
  ...tree.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  ...unseenFiles(tree.modules),
  ...(await unseenFaults()),
];

if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
const { totalCruised, totalDependenciesCruised } = tree.summary;
console.log(`boundaries: ${totalCruised} modules, ${totalDependenciesCruised} dependencies, kept`);

function look(paths) {
  const ruleSet = { forbidden: rules.forbidden };
  return cruise(paths, { ...rules.options, ruleSet, validate: true });
}

/** Every source that imports something must have been seen to do so. */
function unseenFiles(modules) {
  const seen = new Set(
    modules.filter(({ dependencies }) => dependencies.length > 0).map(({ source }) => source),
  );
  const importing = globSync('{packages,examples}/*/src/**/*.ts').filter((path) =>
    /^(import|export)\b[^;]*?\bfrom '/m.test(readFileSync(path, 'utf8')),
  );
  return importing
    .filter((path) => !path.endsWith('.boundary-canary.ts') && !seen.has(path))
    .map((path) => `not seen by dependency-cruiser: ${path}`);
}

/** Files that break the rules on purpose must be caught. Dot files: no other tool looks at them. */
async function unseenFaults() {
  const paths = Object.keys(canaries);
  process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));
  process.once('exit', () => removeAll(paths));
  for (const path of paths) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, canaries[path]);
  }
  const { output } = await look(paths);
  removeAll(paths);
  const caught = output.summary.violations;
  return expected
    .filter(([rule, part]) => !caught.some((fault) => matches(fault, rule, part)))
    .map(([rule, part]) => `the canary was not caught: ${rule} on an import of ${part}`);
}

function matches(fault, rule, part) {
  return fault.rule.name === rule && fault.to.split(/[/:]/).includes(part);
}

function removeAll(paths) {
  for (const path of paths) rmSync(path, { force: true });
}
