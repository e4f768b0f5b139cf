import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { guard } from '../../support/services/index.js';
import type { Compiled } from './compiled.js';

/** Another process that runs the embedded server. */
export interface Holder {
  pid: number;
  url: string;
  serverPid: number;
  notes: string[];
  /** SIGKILL to the process; its server lives on. */
  kill(): Promise<void>;
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number | null>;
}

/** Starts a holder, as `user` where that is given; rejects with the output of the process if it does not start. */
export async function startHolder(
  compiled: Compiled,
  dataDir: string,
  user?: { uid: number; gid: number },
): Promise<Holder> {
  const child = spawn(process.execPath, [compiled.holder, dataDir], {
    ...user,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kept = [guard({ pid: child.pid ?? 0 })];
  const exited = once(child, 'exit');
  let problem = '';
  child.stderr.on('data', (chunk: Buffer) => (problem += chunk.toString()));
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text)),
    exited.then(() => undefined),
  ]);
  const forget = () => kept.forEach((guarded) => guarded.forget());
  if (line === undefined) {
    forget();
    throw new Error(problem);
  }
  const said = JSON.parse(line) as { url: string; pid: number; notes: string[] };
  kept.push(guard({ pid: said.pid }));
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    forget();
    return code;
  };
  return {
    pid: child.pid ?? 0,
    url: said.url,
    serverPid: said.pid,
    notes: said.notes,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}
