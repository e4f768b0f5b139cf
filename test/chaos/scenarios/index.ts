import type { Scenario } from '../scenario.js';
import { apiKilled } from './api-killed.js';
import { commitSkipped } from './commit-skipped.js';
import { drippingNeighbours } from './dripping-neighbours.js';
import { hangingNeighbour } from './hanging-neighbour.js';
import { heldReleased } from './held-released.js';
import { holderKilled } from './holder-killed.js';
import { poison } from './poison.js';
import { quietDay } from './quiet-day.js';
import { recovery } from './recovery.js';
import { replyDropped } from './reply-dropped.js';
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
  poison,
  hangingNeighbour,
  drippingNeighbours,
  heldReleased,
  recovery,
  commitSkipped,
];
