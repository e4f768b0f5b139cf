import { Client } from 'pg';
import { measureLatency } from './latency.js';
import type { LoopMethods } from './loop.js';
import type { Bench, Measurement } from './measure.js';
import { measureLoad, measureLoop } from './measure.js';
import type { BenchOptions } from './options.js';
import { loadStep } from './plan.js';
import type { LoadStep, PacedStep, Scenario, Step } from './plan.js';
import { startVariant } from './product.js';
import type { Product } from './product.js';
import type { PublisherMethods } from './publisher.js';
import type { ReceiverMethods } from './receiver.js';
import { Remote } from './remote.js';
import type { Results } from './report.js';
import { measureResting } from './resting.js';
import { runRounds, summarise } from './rounds.js';
import type { Rounds } from './rounds.js';
import { createTenants } from './tenants.js';

const WARM_UP_EVENTS = 3000;
const MOST_LOOP_REQUESTS = 8000;

type Note = (line: string) => void;

/** Starts what the scenario names, measures its steps in turn and adds what they come to. */
export async function runScenario(
  scenario: Scenario,
  options: BenchOptions,
  main: string,
  { results, note }: { results: Results; note: Note },
): Promise<void> {
  note(`${scenario.name}: starting`);
  const product = await startVariant(scenario, options, main);
  // Ctrl-C reaches the whole group; what stops here stops the rest in order.
  const interrupt = (): void => void product.stop().finally(() => process.exit(130));
  process.once('SIGINT', interrupt);
  const receiver = Remote.start<ReceiverMethods>('receiver.ts');
  const publisher = Remote.start<PublisherMethods>('publisher.ts');
  const loop = Remote.start<LoopMethods>('loop.ts', options.nodeFlags);
  const database = new Client({ connectionString: product.databaseUrl });
  try {
    await database.connect();
    const receiverUrl = await receiver.call('listen');
    const tenants = tenantsOf(scenario, product, receiverUrl);
    const bench = { options, product, database, receiverUrl, receiver, publisher, loop, tenants };
    await new Run(scenario, bench, results, note).steps();
  } finally {
    await database.end();
    for (const remote of [receiver, publisher, loop]) remote.stop();
    await product.stop();
    process.off('SIGINT', interrupt);
  }
}

function tenantsOf(
  { tenants, settings }: Scenario,
  product: Product,
  url: string,
): Bench['tenants'] {
  const made = new Map<number, Promise<string[]>>();
  const endpoint = { url, max_in_flight: settings.maxInFlight };
  return (endpoints) => {
    const ids = made.get(endpoints) ?? createTenants(product, tenants, endpoints, endpoint);
    made.set(endpoints, ids);
    return ids;
  };
}

class Run {
  constructor(
    private readonly scenario: Scenario,
    private readonly bench: Bench,
    private readonly results: Results,
    private readonly note: Note,
  ) {}

  async steps(): Promise<void> {
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
        await this.load(step.name, () => measureLoad(this.bench, step, events));
        break;
      }
      case 'loop':
        await this.load(step.name, () => measureLoop(this.bench, 'plain', MOST_LOOP_REQUESTS));
        break;
      case 'paced':
        await this.paced(step);
        break;
      case 'idle':
        await this.resting();
        break;
    }
  }

  private async load(name: string, measure: () => Promise<Measurement>): Promise<void> {
    const { kept, disturbed } = await this.rounds(name, this.bench.options.rounds, measure);
    const summary = summarise(kept);
    this.results.loads.push({
      name: this.nameOf(name),
      kept: kept.length,
      disturbed,
      ...(summary && { summary }),
    });
  }

  private async paced({ name, perSecond, seconds }: PacedStep): Promise<void> {
    const rate = perSecond === 'half' ? this.singlesPerSecond() / 2 : perSecond;
    const { kept } = await this.rounds(name, 1, () => measureLatency(this.bench, rate, seconds));
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

  /** The last step of a scenario, because it ends the processes that measure. */
  private async resting(): Promise<void> {
    const { product, database, receiver, publisher, loop } = this.bench;
    await database.end();
    for (const remote of [receiver, publisher, loop]) remote.stop();
    const resting = await measureResting(product);
    this.results.resting.push({ name: this.scenario.name, ...resting });
  }

  private singlesPerSecond(): number {
    const singles = this.results.loads.find(({ name }) => name === this.nameOf('single'));
    if (singles?.summary) return singles.summary.perSecond;
    throw new Error('Half of the maximum is not known: no round of single publishes was quiet.');
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
