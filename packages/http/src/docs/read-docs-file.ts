import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { TextBody } from '../route.ts';
import { type DocsFile, SCRIPT, STYLE } from './docs-files.ts';

/** From memory after the first time: these files come with a package and do not change. */
export function readDocsFile(name: DocsFile): TextBody {
  const file = read.get(name) ?? FILES[name]();
  read.set(name, file);
  return file;
}

const read = new Map<DocsFile, TextBody>();

const require = createRequire(import.meta.url);

const FILES: Readonly<Record<DocsFile, () => TextBody>> = {
  'swagger-ui.css': () => ({
    mediaType: STYLE,
    content: readFileSync(require.resolve('swagger-ui-dist/swagger-ui.css')),
  }),
  'swagger-ui-bundle.js': () => ({
    mediaType: SCRIPT,
    content: readFileSync(require.resolve('swagger-ui-dist/swagger-ui-bundle.js')),
  }),
  'start.js': () => ({ mediaType: SCRIPT, content: START }),
};

// Without `validatorUrl: null` the page would ask a server of its makers about the document.
const START = `SwaggerUIBundle({
  dom_id: '#docs',
  url: '/openapi.json',
  validatorUrl: null,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayOperationId: true,
  tryItOutEnabled: true,
});
`;
