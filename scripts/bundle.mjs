// Joins the compiled modules of each program with the packages that it uses. `node scripts/bundle.mjs DIST`;
// scripts/build.mjs runs it. Of the time until a process is ready, most went into finding and reading some
// 3,000 small files; the few of the result are read in less than half of it. What `DIST/src` holds stays: it
// is what scripts load by module, and it can be run and read as well.
import { existsSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';

const dist = resolve(process.argv[2] ?? 'dist');
const output = join(dist, 'bundle');

const PROGRAMS = {
  main: 'src/main.js',
  cli: 'src/app/cli/run.js',
  doctor: 'src/app/doctor/run.js',
};
const input = Object.fromEntries(
  Object.entries(PROGRAMS)
    .map(([name, file]) => [name, join(dist, file)])
    .filter(([, file]) => existsSync(file)),
);

/** What a module finds relative to itself is still found from there. */
const placesOfModules = {
  name: 'places-of-modules',
  transform(code, id) {
    if (!id.startsWith(dist) || !code.includes('import.meta.url')) return undefined;
    const place = JSON.stringify(relative(output, id));
    return code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`);
  },
};

/** Modules that load a package by `require` would load a second copy of it from `node_modules`. */
const OWN_REQUIRE = /^const require = createRequire\(import\.meta\.url\);$/m;
const onePackage = {
  name: 'one-package',
  transform(code, id) {
    const concerned =
      id.startsWith(dist) || /[/\\]@nestjs[/\\](typeorm|mapped-types)[/\\]/.test(id);
    if (!concerned) return undefined;
    return OWN_REQUIRE.test(code) ? code.replace(OWN_REQUIRE, '') : undefined;
  },
};

const failed = [];
const bundle = await rolldown({
  input,
  cwd: dist,
  platform: 'node',
  // The files that Node.js itself would choose.
  resolve: { mainFields: ['main'] },
  // Modules register what they define, as decorators do.
  treeshake: false,
  plugins: [onePackage, placesOfModules],
  onLog(level, { code, message, id }) {
    // Packages try optional ones; what our own modules import must be there.
    if (code === 'UNRESOLVED_IMPORT' && !id?.startsWith(dist)) return;
    if (level === 'warn') failed.push(message);
  },
});
const { output: chunks } = await bundle.write({
  dir: output,
  format: 'esm',
  // Nest and TypeORM go by the names of classes.
  keepNames: true,
  comments: false,
  entryFileNames: '[name].js',
  chunkFileNames: '[name].js',
});
for (const { fileName, code } of chunks) writeFileSync(join(output, fileName), inOneByte(code));

/**
 * Returns a source without characters beyond Latin-1: Node.js keeps sources in memory, with two bytes for each character
 * where one of them needs two.
 */
function inOneByte(code) {
  const [place] = /\\[^\0-\xff]|\braw`[^`]*[^\0-\xff]/.exec(code) ?? [];
  if (place !== undefined) failed.push(`An escape would say something else here: ${place}`);
  return code.replaceAll(/[^\0-\xff]/g, (unit) => {
    const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${hex}`;
  });
}

for (const message of failed) console.error(message);
process.exit(failed.length > 0 ? 1 : 0);
