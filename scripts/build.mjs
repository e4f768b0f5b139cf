// Builds `dist/` when what it is made of has changed. `node scripts/build.mjs [--force]`
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { holderOf, tryLock } from '../src/database/embedded/pipe-lock.mjs';
import { fingerprint } from './fingerprint.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');
const MAIN = join('bundle', 'main.js');
/** The parts of a build, each with a file that shows that it is there. */
const PARTS = {
  server: MAIN,
  document: 'openapi.json',
  web: join('web', 'index.html'),
};
/** What stands in `dist/` beside the server's files. */
const OTHERS = { 'openapi.json': 'document', web: 'web' };
/** Read at run time, from beside the compiled files. */
const FUNCTIONS = join('sql', 'functions');
const STAMP = 'build-stamp.json';
const SAY_EVERY_MS = 30_000;
const LEFTOVER = /^dist\.(?:next|old)-/;

/** The build could not be made; the message says why and needs no stack. */
export class BuildError extends Error {
  name = 'BuildError';
}

/**
 * Makes sure that `dist/` is what the sources say. Of several processes one builds, the others wait
 * and take its result. Gives the path of the program and the directory of its compiled modules. Throws a
 * `BuildError`.
 *
 * @param {{ root?: string, force?: boolean, log?: (line: string) => void }} [options]
 * @returns {Promise<{ built: boolean, main: string, modules: string }>}
 */
export async function ensureBuilt({ root = ROOT, force = false, log = console.error } = {}) {
  const result = { main: join(root, 'dist', MAIN), modules: join(root, 'dist', 'src') };
  if (!force && (await isCurrent(root))) return { built: false, ...result };
  const release = await waitForLock(root, log);
  try {
    // Another process may have built while this one waited.
    if (!force && (await isCurrent(root))) return { built: false, ...result };
    log('Building …');
    await build(root, force);
    return { built: true, ...result };
  } finally {
    await release();
  }
}

/** Whether `dist/` was built from these sources. A copy with new times is stamped anew if we may. */
async function isCurrent(root) {
  const stamp = readStamp(root);
  const renewed = { ...stamp };
  for (const part of partsOf(root)) {
    const sources = fingerprint(root, part);
    if (!isBuilt(root, part, stamp, sources)) return false;
    renewed[part] = { ...stamp[part], quick: sources.quick };
  }
  if (JSON.stringify(renewed) !== JSON.stringify(stamp)) {
    await writeStamp(join(root, 'dist'), renewed).catch(() => undefined);
  }
  return true;
}

function isBuilt(root, part, stamp, sources) {
  const built = stamp?.[part];
  if (built === undefined || !existsSync(join(root, 'dist', PARTS[part]))) return false;
  return built.quick === sources.quick || built.content === sources.content();
}

/** A part of a checkout has the server alone. */
function partsOf(root) {
  const sources = { document: join('docs', 'openapi.json'), web: join('web', 'index.html') };
  return [
    'server',
    ...Object.keys(sources).filter((part) => existsSync(join(root, sources[part]))),
  ];
}

function readStamp(root) {
  try {
    return JSON.parse(readFileSync(join(root, 'dist', STAMP), 'utf8'));
  } catch {
    return undefined;
  }
}

async function writeStamp(directory, stamp) {
  const draft = join(directory, `${STAMP}.${process.pid}`);
  await writeFile(draft, JSON.stringify(stamp));
  await rename(draft, join(directory, STAMP));
}

async function waitForLock(root, log) {
  const place = join(root, '.cache', 'build-lock');
  let sayAtMs = performance.now();
  for (;;) {
    const release = await lockOrExplain(root, place);
    if (release !== undefined) return release;
    if (performance.now() >= sayAtMs) {
      sayAtMs = performance.now() + SAY_EVERY_MS;
      const holder = (await holderOf(place)) ?? 'another process';
      log(`Waiting for ${holder}, which is building (lock ${place}) …`);
    }
    await sleep(100);
  }
}

