import { Environment } from './environment.js';
import { secretsOf } from './secrets-of.js';
import type { Settings } from './settings.js';
import { declaredNames, pickDeclared } from './variable.js';

/** A setting as operators may see it. */
export interface ShownSetting {
  name: string;
  /** Null: not set. */
  value: string | null;
  source: 'environment' | 'default' | 'generated';
}

const HIDDEN = '[hidden]';
/** Settings whose whole value is hidden. */
const SECRET_NAME = /KEY|SECRET|TOKEN|PASSWORD|HEADERS/;
const USERINFO = /\/\/[^/?#]*@/g;
const QUERY = /\?[^\s,#]*/g;
const GENERATED = { ADMIN_API_KEY: 'adminApiKey', ENCRYPTION_KEYS: 'encryptionKeys' } as const;

/** Returns every setting with its value and where that comes from, without secrets. */
export function shownSettings(env: NodeJS.ProcessEnv, settings: Settings): ShownSetting[] {
  const given = pickDeclared(env);
  const defaults = new Environment();
  const secrets = secretsOf(settings);
  return declaredNames().map((name): ShownSetting => {
    const text = given[name];
    if (text !== undefined) {
      return { name, value: hideSecrets(name, text, secrets), source: 'environment' };
    }
    const field = GENERATED[name as keyof typeof GENERATED];
    if (field !== undefined && settings[field] !== undefined) {
      return { name, value: HIDDEN, source: 'generated' };
    }
    return { name, value: textOf(defaults[name as keyof Environment]), source: 'default' };
  });
}

function hideSecrets(name: string, text: string, secrets: readonly string[]): string {
  if (SECRET_NAME.test(name)) return HIDDEN;
  const shown = text.includes('://')
    ? text.replaceAll(USERINFO, `//${HIDDEN}@`).replaceAll(QUERY, `?${HIDDEN}`)
    : text;
  return secrets.some((secret) => shown.includes(secret)) ? HIDDEN : shown;
}

/** Returns a default as it would be written into the environment. */
function textOf(value: unknown): string | null {
  if (value === undefined || value === false) return null;
  if (value === true) return '1';
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
