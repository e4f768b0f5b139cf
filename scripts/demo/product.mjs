import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LEAVE_WITH_PARENT = new URL('leave-with-parent.mjs', import.meta.url).href;
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;

/**
 * Starts Postrider as `npm start` would, with a data directory and a port of its own.
 *
 * @param {{ main: string, retrySchedule: string, signal: AbortSignal }} options
 */
export async function startProduct({ main, retrySchedule, signal }) {
  const dataDir = await mkdtemp(join(tmpdir(), 'postrider-demo-'));
  // PostgreSQL refuses to run as root and has to reach its files as another user.
  await chmod(dataDir, 0o711);
  const child = spawn(process.execPath, ['--import', LEAVE_WITH_PARENT, main], {
    cwd: ROOT,
    env: environment(dataDir, retrySchedule),
    stdio: ['pipe', 'pipe', 'pipe'],
    // In a session of its own: a Ctrl-C is for the demo, which then stops it in good order.
    detached: true,
  });
  const stop = () => stopProduct(child, dataDir);
  try {
    const url = await startedAt(
      child,
      AbortSignal.any([signal, AbortSignal.timeout(START_TIMEOUT_MS)]),
    );
    return { url, stop, adminKey: readFileSync(join(dataDir, 'admin-api-key'), 'utf8').trim() };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Only what the demo wants: settings of the surroundings (a DATABASE_URL, say) are not its business. */
function environment(dataDir, retrySchedule) {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    ...(PATH && { PATH }),
    ...(HOME && { HOME }),
    ...(TMPDIR && { TMPDIR }),
    DATA_DIR: dataDir,
    PORT: '0',
    RETRY_SCHEDULE: retrySchedule,
    LOG_LEVEL: 'warn',
    RATE_LIMIT_PER_MINUTE: '100000',
    SHUTDOWN_GRACE_MS: '2000',
  };
}

/** Resolves with the URL of the start-up message; rejects with what the process said instead. */
function startedAt(child, signal) {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why) => reject(new Error(`Postrider did not start (${why}).\n${output.trim()}`));
    const read = (chunk) => {
      output = (output + chunk).slice(-8_000);
      const url = /^ *API: +(http\S+)$/m.exec(output)?.[1];
      if (url) resolve(url);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, killedBy) => fail(`exit ${code ?? killedBy}`));
    signal.addEventListener('abort', () => fail(signal.reason?.name ?? 'stopped'), { once: true });
  });
}

async function stopProduct(child, dataDir) {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const giveUp = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await gone;
    clearTimeout(giveUp);
  }
  // Where the directory is closed to PostgreSQL's user, its files stand elsewhere, behind a link.
  const server = await realpath(join(dataDir, 'postgres')).catch(() => undefined);
  if (server) await rm(server, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
}
