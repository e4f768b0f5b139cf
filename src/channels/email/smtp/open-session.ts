import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls, createSecureContext, rootCertificates } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpTarget } from '../../../config/index.js';
import {
  createGuardedConnect,
  createSystemResolve,
  DeadlineError,
  parseCidrs,
} from '../../../transport/index.js';
import type { ConnectTrace, Deadline } from '../../../transport/index.js';
import { beforeDeadline, SmtpSession } from './smtp-session.js';

/** Opens a session: lookup, connection, TLS, greeting, login. Records each step in `trace`. */
export type OpenSession = (trace: ConnectTrace, deadline: Deadline) => Promise<SmtpSession>;

// The operator chooses the mail server, which is often in a private network.
const ANY_ADDRESS = parseCidrs('0.0.0.0/0,::/0');
const MAX_ANSWER_BYTES = 64 * 1024;
const MAX_SILENCE_MS = 10 * 60_000;

export function createOpenSession(server: SmtpTarget, extraCa?: string): OpenSession {
  const connect = createGuardedConnect({
    resolve: createSystemResolve(),
    allowedCidrs: ANY_ADDRESS,
  });
  const { host, port, security, login } = server;
  const tls: ConnectionOptions = {
    host,
    ...(isIP(host) === 0 && { servername: host }),
    secureContext: createSecureContext(
      extraCa === undefined ? {} : { ca: [...rootCertificates, extraCa] },
    ),
    // Explicit, so that NODE_TLS_REJECT_UNAUTHORIZED cannot disable it.
    rejectUnauthorized: true,
  };

  return async (trace, deadline) => {
    const tcp = await connect({ secure: false, host, port, tenant: '' }, trace, deadline);
    const securedAt = performance.now();
    const socket = security === 'tls' ? await secured(tcp, tls, trace, deadline) : tcp;
    const connection = new SMTPConnection({
      connection: socket,
      host,
      port,
      tls,
      secure: security === 'tls',
      secured: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      ...(server.clientName !== undefined && { name: server.clientName }),
      // The deadline of the attempt applies; these only take effect after it.
      connectionTimeout: deadline.remainingMs + 1000,
      greetingTimeout: deadline.remainingMs + 1000,
      socketTimeout: MAX_SILENCE_MS,
      socketCloseTimeout: 0,
      maxResponseSize: MAX_ANSWER_BYTES,
    });
    // An idle connection may fail; the error must not be unhandled.
    connection.on('error', () => undefined);
    try {
      await beforeDeadline(connection, deadline, 'greeting', (done) => connection.connect(done));
      if (connection.secure) trace.tlsMs ??= performance.now() - securedAt;
      if (login) {
        const credentials = { user: login.user, pass: login.password };
        await beforeDeadline(connection, deadline, 'greeting', (done) =>
          connection.login(credentials, done),
        );
      }
    } catch (error) {
      connection.close();
      throw error;
    }
    return new SmtpSession(connection, trace.ip ?? host);
  };
}

async function secured(
  tcp: Socket,
  options: ConnectionOptions,
  trace: ConnectTrace,
  deadline: Deadline,
): Promise<Socket> {
  const startedAt = performance.now();
  const socket = connectTls({ ...options, socket: tcp });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.once('secureConnect', resolve);
      deadline.onExpiry(() => socket.destroy(new DeadlineError(deadline.timeoutMs, 'securing')));
    });
    return socket;
  } finally {
    trace.tlsMs = performance.now() - startedAt;
  }
}
