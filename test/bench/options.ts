import { parseArgs } from 'node:util';

export const LOADS = ['single', 'batch'] as const;
export type Load = (typeof LOADS)[number];

export interface BenchOptions {
  variant: 'embedded' | 'redis';
  loads: readonly Load[];
  events: number;
  rounds: number;
  /** Single publishes under way at once. */
  concurrency: number;
  batchSize: number;
  /** Batches under way at once. */
  batchesAtOnce: number;
  maxInFlight: number;
  workerConcurrency: number;
  logLevel: string;
  idempotencyKeys: boolean;
  json: boolean;
  /** Of the product's processes, e.g. `--max-semi-space-size=64`. */
  nodeFlags: string[];
  /** Where the processes of the product leave CPU profiles. */
  profileDir: string | undefined;
  /** Another build's `main.js`, to compare two. */
  main: string | undefined;
}

export const HELP = `npm run bench -- [options]

  --variant embedded|redis   all embedded (default), or Postgres + Redis with one api and one worker
  --only single|batch        one kind of load
  --events 20000             events of each measurement
  --rounds 3                 the median is reported
  --concurrency 96           single publishes under way at once
  --batch-size 100           events of a batch
  --batches-at-once 4        batches under way at once
  --max-in-flight 200        of the endpoint
  --worker-concurrency 200   WORKER_CONCURRENCY
  --log-level warn           LOG_LEVEL; "info" shows what a line per event and attempt costs
  --idempotency-keys         every event carries one
  --node-flags "…"           flags of Node for the product; by default those of npm start
  --profile DIR              the product writes CPU profiles there
  --main FILE                measures that main.js instead of the build of these sources
  --json                     the result as JSON
`;

const FLAGS = {
  variant: { type: 'string', default: 'embedded' },
  only: { type: 'string' },
  events: { type: 'string', default: '20000' },
  rounds: { type: 'string', default: '3' },
  concurrency: { type: 'string', default: '96' },
  'batch-size': { type: 'string', default: '100' },
  'batches-at-once': { type: 'string', default: '4' },
  'max-in-flight': { type: 'string', default: '200' },
  'worker-concurrency': { type: 'string', default: '200' },
  'log-level': { type: 'string', default: 'warn' },
  'idempotency-keys': { type: 'boolean', default: false },
  'node-flags': { type: 'string', default: '--max-semi-space-size=64' },
  profile: { type: 'string' },
  main: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Undefined where help is wanted; throws an Error that says what is wrong. */
export function parseOptions(args: string[]): BenchOptions | undefined {
  const { values } = parseArgs({ args, options: FLAGS });
  if (values.help) return undefined;
  return {
    variant: oneOf(['embedded', 'redis'] as const, 'variant', values.variant),
    loads: values.only === undefined ? LOADS : [oneOf(LOADS, 'only', values.only)],
    events: count('events', values.events, 1_000_000),
    rounds: count('rounds', values.rounds, 20),
    concurrency: count('concurrency', values.concurrency, 1000),
    batchSize: count('batch-size', values['batch-size'], 500),
    batchesAtOnce: count('batches-at-once', values['batches-at-once'], 100),
    maxInFlight: count('max-in-flight', values['max-in-flight'], 1000),
    workerConcurrency: count('worker-concurrency', values['worker-concurrency'], 2000),
    logLevel: values['log-level'],
    idempotencyKeys: values['idempotency-keys'],
    json: values.json,
    nodeFlags: values['node-flags'].split(' ').filter((flag) => flag !== ''),
    profileDir: values.profile,
    main: values.main,
  };
}

function count(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`--${name} must be a whole number from 1 to ${most}.`);
}

function oneOf<Value extends string>(values: readonly Value[], name: string, text: string): Value {
  const found = values.find((value) => value === text);
  if (found === undefined) throw new Error(`--${name} must be one of ${values.join(', ')}.`);
  return found;
}
