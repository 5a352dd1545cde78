import { type SettingNotes, settingNotes } from './setting.ts';
import { Settings } from './settings.ts';

export interface SettingRow extends SettingNotes {
  readonly name: string;
}

/** The settings as the documentation lists them. */
export function settingsTable(): readonly SettingRow[] {
  return Object.entries(Settings.shape).map(([name, schema]) => {
    const { text = '', otherwise = '' } = settingNotes.get(schema) ?? {};
    return { name, text, otherwise };
  });
}
