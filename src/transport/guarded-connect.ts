import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls, createSecureContext, rootCertificates } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { LRUCache } from 'lru-cache';
import { addressVerdict } from './address-rules.js';
import type { AddressRanges } from './address-rules.js';
import { interleaveFamilies, raceToConnect } from './connect-race.js';
import type { Deadline, Phase } from './transport-errors.js';
import type { Addresses, Resolve } from './dns/index.js';
import { ResolveError } from './resolve-error.js';
import { BlockedAddressError, BlockedTargetError, DeadlineError } from './transport-errors.js';
import { refusalOfTarget } from './url-policy.js';
import type { UrlPolicy } from './url-policy.js';

export interface ConnectTarget {
  secure: boolean;
  /** A name or an address, IPv6 without brackets. */
  host: string;
  port: number;
  /** UUID of the tenant whose share of concurrent lookups is used. */
  tenant: string;
}

/** The measurements of an attempt. Each step fills in its own field, so a failure keeps the earlier ones. */
export interface ConnectTrace {
  phase: Phase;
  /** The address last connected to. */
  ip: string | null;
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  /** When the certificate expires that the receiver has shown; absent: it has shown none. */
  tlsExpiresAtMs?: number;
}

export type GuardedConnect = (
  target: ConnectTarget,
  trace: ConnectTrace,
  deadline: Deadline,
) => Promise<Socket>;

/** How many hosts' last successful addresses are remembered, and for how long. */
const MAX_WINNERS = 10_000;
const WINNER_MS = 600_000;

/**
 * Returns a function that opens sockets to checked addresses only. It checks every address of the name;
 * one forbidden address refuses all of them (BlockedAddressError), and so does a forbidden scheme or port
 * (BlockedTargetError). The socket connects to an address that
 * was checked, without a second lookup. Late addresses of the other family are checked before they are
 * tried, and a forbidden one refuses the connection if none is open yet. Addresses race as RFC 8305
 * describes, starting with the one that won last time. TLS is always verified. `extraCa` (PEM) is trusted
 * in addition to the public authorities.
 */
export function createGuardedConnect(options: {
  resolve: Resolve;
  allowedCidrs: AddressRanges;
  /** By tenant (UUID), in place of `allowedCidrs`. */
  tenantCidrs?: ReadonlyMap<string, AddressRanges>;
  /** Absent: every scheme and port. */
  receivers?: Pick<UrlPolicy, 'production' | 'allowedPorts'>;
  extraCa?: string;
}): GuardedConnect {
  const secureContext = createSecureContext(
    options.extraCa === undefined ? {} : { ca: [...rootCertificates, options.extraCa] },
  );
  const winners = new LRUCache<string, string>({ max: MAX_WINNERS, ttl: WINNER_MS });

  function checked({ host, tenant }: ConnectTarget, addresses: string[]): string[] {
    const allowed = options.tenantCidrs?.get(tenant) ?? options.allowedCidrs;
    for (const ip of addresses) {
      const verdict = addressVerdict(ip, allowed);
      if (!verdict.allowed) throw new BlockedAddressError(host, ip, verdict.range);
    }
    return addresses;
  }

  async function openTcp(
    target: ConnectTarget,
    trace: ConnectTrace,
    deadline: Deadline,
  ): Promise<Socket> {
    const { host, port, tenant } = target;
    if (isIP(host) !== 0) {
      return connectFirst({ first: checked(target, [host]), late: null }, port, trace, deadline);
    }
    const ended = new AbortController();
    try {
      const { first, late } = await timed(trace, 'dnsMs', () =>
        lookup(host, tenant, ended, deadline),
      );
      const course = {
        first: interleaveFamilies(checked(target, first), winners.get(host)),
        late: late && late.then((addresses) => checked(target, addresses)),
      };
      const socket = await connectFirst(course, port, trace, deadline);
      if (trace.ip !== null) winners.set(host, trace.ip);
      return socket;
    } finally {
      // Late addresses are not needed any more.
      ended.abort();
    }
  }

  async function lookup(
    host: string,
    tenant: string,
    ended: AbortController,
    deadline: Deadline,
  ): Promise<Addresses> {
    deadline.onExpiry(() => ended.abort());
    const { remainingMs, timeoutMs } = deadline;
    try {
      return await options.resolve(host, { tenant, signal: ended.signal, remainingMs });
    } catch (error) {
      if (!deadline.expired) throw error;
      const cause = error instanceof ResolveError ? error : undefined;
      throw new DeadlineError(timeoutMs, 'resolving', cause);
    }
  }

  return async (target, trace, deadline) => {
    trace.phase = 'resolving';
    const refusal = options.receivers && refusalOfTarget(target, options.receivers);
    if (refusal !== undefined) throw new BlockedTargetError(refusal);
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
        // Set explicitly so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off.
        rejectUnauthorized: true,
      });
      // Before Node verifies it, so that the time is known of an expired one too.
      tls.prependListener('secure', () => noteExpiry(tls, trace));
      await secured(tls, trace, deadline);
      // After the handshake Node emits errors without closing the socket.
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

function connectFirst(
  { first, late }: Addresses,
  port: number,
  trace: ConnectTrace,
  deadline: Deadline,
): Promise<Socket> {
  trace.phase = 'connecting';
  return timed(trace, 'connectMs', async () => {
    const onTry = (ip: string): void => {
      trace.ip = ip;
    };
    const { socket, ip } = await raceToConnect({ port, addresses: first, late, onTry }, deadline);
    trace.ip = ip;
    return socket;
  });
}

function noteExpiry(tls: TLSSocket, trace: ConnectTrace): void {
  const certificate: { valid_to?: string } | null = tls.getPeerCertificate();
  const expiresAtMs = Date.parse(certificate?.valid_to ?? '');
  if (!Number.isNaN(expiresAtMs)) trace.tlsExpiresAtMs = expiresAtMs;
}

function secured(socket: TLSSocket, trace: ConnectTrace, deadline: Deadline): Promise<void> {
  return new Promise((resolve, reject) => {
    // The listener is never removed, because a socket can fail while no other listener is attached.
    socket.on('error', reject);
    socket.once('secureConnect', resolve);
    deadline.onExpiry(() => socket.destroy(new DeadlineError(deadline.timeoutMs, trace.phase)));
  });
}
