import { DeadlineError } from '../../../transport/index.js';
import type { ConnectTrace, Deadline } from '../../../transport/index.js';
import type { OpenSession } from './open-session.js';
import type { SmtpSession } from './smtp-session.js';

const MAX_IDLE_MS = 15_000;
/** Servers look askance at a session that never ends. */
const MAX_MAILS = 100;

interface Waiting {
  resume: () => void;
  isOver: boolean;
}

/** Sessions with one server, at most `size` at once; whoever comes then waits in turn. */
export class SessionPool {
  private readonly idle = new Map<SmtpSession, NodeJS.Timeout>();
  private readonly waiting: Waiting[] = [];
  private taken = 0;
  private isClosed = false;

  constructor(
    private readonly open: OpenSession,
    private readonly size: number,
  ) {}

  /** Waits until there is room for a session in use. To be followed by `leave`. */
  async enter(deadline: Deadline): Promise<void> {
    if (this.taken < this.size) {
      this.taken += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const place: Waiting = { resume: resolve, isOver: false };
      this.waiting.push(place);
      deadline.onExpiry(() => {
        place.isOver = true;
        reject(new DeadlineError(deadline.timeoutMs, 'queueing'));
      });
    });
  }

  leave(): void {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      if (next.isOver) continue;
      next.resume();
      return;
    }
    this.taken -= 1;
  }

  /** A session that stands open, if there is one. */
  takeIdle(): SmtpSession | undefined {
    // The latest is the least likely to be closed from the other side.
    for (const [session, timer] of [...this.idle].toReversed()) {
      clearTimeout(timer);
      this.idle.delete(session);
      if (session.isOpen) return session;
    }
    return undefined;
  }

  async takeNew(trace: ConnectTrace, deadline: Deadline): Promise<SmtpSession> {
    const session = await this.open(trace, deadline);
    session.onClosed(() => {
      clearTimeout(this.idle.get(session));
      this.idle.delete(session);
    });
    return session;
  }

  /** For the next mail. */
  keep(session: SmtpSession): void {
    if (!session.isOpen) return;
    if (this.isClosed || session.mailsSent >= MAX_MAILS) {
      session.end();
      return;
    }
    const timer = setTimeout(() => {
      this.idle.delete(session);
      session.end();
    }, MAX_IDLE_MS);
    this.idle.set(session, timer.unref());
  }

  close(): void {
    this.isClosed = true;
    for (let session = this.takeIdle(); session; session = this.takeIdle()) session.end();
  }
}
