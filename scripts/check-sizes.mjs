// Part of `npm run arch`: no source file above 300 lines and no SQL file above 250. Prints the median and the
// share of small files; `index.ts`, modules and specs are not counted there.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MAX_LINES = { '.ts': 300, '.tsx': 300, '.mjs': 300, '.sql': 250 };
const SMALL_LINES = 25;

/** Files that may be longer, each with its reason. Released migrations are never edited. */
const EXCEPTIONS = [
  { path: /^migrations\//, reason: 'released' },
  { path: /^src\/reasons\/reasons-html\.ts$/, reason: 'generated from docs/reasons.md' },
  { path: /^sql\/schema\.sql$/, reason: 'a dump of the database' },
  { path: /^web\/src\/api\/schema\.d\.ts$/, reason: 'generated from docs/openapi.json' },
];

const sizes = ['src', 'migrations', 'sql', 'scripts', 'test', 'web/src'].flatMap((folder) =>
  filesIn(folder).map((file) => ({ file, lines: linesOf(file) })),
);
const tooLong = sizes.filter(
  ({ file, lines }) =>
    lines > MAX_LINES[extensionOf(file)] && !EXCEPTIONS.some(({ path }) => path.test(file)),
);
for (const { file, lines } of tooLong) {
  console.error(`${file} has ${lines} lines, more than ${MAX_LINES[extensionOf(file)]}: split it.`);
}

const counted = sizes
  .filter(({ file }) => /^src\/.*\.ts$/.test(file) && !/(\.spec|\/index|\.module)\.ts$/.test(file))
  .map(({ lines }) => lines)
  .toSorted((a, b) => a - b);
const small = counted.filter((lines) => lines <= SMALL_LINES).length;
const share = ((small / counted.length) * 100).toFixed(1);
console.log(
  `sizes: ${counted.length} source files, median ${counted[counted.length >> 1]} lines, ${share} % with at most ${SMALL_LINES}`,
);
process.exitCode = tooLong.length > 0 ? 1 : 0;

function filesIn(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file}`)
    .filter((file) => extensionOf(file) in MAX_LINES);
}

function extensionOf(file) {
  return file.slice(file.lastIndexOf('.'));
}

function linesOf(file) {
  return readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1;
}
