import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Logger } from '../../common/index.js';
import { createSession } from '../../database/index.js';
import type { DatabaseAccess } from '../../database/index.js';

const CHANNEL = 'postrider_events';
const RECONNECT_MS = 1_000;

/** Hears of placed events on a connection of its own, which is made anew for as long as it takes. */
export class Listener {
  private client: Client | undefined;
  private isClosed = false;

  constructor(
    /** Not through a pooler of transactions: those hear of nothing. */
    private readonly access: DatabaseAccess,
    /** The tenants (UUIDs) that have news; null: any may have. */
    private readonly onNews: (tenantIds: string[] | null) => void,
    private readonly logger: Logger,
  ) {}

  /** Resolves when it was closed. */
  async run(): Promise<void> {
    while (!this.isClosed) {
      try {
        await this.listen();
      } catch (error) {
        if (this.isClosed) return;
        this.logger.warn({ err: error }, 'news of events are polled for: the listener is away');
      }
      await pause(RECONNECT_MS, undefined, { ref: false });
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.client?.end().catch(() => undefined);
  }

  /** Resolves when the connection has ended. */
  private async listen(): Promise<void> {
    const client = createSession(this.access, 'postrider-listen');
    this.client = client;
    const ended = new Promise<void>((resolve, reject) => {
      client.on('end', resolve);
      client.on('error', reject);
    });
    // Whatever happens before it is awaited is no unhandled rejection.
    ended.catch(() => undefined);
    client.on('notification', ({ payload = '' }) => {
      this.onNews(payload === '' ? null : payload.split(','));
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      // What was told while nobody listened.
      this.onNews(null);
      await ended;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
