// The contract document: does it say what OpenAPI asks for, and is everything in it still so that
// was promised with the last release (docs/api/openapi.json)?
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createOpenapiDocument, routes } from '@dialpad-cti/http';

import { announcesBreaking } from './contract/announces-breaking.ts';
import { breakingChanges } from './contract/breaking-changes.ts';
import type { Contract } from './contract/contract-schema.ts';

const require = createRequire(import.meta.url);
const document = createOpenapiDocument(routes);
const faults = [...lintFaults(), ...unannounced()];

if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}

function lintFaults(): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(document, null, 2));
  const redocly = require.resolve('@redocly/cli/bin/cli.js');
  const { status } = spawnSync(process.execPath, [redocly, 'lint', file], {
    stdio: 'inherit',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  });
  rmSync(folder, { recursive: true });
  return status === 0 ? [] : ['the contract document is not what OpenAPI asks for: see above'];
}

function unannounced(): readonly string[] {
  const before: Contract = JSON.parse(readFileSync('docs/api/openapi.json', 'utf8'));
  const after = document as unknown as Contract;
  const breaks = breakingChanges({ before, after });
  const changesets = globSync('.changeset/*.md').map((path) => readFileSync(path, 'utf8'));
  const isAnnounced = changesets.some((text) => announcesBreaking(text, before.info.version));
  console.log(`contract: ${breaks.length} breaking changes since ${before.info.version}`);
  if (breaks.length === 0 || isAnnounced) return [];
  return [
    ...breaks,
    'Clients of the last release would stumble over these. Keep what was promised, or say so in a',
    'changeset: its bump `major` (`minor` while the version is 0.x) and a line "Breaking: …".',
  ];
}
