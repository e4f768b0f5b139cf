import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const names = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name).toSorted();

it('docs/operating.md says of every table how its rows end', () => {
  const [, section = ''] = read('docs/operating.md').split('## How long things are kept\n');
  const [table = ''] = section.split('\n## ');
  const tables = names(read('sql/schema.sql'), /^CREATE (?:UNLOGGED )?TABLE ([a-z_]+) \(/gm);
  expect(names(table, /^\| `([a-z_]+)` +\| .*\S.* \|$/gm)).toEqual(tables);
});
