import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { hostOf, publicId } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { reasonText } from '../model/index.js';
import { causeOf } from './causes.js';
import type { OpenProblemDto, OpenProblemListDto } from './problem.dto.js';
import { causeText, problemText, warningText } from './problem-text.js';
import { findChanges, findFailures, findTroubled, findWarnings } from './problems.query.js';
import type { Change, FailureGroup, TroubledEndpoint, Warning } from './problems.query.js';

/** An endpoint with fewer failed events is not disabled: see `minFailedEvents` of the endpoint monitor. */
const MIN_FAILED_EVENTS = 5;

/** Finds what does not work at the endpoints of a tenant, grouped by cause. */
@Injectable()
export class Problems {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(SETTINGS) private readonly settings: Pick<RunSettings, 'disableAfterMs'>,
  ) {}

  /** Lists the open problems of a tenant (UUID), those with the most failures first. */
  async list(tenantId: string): Promise<OpenProblemListDto> {
    const { manager } = this.source;
    const [failing, warnings] = await Promise.all([
      this.failing(tenantId),
      findWarnings(manager, tenantId),
    ]);
    const now = new Date();
    return { data: [...failing, ...warnings.map((warning) => presentWarning(warning, now))] };
  }

  private async failing(tenantId: string): Promise<OpenProblemDto[]> {
    const { manager } = this.source;
    const endpoints = await findTroubled(manager, tenantId);
    if (endpoints.length === 0) return [];
    const failing = endpoints.flatMap(({ id, failing_since: since }) =>
      since === null ? [] : [{ id, since }],
    );
    const targets = endpoints.map(({ id }) => publicId('endpoint', id));
    const began = endpoints.map(({ last_success_at, created_at }) => last_success_at ?? created_at);
    const earliest = new Date(Math.min(...began.map((at) => at.getTime())));
    const [failures, changes] = await Promise.all([
      failing.length > 0 ? findFailures(manager, tenantId, failing) : [],
      findChanges(manager, tenantId, targets, earliest),
    ]);
    const data = endpoints.flatMap((endpoint) => {
      const target = publicId('endpoint', endpoint.id);
      return this.problemsOf(
        endpoint,
        failures.filter(({ endpoint_id }) => endpoint_id === endpoint.id),
        changes.filter((change) => change.target === target),
      );
    });
    return data.toSorted((a, b) => b.count - a.count);
  }

  private problemsOf(
    endpoint: TroubledEndpoint,
    failures: readonly FailureGroup[],
    changes: readonly Change[],
  ): OpenProblemDto[] {
    const now = new Date();
    const cause = causeOf(endpoint, changes);
    const disablesAt = this.disablesAt(endpoint);
    const { status, disabled_reason: reason, failing_since: since, url } = endpoint;
    const stopped =
      status === 'active' ? null : { status, reasonText: reasonText(reason ?? status) };
    const stoppedAt =
      changes.find(({ action }) => action === 'endpoint.disabled')?.at ?? endpoint.updated_at;
    const groups =
      failures.length > 0
        ? failures
        : [
            {
              class: reason ?? 'failing',
              code: null,
              count: 0,
              first_hour: since ?? stoppedAt,
              last_at: since ?? stoppedAt,
            },
          ];
    return groups.map((group) => {
      const { class: errorClass, code, count, first_hour: firstHour, last_at: lastAt } = group;
      const from = since !== null && since > firstHour ? since : firstHour;
      return {
        endpoint_id: publicId('endpoint', endpoint.id),
        endpoint_host: hostOf(url),
        endpoint_description: endpoint.description,
        class: errorClass,
        code,
        count,
        since: from.toISOString(),
        last_at: lastAt.toISOString(),
        cause: cause && {
          kind: cause.kind,
          at: cause.at.toISOString(),
          text: causeText(cause, now),
        },
        disables_at: disablesAt?.toISOString() ?? null,
        text: problemText(
          {
            count,
            class: errorClass,
            code,
            since: from,
            cause,
            disablesAt,
            stopped,
            isBreakerOpen: endpoint.breaker !== 'closed',
          },
          now,
        ),
      };
    });
  }

  private disablesAt(endpoint: TroubledEndpoint): Date | null {
    const { status, channel, counted_since: since, failed_events: failedEvents } = endpoint;
    const isCounted = status === 'active' && channel !== 'email';
    if (!isCounted || since === null || (failedEvents ?? 0) < MIN_FAILED_EVENTS) return null;
    return new Date(since.getTime() + this.settings.disableAfterMs);
  }
}

function presentWarning(warning: Warning, now: Date): OpenProblemDto {
  return {
    endpoint_id: publicId('endpoint', warning.endpoint_id),
    endpoint_host: hostOf(warning.url),
    endpoint_description: warning.description,
    class: warning.class,
    code: null,
    count: 0,
    since: warning.since?.toISOString() ?? null,
    last_at: null,
    cause: null,
    disables_at: null,
    text: warningText(warning, now),
  };
}
