import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Guard {
  /** Call once the process has ended and the directory is gone. */
  forget(): void;
}

let watchdog: ChildProcess | undefined;

/**
 * Has a process ended and a directory removed even if this process is killed: the watchdog runs in a
 * session of its own and notices by a closed pipe that this process has ended.
 */
export function guard({ pid, directory }: { pid?: number; directory?: string }): Guard {
  const lines = [
    ...(pid === undefined ? [] : [`pid ${pid}`]),
    ...(directory === undefined ? [] : [`dir ${directory}`]),
  ];
  sendToWatchdog(lines.map((line) => `+${line}\n`).join(''));
  return { forget: () => sendToWatchdog(lines.map((line) => `-${line}\n`).join('')) };
}

function sendToWatchdog(text: string): void {
  watchdog ??= startWatchdog();
  watchdog.stdin?.write(text);
}

function startWatchdog(): ChildProcess {
  const script = fileURLToPath(new URL('watchdog.mjs', import.meta.url));
  const child = spawn(process.execPath, [script], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  const input = child.stdin as NodeJS.WritableStream & { unref?: () => void };
  input.on('error', () => undefined);
  input.unref?.();
  return child;
}
