import { resolve } from 'node:path';
import { Client } from 'pg';
import { createTenant } from './bench-tenant.js';
import type { LoopMethods } from './loop.js';
import type { Bench } from './measure.js';
import { HELP, parseOptions } from './options.js';
import type { BenchOptions } from './options.js';
import { startVariant } from './product.js';
import type { PublisherMethods } from './publisher.js';
import type { ReceiverMethods } from './receiver.js';
import { Remote } from './remote.js';
import { makeReport, printReport } from './report.js';
import type { Report } from './report.js';
import { runRounds } from './rounds.js';

const note = (line: string): void => console.error(`  ${line}`);

/** Runs what the arguments ask for and prints it. `build` gives the compiled main file. */
export async function bench(args: string[], build: () => Promise<string>): Promise<void> {
  const options = parseOptions(args);
  if (!options) {
    console.log(HELP);
    return;
  }
  const main = options.main === undefined ? await build() : resolve(options.main);
  const report = await measureProduct(options, main);
  console.log(options.json ? JSON.stringify(report, undefined, 2) : printReport(report));
}

async function measureProduct(options: BenchOptions, main: string): Promise<Report> {
  note(`starting the product (${options.variant})`);
  const product = await startVariant(options, main);
  // Ctrl-C reaches the whole group; what stops here stops the rest in order.
  process.once('SIGINT', () => void product.stop().finally(() => process.exit(130)));
  const receiver = Remote.start<ReceiverMethods>('receiver.ts');
  const publisher = Remote.start<PublisherMethods>('publisher.ts');
  const loop = Remote.start<LoopMethods>('loop.ts');
  const database = new Client({ connectionString: product.databaseUrl });
  try {
    await database.connect();
    const parts = { options, product, database, receiver, publisher, loop };
    return makeReport(options, await runRounds(await prepare(parts), note));
  } finally {
    await database.end();
    for (const remote of [receiver, publisher, loop]) remote.stop();
    await product.stop();
  }
}

async function prepare(parts: Omit<Bench, 'receiverUrl' | 'tenantId'>): Promise<Bench> {
  const { product, options, receiver } = parts;
  const receiverUrl = await receiver.call('listen');
  const tenantId = await createTenant(product, receiverUrl, options.maxInFlight);
  return { ...parts, receiverUrl, tenantId };
}
