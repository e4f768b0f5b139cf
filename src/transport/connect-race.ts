import { connect as connectTcp, isIPv6 } from 'node:net';
import type { Socket } from 'node:net';
import type { Deadline } from './transport-errors.js';
import { DeadlineError } from './transport-errors.js';

/** The delay before the next address is tried beside the earlier ones (RFC 8305 section 5). */
const ATTEMPT_DELAY_MS = 250;
/** How long late addresses are awaited after every known address has failed. */
const LATE_MS = 1_000;

export interface RaceOptions {
  port: number;
  /** Checked addresses, in the order to try them. */
  addresses: readonly string[];
  /** Further checked addresses that arrive later, or null. A rejection ends the race. */
  late: Promise<string[]> | null;
  onTry: (ip: string) => void;
}

/** Resolves to the first TCP connection that opens, with its address. Rejects with the last error. */
export function raceToConnect(
  course: RaceOptions,
  deadline: Deadline,
): Promise<{ socket: Socket; ip: string }> {
  return new Promise((resolve, reject) => {
    new ConnectRace(course, deadline, resolve, reject).start();
  });
}

class ConnectRace {
  private readonly waiting: string[];
  private readonly open = new Set<Socket>();
  private isLateOpen: boolean;
  private isOver = false;
  private failure: unknown = new Error('There is no address to connect to.');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly course: RaceOptions,
    private readonly deadline: Deadline,
    private readonly resolve: (winner: { socket: Socket; ip: string }) => void,
    private readonly reject: (error: unknown) => void,
  ) {
    this.waiting = [...course.addresses];
    this.isLateOpen = course.late !== null;
  }

  start(): void {
    const { deadline, course } = this;
    deadline.onExpiry(() => this.lose(new DeadlineError(deadline.timeoutMs, 'connecting')));
    course.late?.then(
      (addresses) => this.admit(addresses),
      (error: unknown) => this.lose(error),
    );
    this.tryNext();
  }

  private admit(addresses: readonly string[]): void {
    if (this.isOver) return;
    this.isLateOpen = false;
    this.waiting.push(...addresses);
    if (this.open.size === 0) this.tryNext();
    else this.timer ??= setTimeout(() => this.tryNext(), ATTEMPT_DELAY_MS);
  }

  private tryNext(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const ip = this.waiting.shift();
    if (ip !== undefined) this.tryAddress(ip);
    else if (this.open.size === 0 && !this.isLateOpen) this.lose(this.failure);
    else if (this.open.size === 0) this.timer = setTimeout(() => this.lose(this.failure), LATE_MS);
  }

  private tryAddress(ip: string): void {
    const { course, open } = this;
    course.onTry(ip);
    const socket = connectTcp({ host: ip, port: course.port, noDelay: true, keepAlive: true });
    open.add(socket);
    // The listener is never removed, because a socket can fail while no other listener is attached.
    socket.on('error', (error) => {
      if (!open.delete(socket) || this.isOver) return;
      this.failure = error;
      this.tryNext();
    });
    socket.once('connect', () => this.win(socket, ip));
    if (this.waiting.length > 0) {
      this.timer = setTimeout(() => this.tryNext(), ATTEMPT_DELAY_MS);
    }
  }

  private win(socket: Socket, ip: string): void {
    this.open.delete(socket);
    this.end();
    this.resolve({ socket, ip });
  }

  private lose(error: unknown): void {
    if (this.isOver) return;
    this.end();
    this.reject(error);
  }

  private end(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.deadline.onExpiry(null);
    for (const socket of this.open) socket.destroy();
  }
}

/**
 * Returns the addresses with both families in alternation, starting with the family of the first one
 * (RFC 8305 section 4). `winner`, if it is among them, comes first.
 */
export function interleaveFamilies(
  addresses: readonly string[],
  winner: string | undefined,
): string[] {
  const [first = ''] = addresses;
  const same = addresses.filter((ip) => isIPv6(ip) === isIPv6(first));
  const other = addresses.filter((ip) => isIPv6(ip) !== isIPv6(first));
  const woven = Array.from({ length: Math.max(same.length, other.length) }, (_, n) => [
    ...same.slice(n, n + 1),
    ...other.slice(n, n + 1),
  ]).flat();
  if (winner === undefined || !woven.includes(winner)) return woven;
  return [winner, ...woven.filter((ip) => ip !== winner)];
}
