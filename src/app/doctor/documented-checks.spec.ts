import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CHECKS } from './finding.js';

const PAGE = new URL('../../../docs/doctor.md', import.meta.url);

it('every check of the doctor has a section with what it says and what to do, and no other has', () => {
  const [, ...sections] = readFileSync(PAGE, 'utf8').split(/^## /m);
  const byCheck = new Map(
    sections.map((section) => {
      const [name = '', ...lines] = section.split('\n');
      return [name, lines.join('\n').trim()] as const;
    }),
  );
  expect([...byCheck.keys()]).toEqual(CHECKS);
  const withoutTable = CHECKS.filter((check) => !byCheck.get(check)?.includes('what to do'));
  expect(withoutTable).toEqual(['doctor']);
});
