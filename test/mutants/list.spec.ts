import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MUTANTS } from './list.mjs';

const ROOT = join(import.meta.dirname, '..', '..');

it.each(MUTANTS)('the text that the mutant "$name" replaces stands once in its file', (mutant) => {
  const source = readFileSync(join(ROOT, mutant.file), 'utf8');
  expect(source.split(mutant.search)).toHaveLength(2);
  expect(mutant.specs.filter((spec) => !existsSync(join(ROOT, spec)))).toEqual([]);
});
