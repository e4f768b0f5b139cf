import { SLACK_ANSWERS } from './slack-answers.js';
import type { SlackAnswer } from './slack-answers.js';

/** The `disabled_reason` of an endpoint that waits for the word of its tenant or of an admin. */
export const PENDING_CONFIRMATION = 'pending_confirmation';

/** Why an endpoint is disabled, or paused until it is confirmed: the closed set of `disabled_reason`. */
export type DisabledReason =
  'receiver_gone' | 'failing' | typeof PENDING_CONFIRMATION | 'slack_gone' | `slack_${SlackAnswer}`;

const OF_SLACK = Object.keys(SLACK_ANSWERS) as SlackAnswer[];

export const DISABLED_REASONS: readonly DisabledReason[] = [
  'receiver_gone',
  'failing',
  PENDING_CONFIRMATION,
  'slack_gone',
  ...OF_SLACK.map((answer): DisabledReason => `slack_${answer}`),
];
