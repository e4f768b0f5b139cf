import { connect as connectTcp, isIPv6 } from 'node:net';
import type { Socket } from 'node:net';
import type { Deadline } from './deadline.js';
import { DeadlineError } from './transport-errors.js';

/** The next address is tried after so long, while those before it go on (RFC 8305 section 5). */
const ATTEMPT_DELAY_MS = 250;
/** Where every known address has failed, a family whose addresses are late is waited for so long. */
const LATE_MS = 1_000;

export interface RaceCourse {
  port: number;
  /** Checked addresses, in the order to try them. */
  addresses: readonly string[];
  /** More of them, checked too; a rejection ends the race. */
  late: Promise<string[]> | null;
  onTry: (ip: string) => void;
}

/** The first TCP connection that comes about, and its address. Rejects with what the last try failed of. */
export function raceToConnect(
  course: RaceCourse,
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
    private readonly course: RaceCourse,
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
    // This listener stays for good: a socket may fail while nobody else listens.
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

/** One family after the other by turns, beginning with that of the first; `winner` in front of all. */
export function inTurn(addresses: readonly string[], winner: string | undefined): string[] {
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
