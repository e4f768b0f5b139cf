import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Text files below a directory or file of the repository, as paths from its root. */
function filesOf(place: string, endings: RegExp): string[] {
  const names = statSync(join(ROOT, place)).isDirectory()
    ? readdirSync(join(ROOT, place), { recursive: true, encoding: 'utf8' })
        .filter((name) => !name.includes('node_modules'))
        .map((name) => join(place, name))
    : [place];
  return names.filter((name) => endings.test(name) && statSync(join(ROOT, name)).isFile());
}

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'docs',
  'examples',
  'sql',
]
  .flatMap((place) => filesOf(place, /\.md$/))
  .toSorted();
const SOURCES = [
  'src',
  'scripts',
  'test',
  'migrations',
  'sql',
  '.env.example',
  'docker-compose.yml',
]
  .flatMap((place) => filesOf(place, /\.(?:ts|mjs|hbs|sql|yml|example)$/))
  .filter((name) => name !== relative(ROOT, fileURLToPath(import.meta.url)))
  .toSorted();

const withoutCode = (markdown: string) => markdown.replace(/^( *)```[\s\S]*?^\1```$/gm, '');

/** The anchors that a repository host gives to the headings of a page. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  const text = withoutCode(readFileSync(join(ROOT, page), 'utf8'));
  for (const [, heading = ''] of text.matchAll(/^#{1,6} +(.+)$/gm)) {
    const slug = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let repeat = 1; anchors.has(anchor); repeat += 1) anchor = `${slug}-${repeat}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** Why a link leads nowhere; undefined where it leads to a file and, in a page, to a heading. */
function problemOf(from: string, target: string): string | undefined {
  const [path = '', anchor] = target.split('#', 2);
  const file = path === '' ? from : normalize(join(dirname(from), path));
  if (file.startsWith('..') || !existsSync(join(ROOT, file))) return `${target}: no such file`;
  if (anchor === undefined || anchorsOf(file).has(anchor)) return undefined;
  return `${target}: no such heading`;
}

function brokenLinks(page: string): string[] {
  const text = withoutCode(readFileSync(join(ROOT, page), 'utf8')).replaceAll(/`[^`\n]*`/g, '');
  const targets = [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)].map(
    ([, target = '']) => target,
  );
  return targets
    .filter((target) => !/^[a-z][a-z+.-]*:/i.test(target))
    .flatMap((target) => problemOf(page, target) ?? []);
}

describe('a reader who follows a link', () => {
  it.each(PAGES)('of %s gets to the file and the heading', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it('that sources name gets to a page', () => {
    const broken = SOURCES.flatMap((source) => {
      const text = readFileSync(join(ROOT, source), 'utf8');
      return [...text.matchAll(/(?<![\w/.-])docs\/[\w/-]+\.md(?:#[\w-]+)?/g)].flatMap(
        ([target]) => {
          const problem = problemOf('README.md', target);
          return problem === undefined ? [] : [`${source}: ${problem}`];
        },
      );
    });
    expect(broken).toEqual([]);
  });

  it('reads a README of at most 250 lines', () => {
    const lines = readFileSync(join(ROOT, 'README.md'), 'utf8').split('\n').length;
    expect(lines).toBeLessThanOrEqual(250);
  });
});
