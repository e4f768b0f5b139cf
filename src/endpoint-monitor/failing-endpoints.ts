import type { DataSource, EntityManager } from 'typeorm';
import { EndpointDisablingSoon, EndpointFailing, EndpointRecovered } from '../catalogue/index.js';
import { publicId } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { lastFailure, queueNotice } from '../endpoints/index.js';
import type { EndpointLifecycle } from '../endpoints/index.js';
import { look } from './outage-detection.query.js';
import { disablesInMs, maxFailureAgeMs, nextStep } from './next-step.js';
import type { Step } from './next-step.js';
import { leaveQuiet, noteTold } from '../queue/index.js';
import { findWatched, lockWatched } from './watched-endpoints.query.js';
import type { WatchedEndpoint } from './watched-endpoints.query.js';
import type { WatchRules } from './watch-rules.js';

/** Looks that an endpoint is spared where nothing is tried. */
const QUIET_LOOKS = 10;
const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * Tells of endpoints that fail, disables those that fail for too long, and tells of those that work
 * again. Workers may run it side by side: one of them looks at a time, and each step is taken under
 * the endpoint's lock, in one transaction with what is told of it.
 */
export class FailingEndpoints {
  private wasSilent = false;

  constructor(
    private readonly source: DataSource,
    private readonly lifecycle: EndpointLifecycle,
    private readonly rules: WatchRules,
    private readonly logger: Logger,
  ) {}

  async run(): Promise<boolean> {
    const seen = await this.source.transaction((manager) => look(manager, this.rules));
    if (!seen) return false;
    this.report(seen);
    if (seen.isSilent) return false;
    for (let after = NIL; ;) {
      const watched = await findWatched(this.source.manager, after, this.rules);
      for (const endpoint of watched) {
        if (nextStep(endpoint, this.rules)) await this.takeStep(endpoint);
        after = endpoint.id;
      }
      if (watched.length === 0) return false;
    }
  }

  private report({ gapMs, isSilent }: { gapMs: number; isSilent: boolean }): void {
    if (gapMs > 0) {
      this.logger.warn(
        { gap_ms: Math.round(gapMs) },
        'nothing was delivered for a while; endpoints are not held responsible for it',
      );
    }
    if (isSilent && !this.wasSilent) {
      this.logger.error(
        'nothing succeeds anywhere, though several hosts are tried: check the network; no endpoint is disabled meanwhile',
      );
    }
    this.wasSilent = isSilent;
  }

  /** Decided anew under the lock: it may have been delivered to, or told of, since it was found. */
  private async takeStep({ id }: WatchedEndpoint): Promise<void> {
    const taken = await this.source.transaction(async (manager) => {
      const endpoint = await lockWatched(manager, id);
      const step = endpoint && (await this.dueStep(manager, endpoint));
      if (step && step !== 'disable') await this.tell(manager, endpoint, step);
      if (!step) await leaveQuiet(manager, id, QUIET_LOOKS * this.rules.lookEveryMs);
      return step;
    });
    if (!taken) return;
    if (taken === 'disable' && !(await this.disable(id))) return;
    const fields = { endpoint_id: publicId('endpoint', id), step: taken };
    this.logger[taken === 'recovered' ? 'info' : 'warn'](fields, 'endpoint health');
  }

  private disable(id: string): Promise<boolean> {
    return this.lifecycle.disableIf(id, 'failing', async (manager) => {
      const endpoint = await lockWatched(manager, id);
      return endpoint !== undefined && (await this.dueStep(manager, endpoint)) === 'disable';
    });
  }

  private async dueStep(
    manager: EntityManager,
    endpoint: WatchedEndpoint,
  ): Promise<Step | undefined> {
    const step = nextStep(endpoint, this.rules);
    if (!step) return undefined;
    const maxAgeMs = maxFailureAgeMs(step, endpoint);
    if (maxAgeMs === Infinity) return step;
    const failure = await lastFailure(manager, endpoint.id);
    return failure && Date.now() - Date.parse(failure.at) < maxAgeMs ? step : undefined;
  }

  private async tell(
    manager: EntityManager,
    endpoint: WatchedEndpoint,
    step: Exclude<Step, 'disable'>,
  ): Promise<void> {
    const now = Date.now();
    const { id, failingSince, toldFailingSince, failedEvents } = endpoint;
    await noteTold(manager, id, step);
    if (step === 'recovered') {
      await queueNotice(manager, endpoint, EndpointRecovered, {
        reason: 'succeeded',
        recovered_at: new Date(now - (endpoint.successMs ?? 0)).toISOString(),
        failing_since: toldFailingSince?.toISOString() ?? null,
      });
      return;
    }
    const failing = {
      failing_since: (failingSince ?? new Date(now)).toISOString(),
      failed_events: failedEvents,
      last_error: await lastFailure(manager, id),
      disables_at: new Date(now + disablesInMs(warned(endpoint, step), this.rules)).toISOString(),
    };
    if (step === 'disabling_soon') {
      await queueNotice(manager, endpoint, EndpointDisablingSoon, failing);
    } else {
      const notice = step === 'failing' ? 1 : endpoint.failingNotices + 1;
      await queueNotice(manager, endpoint, EndpointFailing, { ...failing, notice });
    }
  }
}

/** The warning begins with its own notice. */
function warned(endpoint: WatchedEndpoint, step: Step): WatchedEndpoint {
  return step === 'disabling_soon' ? { ...endpoint, warnedMs: 0 } : endpoint;
}
