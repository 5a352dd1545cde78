import { hash } from 'node:crypto';

export const HTML = 'text/html; charset=utf-8';

export interface Page {
  readonly title: string;
  /** As plain text, a paragraph each. */
  readonly paragraphs: readonly string[];
}

/** A page for people that loads nothing and runs nothing. What it says may come from anywhere. */
export const pageOf = ({ title, paragraphs }: Page): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escaped(title)}</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <h1>${escaped(title)}</h1>
${paragraphs.map((text) => `      <p>${escaped(text)}</p>`).join('\n')}
    </main>
  </body>
</html>
`;

const STYLE = `
      :root { color-scheme: light dark; }
      body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; }
      main { max-width: 36rem; margin: 15vh auto 0; padding: 0 1.5rem; }
      h1 { font-size: 1.5rem; }
      p { overflow-wrap: anywhere; }
    `;

/** The style of these pages, and nothing else. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', STYLE, 'base64')}'`,
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? '');
