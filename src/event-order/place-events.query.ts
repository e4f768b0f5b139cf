import { statement } from '../database/index.js';

/** Gives what was committed its place in the log, at most $1 commits; answers how many it took. */
export const placeEvents = statement<{ taken: number }>(
  'place-events',
  'SELECT place_events($1) AS taken',
);
