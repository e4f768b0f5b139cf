import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

/** The programs that a build makes. */
type Program = 'main' | 'cli' | 'doctor';

let building: Promise<unknown> | undefined;

/** The file of a program, built first where the sources are newer. */
export async function builtProgram(program: Program = 'main'): Promise<string> {
  await build();
  return join(ROOT, 'dist', 'bundle', `${program}.js`);
}

/** A compiled module of `src`, such as `main.js`, built likewise. */
export async function builtModule(path: string): Promise<string> {
  await build();
  return join(ROOT, 'dist', 'src', path);
}

function build(): Promise<unknown> {
  building ??= promisify(execFile)(process.execPath, [join(ROOT, 'scripts', 'build.mjs')]);
  return building;
}
