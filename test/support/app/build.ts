import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

let building: Promise<string> | undefined;

/** The compiled main file, built first where the sources are newer. */
export function builtMain(): Promise<string> {
  building ??= build();
  return building;
}

async function build(): Promise<string> {
  await promisify(execFile)(process.execPath, [join(ROOT, 'scripts', 'build.mjs')]);
  return join(ROOT, 'dist', 'src', 'main.js');
}
