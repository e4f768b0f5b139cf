// `npm run mutants [WORD …]`: applies each mutant of list.mjs by itself to a copy of the sources, and runs
// the specs that must notice it. Names those that no spec notices. Words select mutants by their names.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTANTS } from './list.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const words = process.argv.slice(2);
const copy = copySources();
const wrong = [];
try {
  for (const mutant of MUTANTS.filter(({ name }) => words.every((word) => name.includes(word)))) {
    const verdict = tryMutant(mutant);
    if (verdict !== 'killed') wrong.push(mutant.name);
    console.log(`${verdict.padEnd(8)} ${mutant.name}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
process.exitCode = wrong.length > 0 ? 1 : 0;

function copySources() {
  const directory = mkdtempSync(join(tmpdir(), 'postrider-mutants-'));
  const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' })
    .trim()
    .split('\n');
  for (const file of files) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    cpSync(join(ROOT, file), join(directory, file));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  return directory;
}

/** Returns `killed`, `survived`, or `stale` where the text to be replaced is not in the file exactly once. */
function tryMutant({ file, search, replace, specs }) {
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(search).length !== 2) return 'stale';
  writeFileSync(
    path,
    source.replace(search, () => replace),
  );
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--bail=1', ...specs], {
    cwd: copy,
    stdio: 'ignore',
  });
  writeFileSync(path, source);
  return status === 0 ? 'survived' : 'killed';
}
