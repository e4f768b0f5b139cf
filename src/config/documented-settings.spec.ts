import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Environment } from './environment.js';
import { loadSettings, SettingsError } from './settings.js';
import { pickDeclared } from './variable.js';

interface Row {
  name: string;
  type: string;
  defaultText: string;
  meaning: string;
}

const PAGE = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
const ROWS = [...PAGE.matchAll(/^\| `([A-Z_]+)` +\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm)].map(
  ([, name = '', type = '', defaultText = '', meaning = '']): Row => ({
    name,
    type,
    defaultText,
    meaning,
  }),
);

const anything = new Proxy({}, { get: () => 'set' }) as NodeJS.ProcessEnv;
const DECLARED = Object.keys(pickDeclared(anything));

/** Why a value is refused for what it is, whatever else the environment lacks; undefined where it is taken. */
function refusalOf(name: string, value: string): string | undefined {
  try {
    loadSettings({ [name]: value }, '/srv');
    return undefined;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.find((problem) => problem.startsWith(`${name} must `));
  }
}

/** The default as it would be written into the environment; undefined where there is none. */
function defaultOf(name: string): string | undefined {
  const value: unknown = new Environment()[name as keyof Environment];
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.join(',');
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

describe('docs/configuration.md', () => {
  it('has a row for every variable that is read, and no other', () => {
    expect(ROWS.map(({ name }) => name).toSorted()).toEqual(DECLARED.toSorted());
  });

  it.each(ROWS)('says the default of $name as it is', ({ name, defaultText }) => {
    const [, literal] = /^`([^`]*)`$/.exec(defaultText) ?? [];
    expect(literal).toBe(defaultOf(name));
  });

  it.each(ROWS.filter(({ type }) => /^(?:integer|number),/.test(type)))(
    'says the bounds of $name as they are',
    ({ name, type }) => {
      const kind = type.startsWith('integer') ? 'a whole number' : 'a number';
      const bounds = type.replace(/^\w+, /, 'from ');
      expect(refusalOf(name, 'x')).toBe(`${name} must be ${kind} ${bounds}`);
    },
  );

  it.each(ROWS.filter(({ type }) => type.startsWith('one of ')))(
    'says the choices of $name as they are',
    ({ name, type }) => {
      expect(refusalOf(name, 'x')).toBe(`${name} must be ${type.replaceAll('`', '')}`);
    },
  );

  it.each(ROWS.filter(({ type }) => type === 'flag'))('$name is 1 or 0', ({ name }) => {
    expect(refusalOf(name, 'x')).toBe(`${name} must be 1 or 0`);
  });
});
