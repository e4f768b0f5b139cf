import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { serve } from '../bench/remote.js';

export interface ReadPlan {
  /** One of them for each connection, by chance. */
  urls: readonly string[];
  tenantId: string;
  key: string;
  /** Where the first connection begins. */
  cursor: string;
  events: number;
  disconnects: number;
}

/** An event as it came first. */
export interface SeenEvent {
  id: string;
  /** Of the frame. */
  hash: string;
  sequence: number;
  subject: string;
}

export interface ReadReport {
  /** In the order of their arrival. */
  seen: SeenEvent[];
  /** Events that came again, and those among them whose body was another. */
  repeated: number;
  altered: string[];
  disconnects: number;
  gaps: number;
}

const RETRY_MS = 50;

const methods = {
  /** Reads until as many different events have come, breaking off as often as planned. */
  read: (plan: ReadPlan): Promise<ReadReport> => new Reader(plan).run(),
};

export type ClientMethods = typeof methods;

class Reader {
  private readonly known = new Map<string, SeenEvent>();
  private readonly report: ReadReport = {
    seen: [],
    repeated: 0,
    altered: [],
    disconnects: 0,
    gaps: 0,
  };
  private cursor: string;
  /** Hash of an event whose cursor was cut off: it has to come again. */
  private cut: string | undefined;

  constructor(private readonly plan: ReadPlan) {
    this.cursor = plan.cursor;
  }

  async run(): Promise<ReadReport> {
    const { events, disconnects } = this.plan;
    // Two frames an event, by chance half of the spacing to a disconnect, and some to spare.
    const spacing = Math.ceil((events * 3.2) / disconnects);
    while (this.known.size < events) {
      const isLast = this.report.disconnects >= disconnects;
      const frames = isLast ? Infinity : 1 + Math.floor(Math.random() * spacing);
      await this.connectFor(frames).catch(() => pause(RETRY_MS));
      if (this.known.size < events) this.report.disconnects += 1;
    }
    return this.report;
  }

  /** Resolves when it broke off, or has everything; rejects where it was not let in. */
  private connectFor(frames: number): Promise<void> {
    const { urls, tenantId, key, events } = this.plan;
    const url = urls[Math.floor(Math.random() * urls.length)] ?? '';
    const address = `${url.replace('http', 'ws')}/v1/tenants/${tenantId}/stream?cursor=${this.cursor}`;
    const socket = new WebSocket(address, { headers: { authorization: `Bearer ${key}` } });
    return new Promise((resolve, reject) => {
      let left = frames;
      let pending: string | undefined;
      socket.on('message', (data: Buffer) => {
        // What arrives after the break never reached the client.
        if (left <= 0) return;
        pending = this.take(data.toString('utf8'), pending);
        left -= 1;
        if (left > 0 && this.known.size < events) return;
        left = 0;
        if (pending !== undefined) this.cut = hashOf(pending);
        socket.terminate();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve());
    });
  }

  /** Keeps an event until the next frame arrives, because that frame holds the id of the event. */
  private take(text: string, pending: string | undefined): string | undefined {
    const frame = JSON.parse(text) as Record<string, unknown>;
    if (frame['topic'] !== 'method') return text;
    if (frame['method'] === 'gap') this.report.gaps += 1;
    if (frame['method'] !== 'cursor' || pending === undefined) return pending;
    const body = JSON.parse(pending) as Record<string, unknown>;
    const event: SeenEvent = {
      id: String(frame['id']),
      hash: hashOf(pending),
      sequence: Number(frame['sequence']),
      subject: String(body['session_id']),
    };
    const before = this.cut ?? this.known.get(event.id)?.hash;
    this.cut = undefined;
    if (before !== undefined) this.report.repeated += 1;
    if (before !== undefined && before !== event.hash) this.report.altered.push(event.id);
    if (!this.known.has(event.id)) {
      this.known.set(event.id, event);
      this.report.seen.push(event);
    }
    this.cursor = String(frame['cursor']);
    return undefined;
  }
}

function hashOf(body: string): string {
  return createHash('sha256').update(body).digest('base64');
}

serve(methods);
