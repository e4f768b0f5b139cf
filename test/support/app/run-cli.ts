import { execFile } from 'node:child_process';
import { builtProgram, ROOT } from './build.js';

/** Runs `npm run cli -- …` as it was built, with nothing but these variables, until it ends. */
export async function runCli(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ status: number; output: string }> {
  const script = await builtProgram('cli');
  const { PATH = '' } = process.env;
  const options = { cwd: ROOT, env: { PATH, ...env } };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], options, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, output: `${stdout}${stderr}` }),
    );
  });
}
