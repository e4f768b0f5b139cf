// `npm run events`: the catalogue of event types. Prints it, or as JSON with `--json`. `--write`
// writes docs/events anew from it, `--check` fails where the pages are not what the code says.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuilt, orExit } from './build.mjs';
import { checkPages, writePages } from './events/files.mjs';
import { renderPages } from './events/pages.mjs';
import { printCatalogue } from './events/print.mjs';

// The reader of the pipe, such as `head`, has ended.
process.stdout.on('error', () => process.exit());

const MODES = ['--json', '--write', '--check'];

const [mode, ...others] = process.argv.slice(2);
if (others.length > 0 || (mode !== undefined && !MODES.includes(mode))) {
  console.error(`Usage: npm run events [-- ${MODES.join(' | ')}]`);
  process.exit(2);
}

const { modules } = await orExit(ensureBuilt());
const load = (path) => import(pathToFileURL(join(modules, path)).href);
await import('reflect-metadata');
const { availablePacks, createCatalogue } = await load('catalogue/index.js');
const { ISO_TIME, UTC_TIME, UUID } = await load('catalogue/patterns.js');
const { FORMATS, canCarry, renderBody } = await load('formats/index.js');

const root = fileURLToPath(new URL('..', import.meta.url));
const directory = join(root, 'docs', 'events');
const patterns = new Map([
  [UUID.source, 'UUID'],
  [UTC_TIME.source, 'time in UTC, `YYYY-MM-DDTHH:mm:ss.sssZ`'],
  [ISO_TIME.source, 'date and time by ISO 8601, a zone and a fraction optional'],
]);
const types = createCatalogue(availablePacks)
  .list()
  .map((definition) => ({
    ...definition,
    formats: FORMATS.filter((format) => canCarry(format, definition.type)),
  }));

if (mode === '--json') {
  // The methods of a definition are no JSON and fall away.
  process.stdout.write(`${JSON.stringify(types, null, 2)}\n`);
} else if (mode === undefined) {
  process.stdout.write(printCatalogue(types));
} else {
  const pages = await renderPages(types, { renderBody, patterns, directory });
  if (mode === '--write') await writePages(directory, pages);
  else reportDrift(await checkPages(directory, pages));
}

function reportDrift(names) {
  for (const name of names) {
    console.error(`docs/events/${name} is not what the code says: run npm run events -- --write`);
  }
  process.exitCode = names.length > 0 ? 1 : 0;
}
