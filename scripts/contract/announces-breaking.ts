/**
 * Whether a changeset says that clients must change: a bump that allows it at this version, and a
 * line for the reader of the changelog that begins with `Breaking:`.
 */
export function announcesBreaking(changeset: string, version: string): boolean {
  const [, front = '', text = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(changeset) ?? [];
  const bumps = version.startsWith('0.') ? ['minor', 'major'] : ['major'];
  const bumped = [...front.matchAll(/:\s*(\w+)\s*$/gm)].map(([, bump = '']) => bump);
  return bumped.some((bump) => bumps.includes(bump)) && /^Breaking: \S/m.test(text);
}
