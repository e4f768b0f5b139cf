import { FORGETTING_MUTANTS } from './forgetting.mjs';
import { PAGE_MUTANTS } from './pages.mjs';
import { QUEUE_MUTANTS } from './queue.mjs';
import { ROOM_MUTANTS } from './rooms.mjs';
import { SHARE_MUTANTS } from './shares.mjs';
import { SIGN_IN_MUTANTS } from './sign-in.mjs';
import { STATISTICS_MUTANTS } from './statistics.mjs';
import { SUPPORT_MUTANTS } from './support.mjs';

/** One-line mutants of promises that the documentation makes, each with the specs that must notice it. */
export const MUTANTS = [
  ...QUEUE_MUTANTS,
  ...ROOM_MUTANTS,
  ...SUPPORT_MUTANTS,
  ...STATISTICS_MUTANTS,
  ...FORGETTING_MUTANTS,
  ...SIGN_IN_MUTANTS,
  ...SHARE_MUTANTS,
  ...PAGE_MUTANTS,
];
