import type { Settings } from './settings.js';

/** Injects the `RunSettings` of the process. */
export const SETTINGS = Symbol('settings');

/** The settings of a process that has found its database and its keys. */
export interface RunSettings extends Settings {
  readonly databaseUrl: string;
  readonly adminApiKey: string;
  readonly encryptionKeys: NonNullable<Settings['encryptionKeys']>;
}
