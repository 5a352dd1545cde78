export type { SettingRow } from './config/settings-table.ts';
export { settingsTable } from './config/settings-table.ts';
