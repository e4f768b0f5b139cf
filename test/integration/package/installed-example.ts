import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../support/app/index.js';
import { guard } from '../../support/services/index.js';

/** The example in a directory of its own, with the packed package in its `node_modules`. */
export interface InstalledExample {
  /** Files of the tarball, from its root. */
  packed: string[];
  esm: string;
  /** The same sources and packages, as a CommonJS application. */
  cjs: string;
  remove(): Promise<void>;
}

const EXAMPLE = join(ROOT, 'examples', 'nest-service');
/** Run beside the example's modules; each says what it does. */
const ADDED = ['publish.ts', 'override.test.ts'];
const HERE = join(ROOT, 'test', 'integration', 'package');

export async function installExample(): Promise<InstalledExample> {
  const directory = await mkdtemp(join(tmpdir(), 'postrider-package-'));
  const kept = guard({ directory });
  const [esm, cjs] = [join(directory, 'esm'), join(directory, 'cjs')];
  const pack = ['pack', '--json', '--pack-destination', directory];
  await run('npm', pack, ROOT);
  const [tarball = ''] = (await readdir(directory)).filter((name) => name.endsWith('.tgz'));
  const listed = await run('tar', ['-tzf', join(directory, tarball)], directory);
  for (const place of [esm, cjs]) {
    await cp(EXAMPLE, place, {
      recursive: true,
      filter: (source) => !/(node_modules|dist|\.tgz|package-lock\.json)$/.test(source),
    });
    for (const name of ADDED) await cp(join(HERE, `${name}.txt`), join(place, 'src', name));
  }
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock'];
  await run('npm', ['install', ...quietly, join(directory, tarball)], esm);
  const manifest = join(cjs, 'package.json');
  const text = await readFile(manifest, 'utf8');
  await writeFile(manifest, text.replace('"type": "module"', '"type": "commonjs"'));
  await symlink(join(esm, 'node_modules'), join(cjs, 'node_modules'));
  return {
    packed: listed.split('\n').filter(Boolean),
    esm,
    cjs,
    remove: async () => {
      await rm(directory, { recursive: true, force: true });
      kept.forget();
    },
  };
}

/** What the command prints on its standard output; throws with all of its output where it fails. */
export async function run(command: string, args: string[], cwd: string): Promise<string> {
  try {
    const limits = { maxBuffer: 16 * 1024 * 1024 };
    return (await promisify(execFile)(command, args, { cwd, ...limits })).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const said = `${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`;
    throw new Error(said, { cause: error });
  }
}

/** Names of the packages that compiled modules of a directory import when they are loaded. */
export async function packagesImportedBy(directory: string): Promise<string[]> {
  const files = await readdir(directory, { recursive: true });
  const modules = files.filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(modules.map((name) => readFile(join(directory, name), 'utf8')));
  const names = texts.flatMap((text) =>
    [...text.matchAll(/(?:from|import) '((?:@[^/']+\/)?[^./'][^/']*)[^']*'/g)].map(
      ([, name = '']) => name,
    ),
  );
  return [...new Set(names)].filter((name) => !name.startsWith('node:')).sort();
}
