import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { EndpointDisablingSoon, EndpointFailing, EndpointRecovered } from '../catalogue/index.js';
import { LOGGER, publicId } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { EndpointLifecycle, lastFailure, queueNotice } from '../endpoints/index.js';
import { postponeCheck, recordNotice } from '../queue/index.js';
import { findMonitored, lockMonitored } from './monitored-endpoints.query.js';
import type { MonitoredEndpoint } from './monitored-endpoints.query.js';
import type { MonitorRules, Step } from './next-step.js';
import { disablesInMs, maxFailureAgeMs, MONITOR_RULES, nextStep } from './next-step.js';
import { detectOutage } from './outage-detection.query.js';
import type { OutageReport } from './outage-detection.query.js';

/** For so many checks an endpoint to which nothing is sent is left out. */
const POSTPONED_CHECKS = 10;
const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * Sends notices about endpoints that fail and about those that work again, and disables those that fail for too
 * long. Workers may run it side by side: one of them checks at a time, and each step is taken under the
 * endpoint's lock, in one transaction with its notice.
 */
@Injectable()
export class FailingEndpoints {
  private wasNetworkDown = false;

  constructor(
    @InjectDataSource() private readonly source: DataSource,
    private readonly lifecycle: EndpointLifecycle,
    @Inject(MONITOR_RULES) private readonly rules: MonitorRules,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async run(): Promise<boolean> {
    const outage = await this.source.transaction((manager) => detectOutage(manager, this.rules));
    if (!outage) return false;
    this.log(outage);
    if (outage.isNetworkDown) return false;
    for (let after = NIL; ;) {
      const found = await findMonitored(this.source.manager, after, this.rules);
      for (const endpoint of found) {
        if (nextStep(endpoint, this.rules)) await this.takeStep(endpoint);
        after = endpoint.id;
      }
      if (found.length === 0) return false;
    }
  }

  private log({ gapMs, isNetworkDown }: OutageReport): void {
    if (gapMs > 0) {
      this.logger.warn(
        { gap_ms: Math.round(gapMs) },
        'nothing was delivered for a while; that time does not count as failing of any endpoint',
      );
    }
    if (isNetworkDown && !this.wasNetworkDown) {
      this.logger.error(
        'no delivery succeeds at any of several hosts: check the network; no endpoint is disabled meanwhile',
      );
    }
    this.wasNetworkDown = isNetworkDown;
  }

  /** Decides anew under the lock: a delivery may have succeeded, or a notice been sent, since it was found. */
  private async takeStep({ id }: MonitoredEndpoint): Promise<void> {
    const taken = await this.source.transaction(async (manager) => {
      const endpoint = await lockMonitored(manager, id);
      const step = endpoint && (await this.dueStep(manager, endpoint));
      if (step && step !== 'disable') await this.notify(manager, endpoint, step);
      if (!step) await postponeCheck(manager, id, POSTPONED_CHECKS * this.rules.checkEveryMs);
      return step;
    });
    if (!taken) return;
    if (taken === 'disable' && !(await this.disable(id))) return;
    const fields = { endpoint_id: publicId('endpoint', id), step: taken };
    this.logger[taken === 'recovered' ? 'info' : 'warn'](fields, 'endpoint health');
  }

  private disable(id: string): Promise<boolean> {
    return this.lifecycle.disableIf(id, 'failing', async (manager) => {
      const endpoint = await lockMonitored(manager, id);
      return endpoint !== undefined && (await this.dueStep(manager, endpoint)) === 'disable';
    });
  }

  private async dueStep(
    manager: EntityManager,
    endpoint: MonitoredEndpoint,
  ): Promise<Step | undefined> {
    const step = nextStep(endpoint, this.rules);
    if (!step) return undefined;
    const maxAgeMs = maxFailureAgeMs(step, endpoint);
    if (maxAgeMs === Infinity) return step;
    const failure = await lastFailure(manager, endpoint.id);
    return failure && Date.now() - Date.parse(failure.at) < maxAgeMs ? step : undefined;
  }

  private async notify(
    manager: EntityManager,
    endpoint: MonitoredEndpoint,
    step: Exclude<Step, 'disable'>,
  ): Promise<void> {
    const now = Date.now();
    const { id, failingSince, notifiedFailingSince, failedEvents } = endpoint;
    await recordNotice(manager, id, step);
    if (step === 'recovered') {
      await queueNotice(manager, endpoint, EndpointRecovered, {
        reason: 'succeeded',
        recovered_at: new Date(now - (endpoint.successMs ?? 0)).toISOString(),
        failing_since: notifiedFailingSince?.toISOString() ?? null,
      });
      return;
    }
    // The time of a warning begins with its notice.
    const state = step === 'disabling_soon' ? { ...endpoint, warnedMs: 0 } : endpoint;
    const failing = {
      failing_since: (failingSince ?? new Date(now)).toISOString(),
      failed_events: failedEvents,
      last_error: await lastFailure(manager, id),
      disables_at: new Date(now + disablesInMs(state, this.rules)).toISOString(),
    };
    if (step === 'disabling_soon') {
      await queueNotice(manager, endpoint, EndpointDisablingSoon, failing);
    } else {
      const notice = step === 'failing' ? 1 : endpoint.failingNotices + 1;
      await queueNotice(manager, endpoint, EndpointFailing, { ...failing, notice });
    }
  }
}
