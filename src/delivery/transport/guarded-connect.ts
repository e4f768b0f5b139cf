import { connect as connectTcp, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls, createSecureContext, rootCertificates } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { addressVerdict } from './address-rules.js';
import type { Cidr } from './address-rules.js';
import type { Deadline } from './deadline.js';
import type { Resolve } from './resolver.js';
import { BlockedAddressError, DeadlineError } from './transport-errors.js';
import type { Phase } from './transport-errors.js';

export interface ConnectTarget {
  secure: boolean;
  /** A name or an address, IPv6 without brackets. */
  host: string;
  port: number;
}

/** What is known so far of an attempt; filled in step by step, so a failure keeps what came before. */
export interface ConnectTrace {
  phase: Phase;
  /** The address last connected to. */
  ip: string | null;
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
}

export type GuardedConnect = (
  target: ConnectTarget,
  trace: ConnectTrace,
  deadline: Deadline,
) => Promise<Socket>;

/**
 * Opens sockets to checked addresses only: every address of the name is looked at, one bad one refuses
 * them all (BlockedAddressError), and the socket goes to an address that was checked, with no second
 * look-up. Addresses are tried in order, each with its share of the time that is left. TLS is always
 * verified; `extraCa` (PEM) is trusted besides the public authorities.
 */
export function createGuardedConnect(options: {
  resolve: Resolve;
  allowedCidrs: readonly Cidr[];
  extraCa?: string;
}): GuardedConnect {
  const secureContext = createSecureContext(
    options.extraCa === undefined ? {} : { ca: [...rootCertificates, options.extraCa] },
  );

  async function checkedAddresses(target: ConnectTarget, trace: ConnectTrace, deadline: Deadline) {
    const addresses =
      isIP(target.host) === 0
        ? await timed(trace, 'dnsMs', () =>
            beforeDeadline(options.resolve(target.host), trace, deadline),
          )
        : [target.host];
    for (const ip of addresses) {
      const verdict = addressVerdict(ip, options.allowedCidrs);
      if (!verdict.allowed) throw new BlockedAddressError(target.host, ip, verdict.range);
    }
    return addresses;
  }

  async function openTcp(target: ConnectTarget, trace: ConnectTrace, deadline: Deadline) {
    const addresses = await checkedAddresses(target, trace, deadline);
    trace.phase = 'connecting';
    return timed(trace, 'connectMs', async () => {
      let failure: unknown;
      for (const [index, ip] of addresses.entries()) {
        trace.ip = ip;
        const socket = connectTcp({ host: ip, port: target.port, noDelay: true, keepAlive: true });
        const isLast = index === addresses.length - 1;
        if (!isLast) giveUpAfter(socket, deadline.remainingMs / (addresses.length - index));
        try {
          await established(socket, 'connect', trace, deadline);
          socket.setTimeout(0);
          return socket;
        } catch (error) {
          failure = error;
          if (deadline.expired) break;
        }
      }
      throw failure;
    });
  }

  return async (target, trace, deadline) => {
    trace.phase = 'resolving';
    const tcp = await openTcp(target, trace, deadline);
    if (!target.secure) return tcp;
    trace.phase = 'securing';
    return timed(trace, 'tlsMs', async () => {
      const tls = connectTls({
        socket: tcp,
        host: target.host,
        ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
        secureContext,
        ALPNProtocols: ['http/1.1'],
        // Said aloud so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off.
        rejectUnauthorized: true,
      });
      await established(tls, 'secureConnect', trace, deadline);
      // Once it is secure, node tells of an error and leaves the socket open.
      tls.on('error', () => tls.destroy());
      return tls;
    });
  };
}

async function timed<Result>(
  trace: ConnectTrace,
  field: 'dnsMs' | 'connectMs' | 'tlsMs',
  step: () => Promise<Result>,
): Promise<Result> {
  const startedAt = performance.now();
  try {
    return await step();
  } finally {
    trace[field] = performance.now() - startedAt;
  }
}

function beforeDeadline<Result>(
  step: Promise<Result>,
  trace: ConnectTrace,
  deadline: Deadline,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    deadline.onExpiry(() => reject(new DeadlineError(deadline.timeoutMs, trace.phase)));
    step.then(resolve, reject);
  });
}

function giveUpAfter(socket: Socket, afterMs: number): void {
  socket.setTimeout(Math.max(1, Math.ceil(afterMs)), () => {
    const error = new Error('The address did not answer in its share of the time.');
    socket.destroy(Object.assign(error, { code: 'ETIMEDOUT' }));
  });
}

function established(
  socket: Socket | TLSSocket,
  event: 'connect' | 'secureConnect',
  trace: ConnectTrace,
  deadline: Deadline,
): Promise<void> {
  return new Promise((resolve, reject) => {
    // This listener stays for good: a socket may fail while nobody else listens.
    socket.on('error', reject);
    socket.once(event, resolve);
    deadline.onExpiry(() => socket.destroy(new DeadlineError(deadline.timeoutMs, trace.phase)));
  });
}
