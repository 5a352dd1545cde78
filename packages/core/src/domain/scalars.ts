import { z } from 'zod';

/** RFC 3339 in UTC with milliseconds, `2026-09-01T12:00:00.150Z`. */
export const Timestamp = z.iso.datetime({ precision: 3 });

/** Whole milliseconds, zero or more. */
export const Milliseconds = z.int().min(0);

/** UUID v7 of ours: sorts by the time it was made. */
export const RecordId = z.uuid();

/** A Dialpad id: an opaque decimal string, since it may lie beyond 2^53. */
export const DialpadId = z.string().min(1).max(64);
export type DialpadId = z.infer<typeof DialpadId>;

export const Direction = z.enum(['inbound', 'outbound']);
export type Direction = z.infer<typeof Direction>;

/** Epoch milliseconds as clients see them; null stays null. */
export function timestampOf(milliseconds: number): string;
export function timestampOf(milliseconds: number | null): string | null;
export function timestampOf(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
