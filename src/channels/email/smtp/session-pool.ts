import { DeadlineError } from '../../../transport/index.js';
import type { ConnectTrace, Deadline } from '../../../transport/index.js';
import type { OpenSession } from './open-session.js';
import type { SmtpSession } from './smtp-session.js';

const MAX_IDLE_MS = 15_000;
/** Some servers penalise sessions that never end. */
const MAX_MAILS_PER_SESSION = 100;

interface Waiting {
  resume: () => void;
  isExpired: boolean;
}

/** Sessions with one server, at most `size` at once; further callers wait in order. */
export class SessionPool {
  private readonly idle = new Map<SmtpSession, NodeJS.Timeout>();
  private readonly waiting: Waiting[] = [];
  private inUse = 0;
  private isClosed = false;

  constructor(
    private readonly open: OpenSession,
    private readonly size: number,
  ) {}

  /** Waits until one more session may be used. Call `leave` afterwards. Rejects at the deadline. */
  async enter(deadline: Deadline): Promise<void> {
    if (this.inUse < this.size) {
      this.inUse += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const waiting: Waiting = { resume: resolve, isExpired: false };
      this.waiting.push(waiting);
      deadline.onExpiry(() => {
        waiting.isExpired = true;
        reject(new DeadlineError(deadline.timeoutMs, 'queueing'));
      });
    });
  }

  leave(): void {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      if (next.isExpired) continue;
      next.resume();
      return;
    }
    this.inUse -= 1;
  }

  /** Returns an open idle session, if there is one. */
  takeIdle(): SmtpSession | undefined {
    // The most recent one is the least likely to have been closed by the server.
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

  /** Keeps the session for the next mail, or ends it. */
  keep(session: SmtpSession): void {
    if (!session.isOpen) return;
    if (this.isClosed || session.mailsSent >= MAX_MAILS_PER_SESSION) {
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
