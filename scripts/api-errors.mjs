// docs/api-errors.md, made from the public error codes and the error classes of attempts. `--write`
// writes it anew, `--check` fails where it is not what the code says.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { renderApiErrors } from './api-errors/render-page.mjs';
import { ensureBuilt, orExit } from './build.mjs';

const { modules } = await orExit(ensureBuilt());
const load = (path) => import(pathToFileURL(join(modules, path)).href);
const { ERROR_ACTIONS, ERROR_CODES, statusesOf } = await load('common/index.js');
const { ERROR_CLASSES, reasonText } = await load('model/index.js');

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'docs', 'api-errors.md');
const reasons = await readFile(join(root, 'docs', 'reasons.md'), 'utf8');

const codes = Object.entries(ERROR_CODES).map(([code, { meaning }]) => ({
  code,
  statuses: statusesOf(code),
  when: meaning,
  action: ERROR_ACTIONS[code],
}));
const classes = ERROR_CLASSES.map((name) => ({ name, when: reasonText(name) }));
const options = (await resolveConfig(target)) ?? {};
const page = await format(renderApiErrors({ codes, classes, reasons }), {
  ...options,
  filepath: target,
});

if (process.argv.includes('--write')) {
  await writeFile(target, page);
} else if ((await readFile(target, 'utf8').catch(() => '')) !== page) {
  console.error('docs/api-errors.md is not what the code says: run npm run api-errors');
  process.exitCode = 1;
}
