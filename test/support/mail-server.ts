import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Certificate } from './certificates.js';
import { freePort } from './services/free-port.js';

/** One mail as it came. */
export interface ReceivedMail {
  from: string;
  to: string;
  raw: Buffer;
  isSecure: boolean;
  user: string | undefined;
  receivedAtMs: number;
}

/** A refusal: the three digits and what follows them. */
type Refusal = `${number} ${string}`;

export interface MailServer {
  port: number;
  mails: readonly ReceivedMail[];
  /** Connections opened so far. */
  readonly connections: number;
  /** Number of attempts to send to the address. */
  attempts(address: string): number;
  /** The next replies for the address, in this order; null accepts the mail, as do all later ones. */
  refuse(address: string, ...answers: (Refusal | null | 'always')[]): void;
  /** Replies so to MAIL FROM or to the message, until it is changed. */
  refuseAll(step: 'sender' | 'message', answer: Refusal | null): void;
  /** `silent`: says nothing at a step. `drop`: closes the connection there. */
  misbehave(how: 'silent' | 'drop' | null, step?: 'greeting' | 'recipient' | 'message'): void;
  /** Ends what stands open, as a server does that has waited too long. */
  cutConnections(): void;
  close(): Promise<void>;
}

/** A real mail server on loopback that keeps what it gets. */
export async function startMailServer(
  options: {
    certificate?: Certificate;
    /** TLS from the first byte; with a certificate alone STARTTLS is offered. */
    secure?: boolean;
    login?: { user: string; password: string };
    port?: number;
  } = {},
): Promise<MailServer> {
  const { certificate, secure = false, login } = options;
  const mails: ReceivedMail[] = [];
  const refusals = new Map<string, (Refusal | null | 'always')[]>();
  const attempts = new Map<string, number>();
  const refusedSteps = new Map<'sender' | 'message', Refusal>();
  const sockets = new Set<Socket>();
  let connections = 0;
  let behaviour: { how: 'silent' | 'drop'; step: string } | null = null;

  /** True where the step gets no answer. */
  const spoilt = (step: string): boolean => {
    if (behaviour?.step !== step) return false;
    if (behaviour.how === 'drop') for (const socket of sockets) socket.destroy();
    return true;
  };

  const server = new SMTPServer({
    secure,
    ...(certificate && { cert: certificate.certPem, key: certificate.keyPem }),
    disabledCommands: [...(certificate && !secure ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
    authOptional: !login,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 50,
    onConnect: (_session, callback) => {
      connections += 1;
      if (!spoilt('greeting')) callback();
    },
    onAuth: ({ username, password }, _session, callback) => {
      const isKnown = username === login?.user && password === login?.password;
      if (isKnown) callback(null, { user: username });
      else callback(replyOf('535 5.7.8 Authentication credentials invalid'));
    },
    onMailFrom: (_address, _session, callback) => {
      callback(replyOf(refusedSteps.get('sender')));
    },
    onRcptTo: ({ address }, _session, callback) => {
      attempts.set(address, (attempts.get(address) ?? 0) + 1);
      if (spoilt('recipient')) return;
      const queue = refusals.get(address) ?? [];
      const answer = queue[1] === 'always' ? queue[0] : queue.shift();
      callback(answer === 'always' ? null : replyOf(answer));
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const refusal = refusedSteps.get('message');
        if (spoilt('message')) return;
        if (refusal) {
          callback(replyOf(refusal));
          return;
        }
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address).join(','),
          raw,
          isSecure: session.secure,
          user: typeof session.user === 'string' ? session.user : undefined,
          receivedAtMs: Date.now(),
        });
        callback(null);
      });
    },
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    // Destroyed under a TLS server, a raw socket takes the whole process with it.
    if (!certificate) sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  await once(server.listen(options.port ?? (await freePort()), '127.0.0.1'), 'listening');

  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    get connections() {
      return connections;
    },
    attempts: (address) => attempts.get(address) ?? 0,
    refuse: (address, ...answers) => void refusals.set(address, answers),
    refuseAll: (step, answer) => {
      if (answer === null) refusedSteps.delete(step);
      else refusedSteps.set(step, answer);
    },
    misbehave: (how, step = 'greeting') => {
      behaviour = how && { how, step };
    },
    cutConnections: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

function replyOf(refusal: Refusal | null | undefined): Error | null {
  if (refusal == null) return null;
  return Object.assign(new Error(refusal.slice(4)), { responseCode: Number(refusal.slice(0, 3)) });
}
