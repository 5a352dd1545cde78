/** Keeps every answer that a test file gets by `fetch` from an address of ours, with its headers. */
export function tapAnswers(isOurs: (url: string) => boolean): string[] {
  const answers: string[] = [];
  const untapped = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const answer = await untapped(input, init);
    if (isOurs(answer.url)) {
      const body = await answer.clone().text();
      answers.push(`${JSON.stringify(Object.fromEntries(answer.headers))}\n${body}`);
    }
    return answer;
  };
  return answers;
}
