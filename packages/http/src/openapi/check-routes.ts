import { pickDeclared } from '../answer/pick-declared.ts';
import { type Route, type RouteAnswers, TAGS } from '../route.ts';
import { placeholdersOf } from './document-path.ts';

/** Throws when a route is not declared well enough to be served and documented. */
export function assertDeclared(routes: readonly Route[]): void {
  const faults = [
    ...routes.flatMap((route) =>
      faultsOf(route).map((fault) => `${route.method} ${route.path} ${fault}`),
    ),
    ...repeated(routes.map(({ operation }) => operation)).map(
      (operation) => `${operation} is the name of more than one operation`,
    ),
    ...repeated(routes.map(({ method, path }) => `${method} ${path}`)).map(
      (target) => `${target} is declared more than once`,
    ),
  ];
  if (faults.length > 0) throw new TypeError(faults.join('; '));
}

function faultsOf(route: Route): readonly string[] {
  const placeholders = namesIn(placeholdersOf(route.path));
  const params = namesIn(Object.keys(route.params.shape));
  const answers = Object.entries(route.answers);
  return [
    ...(/^[a-z][A-Za-z]+$/.test(route.operation ?? '') ? [] : ['has no operation in camel case']),
    ...(/\S\.$/.test(route.summary ?? '') ? [] : ['has no sentence as its summary']),
    ...(TAGS.includes(route.tag) ? [] : ['has no tag of ours']),
    ...(placeholders === params
      ? []
      : [`has the placeholders ${placeholders}, but declares ${params}`]),
    ...(answers.length > 0 ? [] : ['has no answers']),
    ...answers.flatMap(([status, answer]) =>
      isDocumentable(answer) ? [] : [`has an answer ${status} that cannot be documented`],
    ),
  ];
}

/** What can be picked from can be documented: neither takes a transform, a union or an unknown. */
function isDocumentable(answer: RouteAnswers[number]): boolean {
  if ('mediaTypes' in answer) return answer.mediaTypes.length > 0;
  try {
    pickDeclared(answer);
    return true;
  } catch {
    return false;
  }
}

const namesIn = (names: readonly string[]): string => names.toSorted().join(', ') || 'none';

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, nth) => names.indexOf(name) !== nth))];
}
