import type { Company } from '../../company.ts';
import type { Answer } from '../answer.ts';

export interface ConsentPage {
  readonly company: Company;
  readonly scopes: readonly string[];
  /** Sent again with the answer. */
  readonly query: Readonly<Record<string, string>>;
}

/** The page on which a person agrees or does not. */
export function consentPage({ company, scopes, query }: ConsentPage): Answer {
  const fields = Object.entries(query)
    .filter(([name]) => name !== 'user_id')
    .map(
      ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
    );
  const people = company.users
    .toSorted((one, other) => Number(other.isAdmin) - Number(one.isAdmin))
    .map(({ id, firstName, lastName, isAdmin }) => {
      const name = `${firstName} ${lastName}${isAdmin ? ' (administrator)' : ''}`;
      return `<option value="${escaped(id)}">${escaped(name)}</option>`;
    });
  const asks = scopes.map((scope) => `<li>${escaped(scope)}</li>`);
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Connect an app</title>
<style>body { font: 16px/1.5 system-ui; max-width: 32rem; margin: 3rem auto; padding: 0 1rem }</style>
<h1>Connect an app</h1>
<p>This is the stand-in for Dialpad. An app asks for access to ${escaped(company.name)}.</p>
<ul>${asks.join('')}</ul>
<form method="get" action="/oauth2/authorize">
${fields.join('\n')}
${people.length === 0 ? '' : `<p><label>Agree as <select name="user_id">${people.join('')}</select></label></p>`}
<button name="approve" value="1">Allow</button>
<button name="approve" value="0">Deny</button>
</form>
</html>
`;
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
    body,
  };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');
