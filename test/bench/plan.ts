import { LOADS } from './options.js';
import type { BenchOptions, LoadName, Variant } from './options.js';

/** Publishes as fast as they are accepted. */
export interface LoadStep {
  kind: 'load';
  name: LoadName;
  perRequest: number;
  atOnce: number;
  endpoints: number;
  idempotencyKeys: boolean;
  /** 0: so many events as the options say. */
  minutes: number;
}

/** The axios loop as it comes, beside the careful one. */
interface LoopStep {
  kind: 'loop';
  name: string;
}

/** Publishes by the clock. */
export interface PacedStep {
  kind: 'paced';
  name: string;
  /** 'half': of the rate that single publishes reached in this scenario. */
  perSecond: number | 'half';
  seconds: number;
}

/** Deliveries that wait while the worker's memory is read. */
interface BacklogStep {
  kind: 'backlog';
  deliveries: number;
}

/** The product at rest. */
interface IdleStep {
  kind: 'idle';
}

export type Step = LoadStep | LoopStep | PacedStep | BacklogStep | IdleStep;

/** A product that is started, and what is measured of it in turn. */
export interface Scenario {
  /** Says what differs from a plain embedded product; names rows in reports and on record. */
  name: string;
  variant: Variant;
  settings: Settings;
  tenants: number;
  seed: number;
  steps: Step[];
}

export interface Settings {
  logLevel: string;
  workerConcurrency: number;
  maxInFlight: number;
}

/** Those of the product, and those for much load. */
const DEFAULTS: Settings = { logLevel: 'info', workerConcurrency: 100, maxInFlight: 50 };
const TUNED: Settings = { logLevel: 'warn', workerConcurrency: 200, maxInFlight: 200 };

const FAN_OUT_ENDPOINTS = 20;
const RECORD_SEED = 2_000_000;
const PLAIN_LOOP: Step = { kind: 'loop', name: 'axios as it comes' };

/** What the options ask for. */
export function planOf(options: BenchOptions): Scenario[] {
  const scenario = (changes: Partial<BenchOptions>, ...more: Step[]): Scenario => {
    const made = scenarioOf({ ...options, ...changes });
    return { ...made, steps: [...more, ...made.steps] };
  };
  const both: LoadName[] = ['single', 'batch'];
  const redis = { variant: 'redis', loads: both } as const;
  const usualSeconds = { rates: [200], seconds: 10 };
  const recordSeconds = { rates: [5, 200], half: true, seconds: 15 };
  const plans: Record<BenchOptions['plan'], () => Scenario[]> = {
    own: () => [scenarioOf(options)],
    quick: () => [scenario({ loads: both, rates: [200], seconds: 5 })],
    usual: () => [
      scenario({ loads: LOADS, ...usualSeconds }, PLAIN_LOOP),
      scenario({ ...redis, ...usualSeconds }),
      scenario({ loads: both, defaults: true }),
    ],
    record: () => [
      scenario({ loads: LOADS, ...recordSeconds }, PLAIN_LOOP),
      scenario({ ...redis, ...recordSeconds, idle: true }),
      scenario({ ...redis, loads: [], idle: true }),
      scenario({ loads: both, defaults: true }),
      scenario({ loads: ['single'], endpoints: 5 }),
      scenario({ loads: ['single'], endpoints: 5, tenants: 1000 }),
      scenario({ loads: both, seed: RECORD_SEED }),
      scenario({ ...redis, loads: ['single'], minutes: 3 }),
      scenario({ ...redis, loads: [], backlog: 1_000_000 }),
    ],
  };
  return plans[options.plan]();
}

function scenarioOf(options: BenchOptions): Scenario {
  const { variant, defaults, tenants, endpoints, seed, minutes, idempotencyKeys } = options;
  const steps = stepsOf(options);
  const base = defaults ? DEFAULTS : TUNED;
  const own = {
    logLevel: options.logLevel ?? base.logLevel,
    workerConcurrency: options.workerConcurrency ?? base.workerConcurrency,
    maxInFlight: options.maxInFlight ?? base.maxInFlight,
  };
  const name = [
    variant,
    ...(defaults ? ['defaults'] : []),
    ...(seed > 0 ? [`${seed} stored`] : []),
    ...(tenants > 1 ? [`${tenants} tenants`] : []),
    ...(endpoints > 1 ? [`${endpoints} endpoints`] : []),
    ...(minutes > 0 ? [`${minutes} minutes`] : []),
    ...(idempotencyKeys ? ['keys'] : []),
    // A product warms up before its first step.
    ...(steps[0]?.kind === 'idle' ? ['after the warm-up'] : []),
    ...(options.logLevel === undefined ? [] : [`log level ${own.logLevel}`]),
    ...(options.workerConcurrency === undefined ? [] : [`concurrency ${own.workerConcurrency}`]),
    ...(options.maxInFlight === undefined ? [] : [`max_in_flight ${own.maxInFlight}`]),
  ].join(', ');
  return { name, variant, settings: own, tenants, seed, steps };
}

function stepsOf(options: BenchOptions): Step[] {
  const { loads, rates, half, seconds, backlog, idle } = options;
  const halfNeeds: LoadName[] = half && !loads.includes('single') ? ['single'] : [];
  return [
    ...[...halfNeeds, ...loads].map((load) => loadStep(load, options)),
    ...rates.map((rate) => pacedStep(rate, seconds)),
    ...(half ? [pacedStep('half', seconds)] : []),
    ...(backlog > 0 ? [{ kind: 'backlog' as const, deliveries: backlog }] : []),
    // The last one, because it ends the processes that measure.
    ...(idle ? [{ kind: 'idle' as const }] : []),
  ];
}

export function loadStep(name: LoadName, options: BenchOptions): LoadStep {
  const { batchSize, batchesAtOnce, concurrency, endpoints, idempotencyKeys, minutes } = options;
  const batch = name === 'batch';
  return {
    kind: 'load',
    name,
    perRequest: batch ? batchSize : 1,
    atOnce: batch ? batchesAtOnce : concurrency,
    endpoints: name === 'fan-out' ? FAN_OUT_ENDPOINTS : endpoints,
    idempotencyKeys: name === 'keys' || idempotencyKeys,
    minutes,
  };
}

function pacedStep(perSecond: number | 'half', seconds: number): PacedStep {
  const name = perSecond === 'half' ? 'half of the maximum' : `${perSecond}/s`;
  return { kind: 'paced', name, perSecond, seconds };
}
