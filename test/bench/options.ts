import { parseArgs } from 'node:util';

export const VARIANTS = ['embedded', 'redis'] as const;
export type Variant = (typeof VARIANTS)[number];

export const LOADS = ['single', 'batch', 'fan-out', 'keys'] as const;
export type LoadName = (typeof LOADS)[number];

export interface BenchOptions {
  /** What is measured: a plan, or what the other options describe. */
  plan: 'usual' | 'quick' | 'record' | 'own';
  variant: Variant;
  loads: readonly LoadName[];
  /** Starts per second of an open loop; each is a measurement of its own. */
  rates: readonly number[];
  /** An open loop at half of the measured maximum. */
  half: boolean;
  idle: boolean;
  /** Deliveries that wait while a worker's memory is read. */
  backlog: number;
  /** Stored events before the first measurement. */
  seed: number;
  tenants: number;
  /** Endpoints of each tenant; an event goes to all of them. */
  endpoints: number;
  /** Of each load, instead of `events`. */
  minutes: number;
  /** Seconds of an open loop. */
  seconds: number;
  /** Events of each load. */
  events: number;
  rounds: number;
  /** Single publishes under way at once. */
  concurrency: number;
  batchSize: number;
  /** Batches under way at once. */
  batchesAtOnce: number;
  /** The settings that the product has by default, instead of those for much load. */
  defaults: boolean;
  maxInFlight: number | undefined;
  workerConcurrency: number | undefined;
  logLevel: string | undefined;
  idempotencyKeys: boolean;
  /** Of the product's processes, e.g. `--max-semi-space-size=32 --heap-growing-percent=200`. */
  nodeFlags: string[];
  /** Where the processes of the product leave CPU profiles. */
  profileDir: string | undefined;
  /** Another build's `main.js` instead of the build of these sources. */
  main: string | undefined;
  json: boolean;
  /** Fails where a delivery costs more CPU than on record. */
  check: boolean;
  /** Writes docs/performance.md. */
  record: boolean;
  /** Reports as JSON to read instead of measuring. */
  from: readonly string[];
}

export const HELP = `npm run bench -- [options]

Without options: single publishes, batches, one event to 20 endpoints and idempotency keys, embedded and on
Redis, in about six minutes. What decides is the CPU of a delivery (Node, PostgreSQL, Redis) divided by the
CPU of a request in a bare axios loop, which runs before and after each measurement.

  --quick                    single publishes and batches only, in less than two minutes
  --check                    fails (exit code 1) where a delivery costs 5 % more CPU than docs/performance.md says
  --record                   measures all that docs/performance.md shows and writes it, in about forty minutes
  --json                     the result as JSON
  --from a.json,b.json       reads such results instead of measuring, for --check and --record

One measurement of your own:
  --variant embedded|redis   all embedded, or PostgreSQL + Redis with one api and one worker
  --only single,batch        loads: ${LOADS.join(', ')}
  --rate 200                 publishes by the clock; latency from there to the receipt (several: 5,200)
  --half                     the same at half of the measured maximum
  --seconds 20               of --rate and --half
  --idle                     CPU and memory 30 s after the work
  --backlog 1000000          memory of a worker while so many deliveries wait
  --seed 2000000             events that are stored beforehand
  --tenants 1000             events go to so many tenants in turn
  --endpoints 5              endpoints of each tenant; an event goes to all of them
  --minutes 3                of each load, through checkpoints and vacuum

Details:
  --events 10000             events of each load
  --rounds 3                 the median is reported; disturbed rounds are thrown away and repeated
  --concurrency 96           single publishes under way at once
  --batch-size 100           events of a batch
  --batches-at-once 4        batches under way at once
  --idempotency-keys         every event carries one
  --defaults                 the product's default settings: LOG_LEVEL=info, WORKER_CONCURRENCY=100 and
                             max_in_flight 50; otherwise warn, 200 and 200
  --log-level warn           LOG_LEVEL
  --worker-concurrency 200   WORKER_CONCURRENCY
  --max-in-flight 200        of each endpoint
  --node-flags "…"           flags of Node for the product; by default those of npm start
  --profile DIR              the product writes CPU profiles there
  --main FILE                measures that main.js instead of the build of these sources
`;

