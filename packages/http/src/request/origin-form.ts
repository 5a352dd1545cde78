/**
 * The request target from its path on, with the host of an absolute one left
 * out; null when it is neither. Koa's own reading throws at some odd targets.
 */
export function originForm(target: string): string | null {
  if (target.startsWith('/')) return target;
  const rest = /^https?:\/\/[^/?#]*(.*)$/i.exec(target)?.[1];
  if (rest === undefined) return null;
  return rest.startsWith('/') ? rest : `/${rest}`;
}