async function lockOrExplain(root, place) {
  try {
    return await tryLock(place);
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EROFS' && error.code !== 'EPERM') throw error;
    throw new BuildError(
      `The sources have changed since dist/ was built, and this user may not write to ${root}: ` +
        'run "npm run build" as its owner.',
      { cause: error },
    );
  }
}

/**
 * Builds beside `dist/` and puts the result in its place whole: a running process keeps what it loaded.
 * A part whose sources have not changed is taken over, unless all is built anew.
 */
async function build(root, force) {
  for (const name of await readdir(root)) {
    if (LEFTOVER.test(name)) await rm(join(root, name), { recursive: true, force: true });
  }
  const former = force ? undefined : readStamp(root);
  const next = `dist.next-${process.pid}`;
  const stamp = {};
  try {
    for (const part of partsOf(root)) {
      // Taken before building: what is edited meanwhile counts as changed afterwards.
      const sources = fingerprint(root, part);
      if (isBuilt(root, part, former, sources)) await takeOver(root, part, next);
      else await MAKE[part](root, next);
      stamp[part] = { quick: sources.quick, content: sources.content() };
    }
    await writeStamp(join(root, next), stamp);
    await replace(root, next);
  } finally {
    await rm(join(root, next), { recursive: true, force: true });
  }
}

async function takeOver(root, part, next) {
  const dist = join(root, 'dist');
  const names = (await readdir(dist)).filter(
    (name) => !name.startsWith(STAMP) && (OTHERS[name] ?? 'server') === part,
  );
  for (const name of names) {
    await cp(join(dist, name), join(root, next, name), {
      recursive: true,
      preserveTimestamps: true,
    });
  }
}

const MAKE = {
  async server(root, next) {
    const config = `dist.next-${process.pid}.json`;
    const options = { extends: './tsconfig.build.json', compilerOptions: { outDir: `./${next}` } };
    try {
      await writeFile(join(root, config), JSON.stringify(options));
      await run(root, 'typescript', [join(root, 'scripts', 'compile.mjs'), config]);
    } finally {
      await rm(join(root, config), { force: true });
    }
    await run(root, 'rolldown', [join(root, 'scripts', 'bundle.mjs'), next]);
    await cp(join(root, FUNCTIONS), join(root, next, FUNCTIONS), { recursive: true });
  },
  async document(root, next) {
    await cp(join(root, 'docs', 'openapi.json'), join(root, next, PARTS.document));
  },
  async web(root, next) {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const output = ['--outDir', join(root, next, 'web'), '--logLevel', 'warn'];
    // In the development mode of React a page is three times as large.
    const env = { ...process.env, NODE_ENV: 'production' };
    await run(root, 'vite', [vite, 'build', join(root, 'web'), ...output], env);
  },
};

async function run(root, needed, command, env = process.env) {
  if (!existsSync(join(root, 'node_modules', needed))) {
    throw new BuildError('Packages are missing: run "npm ci" first.');
  }
  // What a compiler prints belongs on the error output: ours may be read by programs.
  const child = spawn(process.execPath, command, { cwd: root, env, stdio: ['ignore', 2, 2] });
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', (code, signal) => resolve(code ?? signal));
  });
  if (status !== 0) throw new BuildError(`The build failed (${status}).`);
}

async function replace(root, next) {
  const dist = join(root, 'dist');
  const old = join(root, `dist.old-${process.pid}`);
  if (existsSync(dist)) await rename(dist, old);
  await rename(join(root, next), dist);
  await rm(old, { recursive: true, force: true });
}

/** Runs `work`; a `BuildError` ends the process with its message alone. */
export async function orExit(work, log = console.error) {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    log(error.message);
    return process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const force = process.argv.includes('--force');
  const { built } = await orExit(ensureBuilt({ force }));
  if (!built) console.error('dist/ is up to date.');
}
