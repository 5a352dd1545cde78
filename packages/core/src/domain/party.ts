import { z } from 'zod';

import { DialpadId } from './scalars.ts';

/**
 * Our side of a call or message: a user or a group. `type` is Dialpad's word
 * without underscores (`user`, `office`, `department`, `callcenter`, …), since
 * its events say `call_center` where its API says `callcenter`.
 */
export const Target = z.object({
  id: DialpadId.nullable(),
  type: z.string().nullable(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  office_id: DialpadId.nullable(),
});
export type Target = z.infer<typeof Target>;

/** The other side. `name` may be just a formatted number or a place. */
export const Contact = z.object({
  id: DialpadId.nullable(),
  type: z.string().nullable(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
});
export type Contact = z.infer<typeof Contact>;

/** The person at Dialpad whose leg or message this is; null on a group's. */
export const User = z.object({
  id: DialpadId,
  name: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
});
export type User = z.infer<typeof User>;

const GROUPS: ReadonlySet<string> = new Set([
  'office',
  'department',
  'callcenter',
  'callrouter',
  'coachinggroup',
  'coachingteam',
  'staffgroup',
  'channel',
]);

/** A group's leg says "connected" when a caller merely reaches its menu or queue. */
export function isGroup(target: Target | null | undefined): boolean {
  return target?.type != null && GROUPS.has(target.type);
}

export function userOf(target: Target | null | undefined): User | null {
  if (target?.type !== 'user' || target.id === null) return null;
  return { id: target.id, name: target.name, phone: target.phone, email: target.email };
}
