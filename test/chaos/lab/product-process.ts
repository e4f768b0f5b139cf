import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/services/free-port.js';
import { guard } from '../../support/services/guard.js';

export interface ProductOptions {
  /** The compiled main file. */
  main: string;
  /** `worker-2`: it signs its requests with this name and the number of its life. */
  name: string;
  /** The file of its output. */
  log: string;
  env: Record<string, string>;
  nodeFlags?: readonly string[];
}

/** How a process ended. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  tookMs: number;
}

/** One life of a process. */
export interface Life {
  /** `User-Agent` of its requests. */
  sender: string;
  pid: number;
  /** When it was killed by `kill`. */
  killedAtMs?: number;
}

const START_WITHIN_MS = 120_000;

/** A process of the product, with a port of its own that it comes back on. */
export class ProductProcess {
  /** Oldest first. */
  readonly lives: Life[] = [];
  /** How it ended, if that was unexpected. */
  readonly crashes: string[] = [];
  private child: ChildProcess | undefined;
  private ready = false;

  private constructor(
    private readonly options: ProductOptions,
    private readonly port: number,
  ) {}

  /** Started and ready. */
  static async start(options: ProductOptions): Promise<ProductProcess> {
    const started = new ProductProcess(options, await freePort());
    await started.start();
    return started;
  }

  get name(): string {
    return this.options.name;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** Started, ready, and not ended since. */
  get isReady(): boolean {
    return this.ready;
  }

  get sender(): string {
    return this.lives.at(-1)?.sender ?? '';
  }

  /** Starts it, again after an end; resolves when it is ready. */
  async start(): Promise<void> {
    if (this.child) throw new Error(`${this.name} is running.`);
    const sender = `${this.name}.${this.lives.length + 1}`;
    const log = openSync(this.options.log, 'a');
    const child = spawn(process.execPath, [...(this.options.nodeFlags ?? []), this.options.main], {
      env: {
        PATH: process.env.PATH,
        ...this.options.env,
        PORT: String(this.port),
        USER_AGENT: sender,
      },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const { pid = 0 } = child;
    this.child = child;
    this.lives.push({ sender, pid });
    const kept = guard({ pid });
    child.once('exit', (code, signal) => {
      kept.forget();
      if (this.child !== child) return;
      this.child = undefined;
      this.ready = false;
      this.crashes.push(`${sender} ended by itself (${signal ?? code})`);
    });
    await this.untilReady(child);
  }

  /** SIGKILL; resolves when it is gone. */
  async kill(): Promise<void> {
    const life = this.lives.at(-1);
    if (life) life.killedAtMs = Date.now();
    await this.end('SIGKILL');
  }

  /** SIGTERM; resolves when it is gone, with how it went. By force if it outstays `withinMs`. */
  terminate(withinMs = 60_000): Promise<Ended> {
    return this.end('SIGTERM', withinMs);
  }

  /** SIGSTOP, SIGCONT and the like. */
  signal(name: NodeJS.Signals): void {
    this.child?.kill(name);
  }

  private async end(signal: NodeJS.Signals, withinMs?: number): Promise<Ended> {
    const child = this.child;
    const sinceMs = Date.now();
    if (!child) return { code: null, signal: null, tookMs: 0 };
    this.child = undefined;
    this.ready = false;
    const exited = once(child, 'exit');
    child.kill(signal);
    const force = withinMs && setTimeout(() => child.kill('SIGKILL'), withinMs);
    await exited;
    if (force) clearTimeout(force);
    const { exitCode, signalCode } = child;
    return { code: exitCode, signal: signalCode, tookMs: Date.now() - sinceMs };
  }

  private async untilReady(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + START_WITHIN_MS;
    while (this.child === child && Date.now() < deadline) {
      const response = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (response?.ok && this.child === child) {
        this.ready = true;
        return;
      }
      await sleep(50);
    }
    // Killed while it was starting: that is what happens to processes here.
    if (this.child !== child && this.crashes.length === 0) return;
    throw new Error(`${this.name} did not become ready: see ${this.options.log}`);
  }
}
