// A lock that misses a platform's binary installs here and fails in `npm ci` on another machine, and
// npm drops such binaries without a word. So: every optional dependency has an entry in the lock,
// everything comes from a registry, and every version is exact.
import { globSync, readFileSync } from 'node:fs';

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const { packages } = readJson('package-lock.json');
const faults = [
  ...Object.entries(packages).flatMap(missingOptionals),
  ...Object.entries(packages).flatMap(foreignSource),
  ...['package.json', ...globSync('{packages,examples}/*/package.json')].flatMap(looseVersions),
];

if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(`lock: ${Object.keys(packages).length} entries, complete and exact`);

function missingOptionals([place, entry]) {
  return Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !isLocked(place, name))
    .map((name) => `${place}: optional dependency ${name} has no entry in the lock`);
}

/** Looks where Node would: in the package's own node_modules, then in each one above it. */
function isLocked(place, name) {
  const candidate = `${place}${place === '' ? '' : '/'}node_modules/${name}`;
  if (candidate in packages) return true;
  if (place === '') return false;
  return isLocked(place.slice(0, Math.max(0, place.lastIndexOf('/'))), name);
}

function foreignSource([place, entry]) {
  const source = entry.link === true ? undefined : entry.resolved;
  const isForeign = source !== undefined || (entry.version ?? '').includes(':');
  return isForeign ? [`${place}: has a source of its own, ${source ?? entry.version}`] : [];
}

/** Peers are ranges by nature. `npm:` aliases name a version after their last `@`. */
function looseVersions(path) {
  const manifest = readJson(path);
  const groups = ['dependencies', 'devDependencies', 'optionalDependencies'];
  return groups
    .flatMap((group) => Object.entries(manifest[group] ?? {}))
    .filter(([, wanted]) => !/^(npm:@?[^@]+@)?\d+\.\d+\.\d+(-[\w.-]+)?$/.test(wanted))
    .map(([name, wanted]) => `${path}: ${name} is not an exact version: ${wanted}`);
}
