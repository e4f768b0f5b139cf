import type { Scenario } from '../scenario.js';
import { apiKilled } from './api-killed.js';
import { commitSkipped } from './commit-skipped.js';
import { drippingNeighbours } from './dripping-neighbours.js';
import { hangingNeighbour } from './hanging-neighbour.js';
import { heldReleased } from './held-released.js';
import { connectionsCut } from './connections-cut.js';
import { diskFull } from './disk-full.js';
import { holderKilled } from './holder-killed.js';
import { poison } from './poison.js';
import { postgresRestarted } from './postgres-restarted.js';
import { quietDay } from './quiet-day.js';
import { recovery } from './recovery.js';
import { redisAway } from './redis-away.js';
import { redisFlushed } from './redis-flushed.js';
import { redisKilled } from './redis-killed.js';
import { replyDropped } from './reply-dropped.js';
import { standbyPromoted } from './standby-promoted.js';
import { stoppedUnderLoad } from './stopped-under-load.js';
import { workerPaused } from './worker-paused.js';
import { workersKilled } from './workers-killed.js';

/** In the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  quietDay,
  workersKilled,
  holderKilled,
  apiKilled,
  stoppedUnderLoad,
  workerPaused,
  replyDropped,
  redisFlushed,
  redisKilled,
  redisAway,
  postgresRestarted,
  connectionsCut,
  diskFull,
  standbyPromoted,
  poison,
  hangingNeighbour,
  drippingNeighbours,
  heldReleased,
  recovery,
  commitSkipped,
];
