// With each release: the contract that later changes are compared with (check-api.ts).
import { mkdirSync, writeFileSync } from 'node:fs';

import { createOpenapiDocument, routes } from '@dialpad-cti/http';

mkdirSync('docs/api', { recursive: true });
writeFileSync(
  'docs/api/openapi.json',
  `${JSON.stringify(createOpenapiDocument(routes), null, 2)}\n`,
);
