/** What the page of the documentation loads. */
export const DOCS_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'start.js'] as const;
export type DocsFile = (typeof DOCS_FILES)[number];

export const STYLE = 'text/css; charset=utf-8';
export const SCRIPT = 'text/javascript; charset=utf-8';
