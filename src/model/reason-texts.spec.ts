import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  DELIVERY_REASONS,
  UNSENT_REASONS,
  DISABLED_REASONS,
  ERROR_CLASSES,
  REJECTION_CODES,
} from './reasons.js';
import { reasonKey, reasonText } from './reason-texts.js';

const ALL = new Set([
  ...DELIVERY_REASONS,
  ...UNSENT_REASONS,
  ...DISABLED_REASONS,
  ...REJECTION_CODES,
  ...ERROR_CLASSES,
]);
const ROOT = new URL('../../', import.meta.url);
const GUIDE = readFileSync(new URL('docs/reasons.md', ROOT), 'utf8');
const SECTIONS = GUIDE.split(/^#+ /m).slice(1);
const REFUSAL = /new AppError\(\s*'([a-z_]+)',\s*(?:422|413)\b/g;

describe('the reasons', () => {
  it.each([...ALL])('%s has a sentence, and a section in docs/reasons.md', (reason) => {
    expect(reasonText(reason)).toMatch(/^[A-Z].+\.$/);
    expect(reasonText(reason)).not.toMatch(/no description/);
    const section = SECTIONS.find((text) => text.startsWith(`${reason}\n`));
    expect(section?.trim().length ?? 0).toBeGreaterThan(reason.length + 20);
  });

  it('stand in docs/reasons.md once each, and no other words do', () => {
    const words = [...GUIDE.matchAll(/^### (.+)$/gm)].map(([, word]) => word);
    expect(new Set(words)).toEqual(ALL);
    expect(words).toHaveLength(ALL.size);
  });

  it('know the codes of mail servers as what they mean', () => {
    expect(reasonKey('smtp_550')).toBe('smtp_recipient');
    expect(reasonText('smtp_550')).toBe(reasonText('smtp_recipient'));
    expect(reasonKey('smtp_temporary')).toBe('smtp_temporary');
  });

  it('name every code that a publish is refused with', () => {
    const files = ['src/publishing/', 'src/assets/'].flatMap((directory) =>
      readdirSync(new URL(directory, ROOT), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
        .map((name) => readFileSync(new URL(directory + name, ROOT), 'utf8')),
    );
    const faults = readFileSync(new URL('src/http/json/find-faults.ts', ROOT), 'utf8');
    const unknown = readFileSync(new URL('src/catalogue/unknown-type.ts', ROOT), 'utf8');
    const codes = [
      ...files.flatMap((text) => [...text.matchAll(REFUSAL)].map(([, code]) => code)),
      ...[...unknown.matchAll(/^const CODE = '([a-z_]+)'/gm)].map(([, code]) => code),
      ...[...faults.matchAll(/this\.refuse\(\s*'([a-z_]+)'/g)].map(([, code]) => code),
    ];
    expect(codes).toEqual(expect.arrayContaining(['unknown_event_type', 'lone_surrogate']));
    expect(codes.filter((code) => !REJECTION_CODES.some((known) => known === code))).toEqual([]);
  });
});
