import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const ATTEMPT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

// For its statistics of the event loop's lag, prom-client wakes the process a hundred times a second, also at
// rest. The lag at the moment of a scrape stays.
const LAG_STATISTICS = ['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'];
const AN_HOUR_MS = 3_600_000;

/** The metrics of this process in Prometheus' text format. No label holds a tenant or a URL. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly eventsStored = new Counter({
    name: 'postrider_events_stored_total',
    help: 'Events committed by this process.',
    labelNames: ['type'],
    registers: [this.registry],
  });

  readonly eventsDuplicate = new Counter({
    name: 'postrider_events_duplicate_total',
    help: 'Publishes answered with the event that already held their idempotency key.',
    registers: [this.registry],
  });

  readonly streamsOpen = new Gauge({
    name: 'postrider_streams_open',
    help: 'Streams that clients have open on this process.',
    registers: [this.registry],
  });

  readonly feedsOpen = new Gauge({
    name: 'postrider_feeds_open',
    help: 'Requests to the feed that this process is answering, those that wait included.',
    registers: [this.registry],
  });

  readonly streamEvents = new Counter({
    name: 'postrider_stream_events_total',
    help: 'Events handed to the streams of this process.',
    registers: [this.registry],
  });

  readonly streamsClosed = new Counter({
    name: 'postrider_streams_closed_total',
    help: 'Streams that this process ended, by close code; "silent": the client answered no ping.',
    labelNames: ['code'],
    registers: [this.registry],
  });

  readonly wrongKeys = new Counter({
    name: 'postrider_wrong_keys_total',
    help: 'Requests with an API key that is unknown, expired or revoked.',
    registers: [this.registry],
  });

  readonly rateLimited = new Counter({
    name: 'postrider_rate_limited_total',
    help: 'Requests that were answered with 429 because of a rate limit, by the limit.',
    labelNames: ['policy'],
    registers: [this.registry],
  });

  readonly rejectedKept = new Counter({
    name: 'postrider_rejected_publishes_total',
    help: 'Refused publishes that this process put on record.',
    registers: [this.registry],
  });

  readonly rejectedDropped = new Counter({
    name: 'postrider_rejected_publishes_dropped_total',
    help: 'Refused publishes that were not put on record: too many at once, or no database.',
    registers: [this.registry],
  });

  readonly attempts = new Counter({
    name: 'postrider_attempts_total',
    help: 'Delivery attempts by outcome and, if they failed, by error class.',
    labelNames: ['outcome', 'error_class'],
    registers: [this.registry],
  });

  readonly attemptSeconds = new Histogram({
    name: 'postrider_attempt_duration_seconds',
    help: 'Duration of delivery attempts.',
    buckets: ATTEMPT_BUCKETS,
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: AN_HOUR_MS });
    for (const statistic of LAG_STATISTICS) {
      this.registry.removeSingleMetric(`nodejs_eventloop_lag_${statistic}_seconds`);
    }
    let before = performance.eventLoopUtilization();
    this.watch(
      'nodejs_eventloop_utilization',
      'Share of the time since the last scrape that the event loop was busy: near 1, the process is at its limit.',
      () => {
        const now = performance.eventLoopUtilization();
        const { utilization } = performance.eventLoopUtilization(now, before);
        before = now;
        return utilization;
      },
    );
  }

  /** Adds a gauge whose value is read at every scrape. */
  watch(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      collect: () => gauge.set(read()),
    });
  }
}
