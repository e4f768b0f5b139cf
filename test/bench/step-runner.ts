import { measureBacklog } from './backlog.js';
import { measureLatency, measureLoopLatency, publishPaced } from './latency.js';
import type { Latency } from './latency.js';
import type { Bench, LoadMeasurement, Measurement } from './measure.js';
import { measureLoad, measureLoop } from './measure.js';
import { loadStep } from './plan.js';
import type { LoadStep, PacedStep, Scenario, Step } from './plan.js';
import type { Results } from './report.js';
import { measureResting } from './resting.js';
import { runRounds, summarise } from './rounds.js';
import type { Rounds } from './rounds.js';
import { seed } from './seed.js';
import { untilSettled } from './settled.js';

const WARM_UP_EVENTS = 3000;
const MOST_LOOP_REQUESTS = 8000;
/**
 * Records are counted in the statistics 25 to 30 s after they were made: after so long at one rate a product has counted
 * what the loads before have left, and counts what it has sent at this rate.
 */
const LEAD_SECONDS = 35;

/** Measures the steps of a scenario in turn and adds what they come to. */
export class StepRunner {
  constructor(
    private readonly scenario: Scenario,
    private readonly bench: Bench,
    private readonly results: Results,
    private readonly note: (line: string) => void,
  ) {}

  async run(): Promise<void> {
    if (this.scenario.seed > 0) {
      this.note(`${this.scenario.name}: storing`);
      await seed(this.bench, this.scenario.seed);
    }
    await this.warmUp();
    for (const step of this.scenario.steps) await this.step(step);
  }

  private async warmUp(): Promise<void> {
    const { options } = this.bench;
    await measureLoop(this.bench, 'careful', MOST_LOOP_REQUESTS);
    await measureLoop(this.bench, 'plain', WARM_UP_EVENTS);
    const loads = this.scenario.steps.filter((step) => step.kind === 'load');
    for (const load of loads.length > 0 ? loads : [loadStep('single', options)]) {
      const step = { ...load, minutes: 0 };
      await measureLoad(this.bench, step, this.eventsOf(step, WARM_UP_EVENTS));
    }
  }

  private async step(step: Step): Promise<void> {
    switch (step.kind) {
      case 'load': {
        const events = this.eventsOf(step, this.bench.options.events);
        // A load that takes minutes is disturbed by little.
        const rounds = step.minutes > 0 ? 1 : this.bench.options.rounds;
        await this.load(step.name, rounds, () => measureLoad(this.bench, step, events));
        break;
      }
      case 'loop':
        await this.load(step.name, this.bench.options.rounds, () =>
          measureLoop(this.bench, 'plain', MOST_LOOP_REQUESTS),
        );
        break;
      case 'paced':
        await this.paced(step);
        break;
      case 'idle':
        await this.resting();
        break;
      case 'backlog':
        await this.backlog(step.deliveries);
        break;
    }
  }

  private async load(
    name: string,
    rounds: number,
    measure: () => Promise<LoadMeasurement>,
  ): Promise<void> {
    const { kept, disturbed } = await this.rounds(name, rounds, measure);
    const summary = summarise(kept);
    const perSecond = kept[0]?.measured.series;
    this.results.loads.push({
      name: this.nameOf(name),
      kept: kept.length,
      disturbed,
      ...(summary && { summary }),
      ...(perSecond && { perSecond }),
    });
  }

  private async paced({ name, perSecond, seconds }: PacedStep): Promise<void> {
    const rate = perSecond === 'half' ? this.halfOfMaximum() : perSecond;
    if (rate === undefined) {
      this.results.latencies.push({ name: this.nameOf(name) });
      return;
    }
    await this.latency(`axios loop at ${Math.round(rate)}/s`, () =>
      measureLoopLatency(this.bench, rate, seconds),
    );
    await publishPaced(this.bench, rate, LEAD_SECONDS);
    // Its last delivery would count as a request of the loop that comes next.
    await untilSettled(this.bench.database);
    await this.latency(name, () => measureLatency(this.bench, rate, seconds));
  }

  private async latency(name: string, measure: () => Promise<Latency>): Promise<void> {
    const { kept } = await this.rounds(name, 1, measure);
    const [round] = kept;
    const summary = summarise(kept);
    this.results.latencies.push({
      name: this.nameOf(name),
      ...(round && summary && { measured: round.measured, cpuRatio: summary.cpuRatio }),
    });
  }

  private rounds<Measured extends Measurement>(
    name: string,
    wanted: number,
    measure: () => Promise<Measured>,
  ): Promise<Rounds<Measured>> {
    return runRounds(
      wanted,
      () => this.carefulLoop(),
      measure,
      (round, kept) => {
        const ratio = summarise([round])?.cpuRatio.toFixed(2);
        const [before, after] = [round.before, round.after].map(({ perSecond }) =>
          Math.round(perSecond),
        );
        const rate = `${Math.round(round.measured.perSecond)}/s, loops ${before}/s and ${after}/s`;
        this.note(
          `${this.nameOf(name)}: CPU ratio ${ratio}, ${rate}${kept ? '' : ': thrown away'}`,
        );
      },
    );
  }

  private async backlog(deliveries: number): Promise<void> {
    this.note(`${this.scenario.name}: queueing ${deliveries} deliveries`);
    const backlog = await measureBacklog(this.bench, deliveries);
    this.results.backlogs.push({ name: this.scenario.name, ...backlog });
  }

  /** The last step of a scenario, because it ends the processes that measure. */
  private async resting(): Promise<void> {
    const { product, database, receiver, publisher, loop } = this.bench;
    await database.end();
    for (const remote of [receiver, publisher, loop]) remote.stop();
    const resting = await measureResting(product);
    this.results.resting.push({ name: this.scenario.name, ...resting });
  }

  /** Undefined where no round of single publishes was quiet. */
  private halfOfMaximum(): number | undefined {
    const singles = this.results.loads.find(({ name }) => name === this.nameOf('single'));
    return singles?.summary && singles.summary.perSecond / 2;
  }

  private async carefulLoop(): ReturnType<typeof measureLoop> {
    const requests = Math.min(this.bench.options.events, MOST_LOOP_REQUESTS);
    const measured = await measureLoop(this.bench, 'careful', requests);
    this.results.careful.push(measured);
    return measured;
  }

  /** So many that each load makes about the same number of deliveries. */
  private eventsOf({ endpoints }: LoadStep, events: number): number {
    return Math.ceil(events / endpoints);
  }

  private nameOf(step: string): string {
    return `${this.scenario.name}: ${step}`;
  }
}
