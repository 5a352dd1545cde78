import { z } from 'zod';

export interface SettingNotes {
  /** What it is for, one sentence. */
  readonly text: string;
  /** What holds when it is missing. */
  readonly otherwise: string;
}

/** What the documentation says of each setting, kept beside the schemas. */
export const settingNotes = z.registry<SettingNotes>();

/** One variable of the environment: how it is read, and what it is for. */
export function setting<Schema extends z.ZodType>(schema: Schema, notes: SettingNotes): Schema {
  settingNotes.add(schema, notes);
  return schema;
}
