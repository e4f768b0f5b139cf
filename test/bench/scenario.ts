import { Client } from 'pg';
import type { LoopMethods } from './loop.js';
import type { Bench } from './measure.js';
import type { BenchOptions } from './options.js';
import type { Scenario } from './plan.js';
import { startVariant } from './product.js';
import type { Product } from './product.js';
import type { PublisherMethods } from './publisher.js';
import type { ReceiverMethods } from './receiver.js';
import { Remote } from './remote.js';
import type { Results } from './report.js';
import { StepRunner } from './step-runner.js';
import { createTenants } from './tenants.js';

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
    await new StepRunner(scenario, bench, results, note).run();
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
