import type { EntityManager } from 'typeorm';
import { takeOffOutage } from '../queue/index.js';
import type { WatchRules } from './watch-rules.js';

/** So many hosts fail and none succeeds: it is not for them all to mend. */
const SEVERAL_HOSTS = 3;

/*
 * Names a receiver, not a port of it. An attempt that was never made, or that our own rules stopped,
 * tells nothing of the network; nor does a mail that our own mail server took.
 */
const IS_SILENT = `
SELECT CASE
  WHEN EXISTS (
    SELECT FROM endpoint_health h JOIN endpoints e ON e.id = h.endpoint_id
    WHERE h.last_success_at > now() - make_interval(secs => $1) AND e.channel <> 'email'
  ) THEN false
  ELSE (
    SELECT count(DISTINCT substring(url FROM '^https?://([^/:?#]+)')) >= ${SEVERAL_HOSTS}
    FROM (
      SELECT url FROM attempts
      WHERE id >= uuid_at(now() - make_interval(secs => $1))
        AND error_class NOT IN ('worker_lost', 'blocked_address', 'internal')
      ORDER BY id DESC LIMIT 20000
    ) tried
  )
END AS "isSilent"`;

export interface Look {
  /** In milliseconds, what passed unwatched; 0: nothing. */
  gapMs: number;
  /** Several hosts were tried and nothing succeeds: our network is gone. */
  isSilent: boolean;
}

/**
 * Notes down that somebody looks after endpoints now, and takes off every failing endpoint's time what
 * was our own outage: nobody had looked for long, or nothing succeeds anywhere. Undefined where another
 * process does so already.
 */
export async function look(
  manager: EntityManager,
  { lookEveryMs, maxGapMs, silenceMs }: WatchRules,
): Promise<Look | undefined> {
  const [last] = await manager.query<{ lookedAt: Date; agoMs: number }[]>(
    `SELECT looked_at AS "lookedAt", (extract(epoch FROM now() - looked_at) * 1000)::float8 AS "agoMs"
     FROM endpoint_watch FOR UPDATE SKIP LOCKED`,
  );
  if (!last || last.agoMs < lookEveryMs / 2) return undefined;
  const [network] = await manager.query<{ isSilent: boolean }[]>(IS_SILENT, [silenceMs / 1000]);
  const isSilent = network?.isSilent === true;
  const gapMs = last.agoMs > maxGapMs ? last.agoMs : 0;
  if (isSilent || gapMs > 0) await takeOffOutage(manager, last.lookedAt);
  await manager.query('UPDATE endpoint_watch SET looked_at = now()');
  return { gapMs, isSilent };
}