const FLAGS = {
  quick: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  record: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  from: { type: 'string' },
  variant: { type: 'string' },
  only: { type: 'string' },
  rate: { type: 'string' },
  half: { type: 'boolean' },
  seconds: { type: 'string', default: '20' },
  idle: { type: 'boolean' },
  backlog: { type: 'string' },
  seed: { type: 'string' },
  tenants: { type: 'string' },
  endpoints: { type: 'string' },
  minutes: { type: 'string' },
  events: { type: 'string' },
  rounds: { type: 'string', default: '3' },
  concurrency: { type: 'string', default: '96' },
  'batch-size': { type: 'string', default: '100' },
  'batches-at-once': { type: 'string', default: '4' },
  'idempotency-keys': { type: 'boolean' },
  defaults: { type: 'boolean' },
  'log-level': { type: 'string' },
  'worker-concurrency': { type: 'string' },
  'max-in-flight': { type: 'string' },
  'node-flags': { type: 'string', default: '--max-semi-space-size=32 --heap-growing-percent=200' },
  profile: { type: 'string' },
  main: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Any of these describes a measurement of one's own. */
const OWN = [
  'variant',
  'only',
  'rate',
  'half',
  'idle',
  'backlog',
  'seed',
  'tenants',
  'endpoints',
  'minutes',
  'idempotency-keys',
  'defaults',
  'log-level',
  'worker-concurrency',
  'max-in-flight',
] as const;

/** Undefined where help is wanted; throws an Error that says what is wrong. */
export function parseOptions(args: string[]): BenchOptions | undefined {
  const { values } = parseArgs({ args, options: FLAGS });
  if (values.help) return undefined;
  const own = OWN.find((name) => values[name] !== undefined);
  if (values.record && values.from === undefined && (values.quick || values.check || own)) {
    throw new Error(
      '--record measures what docs/performance.md shows: leave out what chooses loads.',
    );
  }
  const { rate, half = false, idle = false } = values;
  const backlog = optionalCount('backlog', values.backlog, 10_000_000) ?? 0;
  if (idle && backlog > 0) {
    throw new Error(
      '--idle needs a product without work: leave out --backlog, or measure them apart.',
    );
  }
  const special = rate !== undefined || half || idle || backlog > 0;
  return {
    plan: choosePlan(values.quick, values.record, own),
    variant: oneOf(VARIANTS, 'variant', values.variant ?? 'embedded'),
    loads: loadsOf(values.only, special),
    rates: (rate?.split(',') ?? []).map((each) => count('rate', each, 10_000)),
    half,
    idle,
    backlog,
    seed: optionalCount('seed', values.seed, 10_000_000) ?? 0,
    tenants: optionalCount('tenants', values.tenants, 10_000) ?? 1,
    endpoints: optionalCount('endpoints', values.endpoints, 100) ?? 1,
    minutes: optionalCount('minutes', values.minutes, 60) ?? 0,
    seconds: count('seconds', values.seconds, 600),
    events: optionalCount('events', values.events, 1_000_000) ?? (values.quick ? 5000 : 10_000),
    rounds: count('rounds', values.rounds, 20),
    concurrency: count('concurrency', values.concurrency, 1000),
    batchSize: count('batch-size', values['batch-size'], 500),
    batchesAtOnce: count('batches-at-once', values['batches-at-once'], 100),
    defaults: values.defaults ?? false,
    maxInFlight: optionalCount('max-in-flight', values['max-in-flight'], 1000),
    workerConcurrency: optionalCount('worker-concurrency', values['worker-concurrency'], 2000),
    logLevel: values['log-level'],
    idempotencyKeys: values['idempotency-keys'] ?? false,
    nodeFlags: values['node-flags'].split(' ').filter((flag) => flag !== ''),
    profileDir: values.profile,
    main: values.main,
    json: values.json,
    check: values.check,
    record: values.record,
    from: values.from?.split(',') ?? [],
  };
}

function choosePlan(
  quick: boolean,
  record: boolean,
  own: string | undefined,
): BenchOptions['plan'] {
  if (own !== undefined) return 'own';
  if (record) return 'record';
  return quick ? 'quick' : 'usual';
}

function loadsOf(only: string | undefined, special: boolean): LoadName[] {
  if (only === undefined) return special ? [] : ['single', 'batch'];
  return only.split(',').map((name) => oneOf(LOADS, 'only', name));
}

function optionalCount(name: string, text: string | undefined, most: number): number | undefined {
  return text === undefined ? undefined : count(name, text, most);
}

function count(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`--${name} must be a whole number from 1 to ${most}, not "${text}".`);
}

function oneOf<Value extends string>(values: readonly Value[], name: string, text: string): Value {
  const found = values.find((value) => value === text);
  if (found !== undefined) return found;
  throw new Error(`--${name} must be one of ${values.join(', ')}, not "${text}".`);
}
