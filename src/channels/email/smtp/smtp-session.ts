import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { DeadlineError } from '../../../transport/index.js';
import type { Deadline } from '../../../transport/index.js';

/** Sender and recipient of the SMTP envelope. */
export interface Envelope {
  from: string;
  to: string;
}

/** A mail was not sent. `mayHaveArrived`: the transfer of its content had begun. */
export class MailNotSentError extends Error {
  constructor(
    override readonly cause: Error,
    readonly mayHaveArrived: boolean,
  ) {
    super(cause.message, { cause });
    this.name = 'MailNotSentError';
  }
}

/** A connection that sends mails one after another. */
export class SmtpSession {
  mailsSent = 0;

  constructor(
    private readonly connection: SMTPConnection,
    readonly ip: string,
  ) {}

  get isOpen(): boolean {
    return !this.connection.destroyed;
  }

  onClosed(listener: () => void): void {
    this.connection.once('end', listener);
  }

  /** Resolves with the server's whole reply; rejects with a MailNotSentError. */
  async send(envelope: Envelope, message: Buffer, deadline: Deadline): Promise<string> {
    let hasBegun = false;
    const stream = new Readable({
      read() {
        hasBegun = true;
        this.push(message);
        this.push(null);
      },
    });
    try {
      const answer = await beforeDeadline<string>(this.connection, deadline, 'mailing', (done) => {
        const sized = { ...envelope, size: message.length };
        this.connection.send(sized, stream, (error, info) => done(error, info?.response));
      });
      this.mailsSent += 1;
      return answer ?? '';
    } catch (error) {
      throw new MailNotSentError(error as Error, hasBegun);
    }
  }

  /** Sends QUIT and closes the connection after a second at the latest. */
  end(): void {
    if (this.connection.destroyed) return;
    this.connection.quit();
    const timer = setTimeout(() => this.connection.close(), 1000);
    this.connection.once('end', () => clearTimeout(timer));
  }

  destroy(): void {
    this.connection.close();
  }
}

/** Runs one step of the SMTP dialogue; at the deadline it rejects and closes the connection. */
export function beforeDeadline<Result>(
  connection: SMTPConnection,
  deadline: Deadline,
  phase: 'greeting' | 'mailing',
  step: (done: (error?: Error | null, result?: Result) => void) => void,
): Promise<Result | undefined> {
  return new Promise((resolve, reject) => {
    const closed = () => reject(new Error('The mail server closed the connection.'));
    const end = (error?: Error | null, result?: Result) => {
      connection.off('error', reject);
      connection.off('end', closed);
      if (error) reject(error);
      else resolve(result);
    };
    connection.on('error', reject);
    connection.once('end', closed);
    deadline.onExpiry(() => {
      reject(new DeadlineError(deadline.timeoutMs, phase));
      connection.close();
    });
    step(end);
  });
}
