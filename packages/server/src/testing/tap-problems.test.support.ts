/** Keeps every problem that a test file is answered by `fetch` from now on, with its headers. */
export function tapProblems(): string[] {
  const problems: string[] = [];
  const untapped = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const answer = await untapped(input, init);
    if (answer.headers.get('content-type') === 'application/problem+json') {
      const body = await answer.clone().text();
      problems.push(`${JSON.stringify(Object.fromEntries(answer.headers))}\n${body}`);
    }
    return answer;
  };
  return problems;
}
