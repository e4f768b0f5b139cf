import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { guard } from '../services/index.js';

/** How a process ended: its status, or the signal that killed it. */
export type End = number | NodeJS.Signals;

/** A process of its own process group. */
export interface SpawnedProcess {
  pid: number;
  /** Everything it wrote so far, to either stream. */
  output(): string;
  /** The text that it wrote to stderr. */
  stderr(): string;
  /** Resolves with a match on stderr; rejects if the process ends, or takes too long. */
  says(pattern: RegExp, withinMs: number): Promise<RegExpExecArray>;
  ended: Promise<End>;
  kill(signal: NodeJS.Signals): void;
  /** To the whole group, as a terminal does on Ctrl-C. */
  killGroup(signal: NodeJS.Signals): void;
}

/**
 * Starts `node <script>` with nothing of our environment but the path and the home, by way of
 * another program where its words are given.
 */
export function spawnNode(
  script: string,
  env: Record<string, string>,
  cwd: string,
  inside: readonly string[] = [],
): SpawnedProcess {
  const { PATH = '', HOME = '' } = process.env;
  const [program, ...words] = [...inside, process.execPath, script];
  const child = spawn(program, words, {
    cwd,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid = 0 } = child;
  const kept = guard({ pid });
  const chunks: string[] = [];
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => chunks.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    chunks.push(text);
    stderr += text;
    for (const check of watchers) check();
  });
  const output = () => chunks.join('');
  const ended = once(child, 'close').then(([code, signal]: unknown[]): End => {
    kept.forget();
    return (code ?? signal) as End;
  });

  return {
    pid,
    output,
    stderr: () => stderr,
    says: (pattern, withinMs) =>
      new Promise((resolve, reject) => {
        const fail = (why: string) => reject(new Error(`${why}\n${output()}`));
        const timer = setTimeout(() => fail(`${pattern} was not said in time.`), withinMs);
        const check = () => {
          const match = pattern.exec(stderr);
          if (!match) return;
          clearTimeout(timer);
          watchers.delete(check);
          resolve(match);
        };
        const failAtEnd = (end: End) => {
          clearTimeout(timer);
          fail(`The process ended (${end}).`);
        };
        watchers.add(check);
        void ended.then(failAtEnd);
        check();
      }),
    ended,
    kill: (signal) => child.kill(signal),
    killGroup: (signal) => process.kill(-pid, signal),
  };
}
