import { AppError } from './app-error.js';

const RETRY_AFTER_SECONDS = 2;

interface Limits {
  /** What one owner may have at once. */
  running: number;
  /** What may wait beside it. */
  waiting: number;
  /** How long it waits. */
  patienceMs: number;
}

interface Share {
  running: number;
  /** What lets those that wait begin, the oldest first. */
  queue: (() => void)[];
}

/** Divides what is shared: each owner has so much of it at once, what it wants beside that waits for its own turns. */
export class Shares {
  private readonly shares = new Map<string, Share>();

  constructor(private readonly limits: Limits) {}

  /** Resolves with the function that ends the turn, to be called once. Rejects with 429 `too_many_at_once`. */
  async acquire(owner: string): Promise<() => void> {
    const share = this.shares.get(owner) ?? { running: 0, queue: [] };
    this.shares.set(owner, share);
    if (share.running >= this.limits.running) await this.wait(share);
    else share.running += 1;
    return () => this.release(owner, share);
  }

  private wait({ queue }: Share): Promise<void> {
    if (queue.length >= this.limits.waiting) throw tooMany();
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        queue.splice(queue.indexOf(begin), 1);
        reject(tooMany());
      }, this.limits.patienceMs);
      queue.push(begin);
    });
  }

  /** The turn goes to the next that waits. */
  private release(owner: string, share: Share): void {
    const next = share.queue.shift();
    if (next) return next();
    share.running -= 1;
    if (share.running === 0) this.shares.delete(owner);
  }
}

function tooMany(): AppError {
  const message =
    'So many requests of the same caller or tenant are being answered that this one found no room: send fewer at once.';
  return new AppError('too_many_at_once', 429, { message, retryAfterSeconds: RETRY_AFTER_SECONDS });
}
