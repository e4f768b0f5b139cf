import type { Scenario } from '../scenario.js';
import { commitSkipped } from './commit-skipped.js';
import { quietDay } from './quiet-day.js';
import { workersKilled } from './workers-killed.js';

/** In the order of the table. */
export const SCENARIOS: readonly Scenario[] = [quietDay, workersKilled, commitSkipped];
