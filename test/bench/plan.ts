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

interface IdleStep {
  kind: 'idle';
}

export type Step = LoadStep | LoopStep | PacedStep | IdleStep;

/** A product that is started, and what is measured of it in turn. */
export interface Scenario {
  /** Says what differs from a plain embedded product; names rows in reports and on record. */
  name: string;
  variant: Variant;
  settings: Settings;
  tenants: number;
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

/** What the options ask for. */
export function planOf(options: BenchOptions): Scenario[] {
  const { plan } = options;
  const load = (name: LoadName): LoadStep => loadStep(name, options);
  const paced = (perSecond: number | 'half', seconds: number): PacedStep =>
    pacedStep(perSecond, seconds);
  const scenario = (
    name: string,
    variant: Variant,
    steps: Step[],
    more: Partial<Scenario> = {},
  ) => ({
    name,
    variant,
    settings: TUNED,
    tenants: 1,
    steps,
    ...more,
  });
  if (plan === 'own') return [ownScenario(options)];
  if (plan === 'quick') {
    return [scenario('embedded', 'embedded', [load('single'), load('batch'), paced(200, 5)])];
  }
  return [
    scenario('embedded', 'embedded', [
      { kind: 'loop', name: 'axios as it comes' },
      ...LOADS.map(load),
      paced(200, 10),
    ]),
    scenario('redis', 'redis', [load('single'), load('batch'), paced(200, 10)]),
    scenario('embedded, defaults', 'embedded', [load('single'), load('batch')], {
      settings: DEFAULTS,
    }),
  ];
}

function ownScenario(options: BenchOptions): Scenario {
  const { variant, defaults, tenants, endpoints, minutes, idempotencyKeys } = options;
  const base = defaults ? DEFAULTS : TUNED;
  const settings: Settings = {
    logLevel: options.logLevel ?? base.logLevel,
    workerConcurrency: options.workerConcurrency ?? base.workerConcurrency,
    maxInFlight: options.maxInFlight ?? base.maxInFlight,
  };
  const name = [
    variant,
    ...(defaults ? ['defaults'] : []),
    ...(tenants > 1 ? [`${tenants} tenants`] : []),
    ...(endpoints > 1 ? [`${endpoints} endpoints`] : []),
    ...(minutes > 0 ? [`${minutes} minutes`] : []),
    ...(idempotencyKeys ? ['keys'] : []),
    ...(isSame(settings, base) ? [] : [Object.values(settings).join(' ')]),
  ].join(', ');
  const loads =
    options.half && !options.loads.includes('single')
      ? ['single' as const, ...options.loads]
      : options.loads;
  const steps: Step[] = [
    ...loads.map((load) => loadStep(load, options)),
    ...options.rates.map((rate) => pacedStep(rate, options.seconds)),
    ...(options.half ? [pacedStep('half', options.seconds)] : []),
    ...(options.idle ? [{ kind: 'idle' as const }] : []),
  ];
  return { name, variant, settings, tenants, steps };
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

function isSame(one: Settings, other: Settings): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
