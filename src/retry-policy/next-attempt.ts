import type { Random } from '../common/index.js';

const SPREAD = 0.2;

/** Where a delivery stands in its retry schedule. */
export interface ScheduleStep {
  /** Seconds to wait before each retry. */
  scheduleSeconds: readonly number[];
  /** Retries of the schedule that are used up: 0 after the first attempt. */
  step: number;
  now: Date;
  random: Random;
}

/** When to try again: the step's wait, give or take 20 %; null once the schedule is used up. */
export function nextAttemptAt({ scheduleSeconds, step, now, random }: ScheduleStep): Date | null {
  const seconds = scheduleSeconds[step];
  if (seconds === undefined) return null;
  return after(now, seconds * (1 - SPREAD + 2 * SPREAD * random()));
}

/** Until when `Retry-After` holds an endpoint: the seconds asked for and up to 20 % more, so that
 * what waited does not come back all at once. */
export function heldBackUntil(seconds: number, now: Date, random: Random): Date {
  return after(now, seconds * (1 + SPREAD * random()));
}

function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + Math.round(seconds * 1000));
}
