import type { SmtpTarget } from '../../../config/index.js';
import { Deadline, DeadlineError } from '../../../transport/index.js';
import type { AttemptTimings, ConnectTrace, ErrorClass } from '../../../transport/index.js';
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
  /** Total deadline, waiting for a connection included. */
  timeoutMs: number;
}

/** One attempt to hand a mail over, as a value. `error` is null exactly when the server took it. */
export interface MailResult {
  /** Unix milliseconds. */
  startedAtMs: number;
  durationMs: number;
  ip: string | null;
  /** `tls_ms` of STARTTLS counts from the connection on; `first_byte_ms` is the wait for the answer. */
  timings: AttemptTimings;
  /** What the server said last of this mail; null where it said nothing. */
  answer: { code: number; text: string } | null;
  error: { class: ErrorClass; message: string } | null;
  isAddressRefused: boolean;
  /**
   * The mail did not get as far as its recipient: the server was not to be found or reached, TLS or the
   * login failed, or no connection came free.
   */
  isOurs: boolean;
}

export interface MailSender {
  /** Sends once and reports; never rejects for what the network or the server does. */
  send(mail: OutgoingMail): Promise<MailResult>;
  /** Connects, goes over to TLS and logs in, and sends nothing; null where that worked. */
  check(timeoutMs: number): Promise<MailResult['error']>;
  close(): void;
}

interface MailTrace extends ConnectTrace {
  answerMs: number | null;
  /** The server was ready for this mail. */
  hasSession: boolean;
}

/** The way out to the mail server. `extraCa` (PEM) is trusted besides the public authorities. */
export function createMailSender(server: SmtpTarget, extraCa?: string): MailSender {
  const pool = new SessionPool(createOpenSession(server, extraCa), server.maxConnections);

  async function handOver(
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
          // A session that had ended in the meantime: nothing of the mail was taken, a new one may.
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
      const deadline = new Deadline(mail.timeoutMs);
      const trace = newTrace();
      let outcome: Pick<MailResult, 'answer' | 'error' | 'isAddressRefused' | 'isOurs'>;
      try {
        outcome = {
          answer: parseAnswer(await handOver(mail, trace, deadline)),
          error: null,
          isAddressRefused: false,
          isOurs: false,
        };
      } catch (error) {
        const cause = error instanceof MailNotSentError ? error.cause : error;
        outcome = judge(explainMailFailure(cause), trace);
      } finally {
        deadline.clear();
      }
      return {
        startedAtMs,
        durationMs: Math.round(performance.now() - startedAt),
        ip: trace.ip,
        timings: {
          dns_ms: wholeMs(trace.dnsMs),
          connect_ms: wholeMs(trace.connectMs),
          tls_ms: wholeMs(trace.tlsMs),
          first_byte_ms: outcome.answer && wholeMs(trace.answerMs),
        },
        ...outcome,
      };
    },
    check: async (timeoutMs) => {
      const deadline = new Deadline(timeoutMs);
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

/** A server that wants a login only once a mail comes refuses us as one that refuses the login does. */
function judge(
  failure: MailFailure,
  { hasSession }: MailTrace,
): MailFailure & Pick<MailResult, 'isOurs'> {
  const { error } = failure;
  if (hasSession && error.class !== 'smtp_auth') return { ...failure, isOurs: false };
  const message = `${error.message} It is no fault of the recipient; it spends nothing of the schedule.`;
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

function wholeMs(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}
