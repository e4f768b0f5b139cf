import type { SmtpTarget } from '../../../config/index.js';
import { AttemptDeadline, DeadlineError, toTimings } from '../../../transport/index.js';
import type {
  AttemptTimings,
  ConnectTrace,
  Deadline,
  ErrorClass,
} from '../../../transport/index.js';
import { explainMailFailure } from './explain-mail-failure.js';
import type { MailFailure } from './explain-mail-failure.js';
import { createOpenSession } from './open-session.js';
import { SessionPool } from './session-pool.js';
import { MailNotSentError } from './smtp-session.js';
import type { Envelope } from './smtp-session.js';

export interface OutgoingMail {
  envelope: Envelope;
  /** RFC 5322, with CRLF. */
  message: Buffer;
  /** Total deadline, including the wait for a connection. */
  timeoutMs: number;
}

/** The result of one attempt to send a mail. `error` is null exactly when the server accepted it. */
export interface MailResult {
  /** Unix milliseconds. */
  startedAtMs: number;
  durationMs: number;
  ip: string | null;
  /** With STARTTLS, `tls_ms` counts from the connection on. `first_byte_ms` is the wait for the final reply. */
  timings: AttemptTimings;
  /** The server's last reply to this mail; null if there was none. */
  answer: { code: number; text: string } | null;
  error: { class: ErrorClass; message: string } | null;
  isAddressRefused: boolean;
  /**
   * True for failures before the server could handle the mail: it was not found or reached, TLS or the
   * login failed, or no connection became free.
   */
  isOurs: boolean;
}

export interface MailSender {
  /** Makes one attempt. Never rejects for failures of the network or the server. */
  send(mail: OutgoingMail): Promise<MailResult>;
  /** Connects, starts TLS and logs in without sending a mail. Returns null on success. */
  check(timeoutMs: number): Promise<MailResult['error']>;
  close(): void;
}

interface MailTrace extends ConnectTrace {
  answerMs: number | null;
  /** Whether the server was ready for this mail. */
  hasSession: boolean;
}

/** Creates the sender for a mail server. `extraCa` (PEM) is trusted in addition to the public authorities. */
export function createMailSender(server: SmtpTarget, extraCa?: string): MailSender {
  const pool = new SessionPool(createOpenSession(server, extraCa), server.maxConnections);

  async function sendInSession(
    { envelope, message }: OutgoingMail,
    trace: MailTrace,
    deadline: Deadline,
  ): Promise<string> {
    await pool.enter(deadline);
    try {
      for (;;) {
        const idle = pool.takeIdle();
        trace.hasSession = false;
        const session = idle ?? (await pool.takeNew(trace, deadline));
        trace.hasSession = true;
        trace.ip = session.ip;
        const startedAt = performance.now();
        try {
          const answer = await session.send(envelope, message, deadline);
          pool.keep(session);
          return answer;
        } catch (error) {
          session.end();
          // An idle session may have been closed by the server; nothing was sent, so a new one is tried.
          if (!idle || !isStale(error)) throw error;
        } finally {
          trace.answerMs = performance.now() - startedAt;
        }
      }
    } finally {
      pool.leave();
    }
  }

  return {
    send: async (mail) => {
      const startedAtMs = Date.now();
      const startedAt = performance.now();
      const deadline = new AttemptDeadline(mail.timeoutMs);
      const trace = newTrace();
      let outcome: Pick<MailResult, 'answer' | 'error' | 'isAddressRefused' | 'isOurs'>;
      try {
        outcome = {
          answer: parseAnswer(await sendInSession(mail, trace, deadline)),
          error: null,
          isAddressRefused: false,
          isOurs: false,
        };
      } catch (error) {
        const cause = error instanceof MailNotSentError ? error.cause : error;
        outcome = withOrigin(explainMailFailure(cause), trace);
      } finally {
        deadline.clear();
      }
      return {
        startedAtMs,
        durationMs: Math.round(performance.now() - startedAt),
        ip: trace.ip,
        timings: toTimings(trace, outcome.answer && trace.answerMs),
        ...outcome,
      };
    },
    check: async (timeoutMs) => {
      const deadline = new AttemptDeadline(timeoutMs);
      try {
        const session = await pool.takeNew(newTrace(), deadline);
        session.end();
        return null;
      } catch (error) {
        return explainMailFailure(error).error;
      } finally {
        deadline.clear();
      }
    },
    close: () => pool.close(),
  };
}

/** Some servers require a login only at the first mail: `smtp_auth` counts as a failed login in any case. */
function withOrigin(
  failure: MailFailure,
  { hasSession }: MailTrace,
): MailFailure & Pick<MailResult, 'isOurs'> {
  const { error } = failure;
  if (hasSession && error.class !== 'smtp_auth') return { ...failure, isOurs: false };
  const message = `${error.message} The recipient is not the cause, so the attempt does not count in the schedule.`;
  return { ...failure, isOurs: true, error: { ...error, message } };
}

function isStale(error: unknown): boolean {
  if (!(error instanceof MailNotSentError) || error.mayHaveArrived) return false;
  if (error.cause instanceof DeadlineError) return false;
  const { responseCode } = error.cause as { responseCode?: number };
  return responseCode === undefined || responseCode === 421;
}

function parseAnswer(text: string): NonNullable<MailResult['answer']> {
  return { code: Number(text.slice(0, 3)), text };
}

function newTrace(): MailTrace {
  return {
    phase: 'resolving',
    ip: null,
    dnsMs: null,
    connectMs: null,
    tlsMs: null,
    answerMs: null,
    hasSession: false,
  };
}
