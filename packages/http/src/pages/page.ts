import { hash } from 'node:crypto';

export const HTML = 'text/html; charset=utf-8';

export interface Page {
  readonly title: string;
  /** As plain text, a paragraph each. */
  readonly paragraphs: readonly string[];
  /** What stands on a button that posts to the page's own address; none when absent. */
  readonly button?: string;
}

/** A page for people that loads nothing and runs nothing. What it says may come from anywhere. */
export const pageOf = ({ title, paragraphs, button }: Page): string => `<!doctype html>
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
${button === undefined ? '' : formOf(button)}
    </main>
  </body>
</html>
`;

// Without an action: so the address, and what is secret in it, is not repeated.
const formOf = (button: string): string =>
  `      <form method="post"><button>${escaped(button)}</button></form>`;

const STYLE = `
      :root { color-scheme: light dark; }
      body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; }
      main { max-width: 36rem; margin: 15vh auto 0; padding: 0 1.5rem; }
      h1 { font-size: 1.5rem; }
      p { overflow-wrap: anywhere; }
      button { font: inherit; padding: 0.5rem 1rem; }
    `;

/** The style of these pages and a form that leads on from here, and nothing else. */
export const FORM_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', STYLE, 'base64')}'`,
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Without a form. A browser would hold it against where the answer to a form sends it, too. */
export const PAGE_POLICY = `${FORM_PAGE_POLICY}; form-action 'none'`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? '');
