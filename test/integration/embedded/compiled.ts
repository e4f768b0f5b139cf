import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { guard } from '../../support/services/index.js';

/** The root of the project, with a slash at its end. */
export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const NEEDED = ['src/model', 'src/common', 'src/config', 'src/database/embedded'];

/** Starts the embedded server in `argv[2]`, says so in one line of JSON, stops it on SIGTERM. */
const HOLDER = `
import { startEmbeddedPostgres } from './src/database/embedded/index.js';
const log = { info() {}, warn() {} };
const server = await startEmbeddedPostgres({ dataDir: process.argv[2], log });
const alive = setInterval(() => {}, 60_000);
process.once('SIGTERM', async () => {
  await server.stop();
  clearInterval(alive);
});
console.log(JSON.stringify({ url: server.url, pid: server.pid, notes: server.notes }));
`;

/** The launcher as JavaScript, for processes that are killed or belong to other users. */
export interface Compiled {
  directory: string;
  holder: string;
  remove(): Promise<void>;
}

/** Compiled inside the project, so that its packages are found. */
export async function compileLauncher(): Promise<Compiled> {
  const cache = join(PROJECT, '.cache');
  await mkdir(cache, { recursive: true });
  const directory = await mkdtemp(join(cache, 'launcher-'));
  const kept = guard({ directory });
  await chmod(directory, 0o755);
  for (const folder of NEEDED) await compileFolder(folder, directory);
  await writeFile(join(directory, 'package.json'), '{ "type": "module" }');
  const holder = join(directory, 'holder.mjs');
  await writeFile(holder, HOLDER);
  const remove = async () => {
    await rm(directory, { recursive: true, force: true });
    kept.forget();
  };
  return { directory, holder, remove };
}

async function compileFolder(folder: string, target: string): Promise<void> {
  for (const name of await readdir(join(PROJECT, folder), { recursive: true })) {
    if (!/\.m?[jt]s$/.test(name) || name.endsWith('.spec.ts')) continue;
    const source = await readFile(join(PROJECT, folder, name), 'utf8');
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: {
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ESNext,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        useDefineForClassFields: false,
      },
    });
    const file = join(target, folder, name.replace(/\.ts$/, '.js'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, outputText);
  }
}
