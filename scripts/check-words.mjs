// Part of `npm run arch`: texts, comments and names avoid a few words that a reader has to guess at.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PLACES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs',
  'src',
  'sql',
  'scripts',
  'test',
  'web/src',
  'web/README.md',
];
const WORDS =
  /(?<![A-Za-z])(?:[Tt]old|[Tt]ells?|[Tt]elling|[Ww]hoever|[Ss]omebody|[Nn]obody|[Aa]nybody|[Ss]trays?|[Ll]ookout|unhappy)(?![A-Za-z])/;

/** Lines that may hold such a word, each with its reason. */
const ALLOWED_LINES = [
  { line: /unhappy/, reason: 'a column of deliveries, named in a released migration' },
  { line: /(`|"|'|\/\^|[ .:(])nobody(`|"|'|:|\(|$)/, reason: 'the system user nobody' },
  { line: /told_\w+|\w+_told/, reason: 'columns and an index of released migrations' },
  { line: /(?:, |FROM |JOIN )told (?:AS|t)\b/, reason: 'the name of a part of two queries' },
  { line: /field that its cause could tell/, reason: 'a description in docs/openapi.json' },
];

/** Files that may hold such words, each with its reason. */
const ALLOWED_FILES = [
  { file: /^scripts\/check-words\.mjs$/, reason: 'the list itself' },
  { file: /^docs\/openapi\.json$/, reason: 'generated from src' },
  { file: /^web\/src\/api\/schema\.d\.ts$/, reason: 'generated from docs/openapi.json' },
  { file: /^docs\/slack\//, reason: 'written by another command' },
];

const findings = PLACES.flatMap(filesAt)
  .filter((file) => !ALLOWED_FILES.some((allowed) => allowed.file.test(file)))
  .flatMap((file) =>
    readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .map((text, index) => ({ text, place: `${file}:${index + 1}` })),
  )
  .filter(({ text }) => WORDS.test(text) && !ALLOWED_LINES.some(({ line }) => line.test(text)));

for (const { place, text } of findings) {
  console.error(`${place}: say "${WORDS.exec(text)?.[0]}" in plainer words`);
}
process.exitCode = findings.length > 0 ? 1 : 0;

function filesAt(place) {
  if (!statSync(join(ROOT, place), { throwIfNoEntry: false })?.isDirectory()) return [place];
  return readdirSync(join(ROOT, place), { recursive: true, encoding: 'utf8' })
    .map((file) => `${place}/${file}`)
    .filter((file) => /\.(ts|tsx|mts|mjs|md|sql|hbs|html)$/.test(file));
}
