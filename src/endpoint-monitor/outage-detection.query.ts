import type { EntityManager } from 'typeorm';
import { discountOutage } from '../queue/index.js';
import type { MonitorRules } from './next-step.js';

/** When so many hosts fail and none succeeds, the fault is not theirs. */
const SEVERAL_HOSTS = 3;

/*
 * Hosts are compared without their ports. Attempts that were never made or that our own rules stopped say
 * nothing about the network, and neither does mail that our own mail server took or what an inspector only records.
 */
const NOTHING_SUCCEEDS = `
SELECT CASE
  WHEN EXISTS (
    SELECT FROM endpoint_health h JOIN endpoints e ON e.id = h.endpoint_id
    WHERE h.last_success_at > now() - make_interval(secs => $1) AND e.channel NOT IN ('email', 'inspector')
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
END AS "isNetworkDown"`;

export interface OutageReport {
  /** How long no process checked, in milliseconds; 0 where the pause was no longer than the rules allow. */
  gapMs: number;
  /** Several hosts were tried and nothing succeeds: our own network is down. */
  isNetworkDown: boolean;
}

/**
 * Detects outages of our own since the last check, and takes them off the time of every failing endpoint: no
 * process was checking, or nothing succeeds anywhere. Records the time of this check. Returns undefined where
 * another process checks now or has just done so.
 */
export async function detectOutage(
  manager: EntityManager,
  { checkEveryMs, maxGapMs, noSuccessMs }: MonitorRules,
): Promise<OutageReport | undefined> {
  const [last] = await manager.query<{ checkedAt: Date; agoMs: number }[]>(
    `SELECT looked_at AS "checkedAt", (extract(epoch FROM now() - looked_at) * 1000)::float8 AS "agoMs"
     FROM endpoint_watch FOR UPDATE SKIP LOCKED`,
  );
  if (!last || last.agoMs < checkEveryMs / 2) return undefined;
  const [network] = await manager.query<{ isNetworkDown: boolean }[]>(NOTHING_SUCCEEDS, [
    noSuccessMs / 1000,
  ]);
  const isNetworkDown = network?.isNetworkDown === true;
  const gapMs = last.agoMs > maxGapMs ? last.agoMs : 0;
  if (isNetworkDown || gapMs > 0) await discountOutage(manager, last.checkedAt);
  await manager.query('UPDATE endpoint_watch SET looked_at = now()');
  return { gapMs, isNetworkDown };
}
