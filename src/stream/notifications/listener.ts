import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Logger } from '../../common/index.js';
import { createSession } from '../../database/index.js';
import type { DatabaseAccess } from '../../database/index.js';

const CHANNEL = 'postrider_events';
const RECONNECT_MS = 1_000;

/** Listens for new log positions on its own database connection and reconnects until it is closed. */
export class Listener {
  private client: Client | undefined;
  private isClosed = false;

  constructor(
    /** A direct connection: a transaction pooler does not forward notifications. */
    private readonly access: DatabaseAccess,
    /** Receives the tenants (UUIDs) with new events; null if any tenant may have some. */
    private readonly onChange: (tenantIds: string[] | null) => void,
    private readonly logger: Logger,
  ) {}

  /** Resolves after `close`. */
  async run(): Promise<void> {
    while (!this.isClosed) {
      try {
        await this.listen();
      } catch (error) {
        if (this.isClosed) return;
        this.logger.warn(
          { err: error },
          'listening for new events failed; polling finds them until it reconnects',
        );
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
    // A rejection before the await below must not count as unhandled.
    ended.catch(() => undefined);
    client.on('notification', ({ payload = '' }) => {
      this.onChange(payload === '' ? null : payload.split(','));
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      // Notifications that were sent before LISTEN took effect are lost.
      this.onChange(null);
      await ended;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
