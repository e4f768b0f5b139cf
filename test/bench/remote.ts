import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a helper process can be asked for. */
// The argument of a method is its own affair.
export type Methods = Record<string, (argument: never) => unknown>;

interface Question {
  id: number;
  method: string;
  argument: unknown;
}

interface Answer {
  id: number;
  result?: unknown;
  error?: string;
}

/** Milliseconds since the epoch with fractions, the same clock in every process of this machine. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** In a helper process: answers its parent until that goes away. */
export function serve(methods: Methods): void {
  process.on('disconnect', () => process.exit());
  process.on('message', (question: Question) => void answer(methods, question));
}

async function answer(methods: Methods, { id, method, argument }: Question): Promise<void> {
  const work = methods[method] as (argument: unknown) => unknown;
  try {
    process.send?.({ id, result: await work(argument) } satisfies Answer);
  } catch (error) {
    process.send?.({ id, error: String(error) } satisfies Answer);
  }
}

/** A process of its own, so that its work is not counted as the product's. */
export class Remote<Served extends Methods> {
  private readonly open = new Map<number, PromiseWithResolvers>();
  private lastId = 0;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', ({ id, result, error }: Answer) => {
      const waiting = this.open.get(id);
      this.open.delete(id);
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new Error(error));
    });
    child.on('exit', (code, signal) => {
      const error = new Error(`A helper process ended (${signal ?? code}).`);
      for (const waiting of this.open.values()) waiting.reject(error);
    });
  }

  /** The file is named relative to this one, or by its URL; the flags are Node's. */
  static start<Served extends Methods>(
    file: string | URL,
    flags: readonly string[] = [],
  ): Remote<Served> {
    const loader = new URL('typescript.mjs', import.meta.url).href;
    const script = fileURLToPath(new URL(file, import.meta.url));
    return new Remote(fork(script, { execArgv: ['--import', loader, ...flags] }));
  }

  call<Name extends keyof Served & string>(
    method: Name,
    ...[argument]: Parameters<Served[Name]>
  ): Promise<Awaited<ReturnType<Served[Name]>>> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      this.open.set(id, { resolve, reject });
      this.child.send({ id, method, argument } satisfies Question);
    });
  }

  stop(): void {
    if (this.child.connected) this.child.disconnect();
  }
}

interface PromiseWithResolvers {
  resolve(result: unknown): void;
  reject(error: Error): void;
}
