import type { Measurement } from './measure.js';
import { totalOf } from './measure.js';
import { medianOf } from './statistics.js';

/** Rates of the loops before and after a measurement that differ by more say that something else was running. */
export const MOST_DIFFERENCE = 0.15;

/** So many times as many rounds as are wanted are tried at most. */
const MOST_TRIES = 2;

/** A measurement between two careful loops. */
export interface Round<Measured extends Measurement = Measurement> {
  before: Measurement;
  measured: Measured;
  after: Measurement;
}

export interface Rounds<Measured extends Measurement> {
  kept: Round<Measured>[];
  /** Rounds that were thrown away. */
  disturbed: number;
}

/** What the rounds of one step come to: medians, each ratio within its own round. */
export interface Summary extends Measurement {
  /** CPU of a delivery ÷ CPU of a request in the careful loop. */
  cpuRatio: number;
  /** Deliveries a second ÷ requests a second of the careful loop. */
  rateRatio: number;
}

/** Whether a measurement between these two loops counts. */
export function agree(before: Measurement, after: Measurement): boolean {
  const slower = Math.min(before.perSecond, after.perSecond);
  return Math.max(before.perSecond, after.perSecond) <= slower * (1 + MOST_DIFFERENCE);
}

/** Measures until so many rounds have survived, or twice as many were tried. */
export async function runRounds<Measured extends Measurement>(
  wanted: number,
  measureLoop: () => Promise<Measurement>,
  measure: () => Promise<Measured>,
  onRound: (round: Round<Measured>, kept: boolean) => void = () => undefined,
): Promise<Rounds<Measured>> {
  const rounds: Rounds<Measured> = { kept: [], disturbed: 0 };
  let before = await measureLoop();
  for (let tries = 0; tries < wanted * MOST_TRIES && rounds.kept.length < wanted; tries += 1) {
    const measured = await measure();
    const after = await measureLoop();
    const round = { before, measured, after };
    const kept = agree(before, after);
    if (kept) rounds.kept.push(round);
    else rounds.disturbed += 1;
    onRound(round, kept);
    before = after;
  }
  return rounds;
}

/** Undefined where no round survived. */
export function summarise(kept: readonly Round[]): Summary | undefined {
  if (kept.length === 0) return undefined;
  const median = (pick: (round: Round) => number): number => medianOf(kept.map(pick));
  const loopMean = ({ before, after }: Round, pick: (loop: Measurement) => number) =>
    (pick(before) + pick(after)) / 2;
  const rate = ({ perSecond }: Measurement) => perSecond;
  const cpu = ({ cpuMicros }: Measurement) => totalOf(cpuMicros);
  return {
    perSecond: median(({ measured }) => measured.perSecond),
    cpuMicros: {
      node: median(({ measured }) => measured.cpuMicros.node),
      postgres: median(({ measured }) => measured.cpuMicros.postgres),
      redis: median(({ measured }) => measured.cpuMicros.redis),
    },
    cpuRatio: median((round) => cpu(round.measured) / loopMean(round, cpu)),
    rateRatio: median((round) => round.measured.perSecond / loopMean(round, rate)),
  };
}
