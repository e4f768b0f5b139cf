import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { LOGGER, runLoop } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import { HotPool, statement } from '../database/index.js';
import type { Principal } from './principal.js';
import { SESSION_END } from './sessions.js';

/** Those of keys $1 and sessions $3 that have not ended, and those of tenants $2 whose deletion was not requested. */
const findLive = statement<{ id: string }>(
  'find-live-keys-and-tenants',
  `SELECT id FROM api_keys
   WHERE id = ANY ($1::uuid[]) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
   UNION ALL
   SELECT id FROM tenants WHERE id = ANY ($2::uuid[]) AND deleted_at IS NULL AND deleting_at IS NULL
   UNION ALL
   SELECT s.id FROM sessions s WHERE s.id = ANY ($3::uuid[]) AND (${SESSION_END}) IS NULL`,
);

/** What is open under a key ends within a second of the key's end. */
const EVERY_MS = 500;

/** Something that stays open under a key or a session: a stream, or a request that waits. */
interface Watched {
  /** UUID of the session, else of the key; null for the bootstrap key. */
  callerId: string | null;
  isSession: boolean;
  tenantId: string;
  end: (cause: 'key' | 'tenant') => void;
}

/**
 * Ends what is open under a key or a session when that is revoked or expires, or when the deletion of its tenant begins. Asks the database twice a
 * second, about all of them in one statement, and only while something is open. While the database does not answer, what
 * is open stays open.
 */
@Injectable()
export class KeyWatch implements OnModuleDestroy {
  private readonly watched = new Set<Watched>();
  private loop: RunLoop | undefined;

  constructor(
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Calls `end` once if the key or the tenant ends. Returns a function that stops watching. */
  watch({ keyId, signedIn }: Principal, tenantId: string, end: Watched['end']): () => void {
    const callerId = signedIn?.sessionId ?? keyId;
    const one = { callerId, isSession: signedIn !== undefined, tenantId, end };
    this.watched.add(one);
    this.loop ??= runLoop(() => this.look(), {
      everyMs: EVERY_MS,
      onError: (error) =>
        this.logger.error({ err: error }, 'the keys of open streams could not be checked'),
    });
    return () => void this.watched.delete(one);
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop?.stop();
  }

  private async look(): Promise<boolean> {
    const watched = [...this.watched];
    if (watched.length === 0) return false;
    const idsOf = (sessions: boolean): string[] => [
      ...new Set(
        watched.flatMap((one) => (one.isSession === sessions ? (one.callerId ?? []) : [])),
      ),
    ];
    const tenantIds = new Set(watched.map(({ tenantId }) => tenantId));
    const rows = await this.pool.run(findLive, [idsOf(false), [...tenantIds], idsOf(true)]);
    const live = new Set(rows.map(({ id }) => id));
    for (const one of watched) {
      const isKeyLive = one.callerId === null || live.has(one.callerId);
      if (isKeyLive && live.has(one.tenantId)) continue;
      if (this.watched.delete(one)) one.end(isKeyLive ? 'tenant' : 'key');
    }
    return false;
  }
}
