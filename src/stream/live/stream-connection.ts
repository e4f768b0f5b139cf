import type { WebSocket } from 'ws';
import type { Logger } from '../../common/index.js';
import type { Metrics } from '../../metrics/index.js';
import { encodePosition } from '../cursor.js';
import type { ChangeNotifier } from '../notifications/change-notifier.js';
import type { Watch } from '../notifications/watch.js';
import type { EventPage } from '../reading/event-page.js';
import type { EventReader } from '../reading/event-reader.js';
import type { StartingPoint } from '../reading/cursor-resolver.js';
import type { Subscription } from '../subscription.js';
import { controlFrame, gapFrame, pageFrames } from './frames.js';
import { FrameWriter } from './frame-writer.js';
import type { Flush } from './frame-writer.js';
import { CLOSE } from './stream-options.js';
import type { StreamOptions } from './stream-options.js';

/** What a client asked for, checked. */
export interface StreamTarget {
  tenantId: string;
  subscription: Subscription;
  start: StartingPoint;
  /** Null: acknowledgements are not kept. */
  consumer: string | null;
}

export interface StreamServices {
  reader: EventReader;
  news: ChangeNotifier;
  logger: Logger;
  metrics: Metrics;
}

const RETRY_MS = 1_000;
/** News wake it; this is for what nobody told of. */
const IDLE_MS = 60_000;

/**
 * Sends one client its events: reads a page from the database while the one before is on its way, and
 * never keeps more than that. Who does not take them is closed, and goes on elsewhere by its cursor.
 */
export class StreamConnection {
  readonly outlet: FrameWriter;
  /** The furthest position that the client knows of. */
  furthest: number;
  sentEvents = 0;
  private position: number;
  private subscription: Subscription;
  private readonly watch: Watch;
  /** Raised when a page that is being read is not wanted any more. */
  private turn = 0;
  private isSilent = false;

  constructor(
    private readonly socket: WebSocket,
    readonly target: StreamTarget,
    private readonly services: StreamServices,
    private readonly options: StreamOptions,
  ) {
    this.outlet = new FrameWriter(socket, options.maxBufferedBytes);
    this.subscription = target.subscription;
    this.position = target.start.position;
    this.furthest = this.position;
    this.watch = services.news.watch(target.tenantId);
    const heard = (): void => {
      this.isSilent = false;
    };
    socket.on('pong', heard);
    socket.on('message', heard);
  }

  /** Resolves when the connection is no longer open. */
  async run(): Promise<void> {
    this.welcome();
    const heartbeat = setInterval(() => this.beat(), this.options.heartbeatMs);
    this.socket.once('close', () => this.watch.close());
    try {
      await this.pump();
    } finally {
      clearInterval(heartbeat);
      this.watch.close();
    }
  }

  /** Goes on from there; what is being read at the moment is not sent. */
  goTo({ position, isGap }: StartingPoint): void {
    this.position = position;
    this.furthest = Math.max(this.furthest, position);
    this.outlet.send(controlFrame('resume', { cursor: this.cursor }));
    if (isGap) this.outlet.send(gapFrame(this.target.tenantId, position));
    this.turnTo();
  }

  subscribe(types: readonly string[] | null): void {
    this.subscription = { ...this.subscription, types };
    this.outlet.send(controlFrame('subscribe', { types, cursor: this.cursor }));
    this.turnTo();
  }

  get format(): Subscription['format'] {
    return this.subscription.format;
  }

  close(code: number, reason: string): void {
    this.services.metrics.streamsClosed.inc({ code: String(code) });
    this.socket.close(code, reason);
    this.watch.wake();
  }

  /** Ends it without a goodbye. */
  terminate(): void {
    this.socket.terminate();
  }

  private get cursor(): string {
    return encodePosition(this.target.tenantId, this.position);
  }

  private welcome(): void {
    const { tenantId, start, consumer } = this.target;
    const { format, types } = this.subscription;
    const heartbeat_seconds = this.options.heartbeatMs / 1000;
    const ready = { cursor: this.cursor, format, types, consumer, heartbeat_seconds };
    this.outlet.send(controlFrame('ready', ready));
    if (start.isGap) this.outlet.send(gapFrame(tenantId, start.position));
  }

  private turnTo(): void {
    this.turn += 1;
    this.watch.wake();
  }

  private async pump(): Promise<void> {
    let sending: Promise<Flush> = Promise.resolve('sent');
    while (this.outlet.isOpen && !this.watch.ended) {
      this.watch.reset();
      const { turn } = this;
      const page = await this.read();
      if ((await sending) === 'stalled') return this.giveUp();
      if (turn !== this.turn) continue;
      if (page) {
        this.position = page.position;
        this.furthest = Math.max(this.furthest, page.position);
        sending = this.outlet.sendAll(this.count(page), this.options.stallMs);
      }
      if (!page?.more) await this.watch.next(page ? IDLE_MS : RETRY_MS);
    }
  }

  /** Undefined while the database cannot be read. */
  private async read(): Promise<EventPage | undefined> {
    const { reader, logger } = this.services;
    try {
      const { tenantId } = this.target;
      return await reader.read(tenantId, this.position, this.subscription, this.options.page);
    } catch (error) {
      logger.error({ err: error }, 'a stream cannot read its events; it is tried again');
      return undefined;
    }
  }

  private count(page: EventPage): string[] {
    this.sentEvents += page.items.length;
    this.services.metrics.streamEvents.inc(page.items.length);
    return pageFrames(this.target.tenantId, page);
  }

  private beat(): void {
    if (this.isSilent) {
      if (this.socket.bufferedAmount > 0) return this.giveUp();
      this.services.metrics.streamsClosed.inc({ code: 'silent' });
      return this.socket.terminate();
    }
    if (!this.outlet.isOpen) return;
    this.isSilent = true;
    this.socket.ping();
    this.outlet.send(controlFrame('ping', { cursor: this.cursor }));
  }

  private giveUp(): void {
    if (this.outlet.isOpen) this.close(CLOSE.tooSlow, 'too slow: go on with your last cursor');
  }
}
