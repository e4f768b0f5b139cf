import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, IsNull } from 'typeorm';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../auth/index.js';
import type { ChannelName } from '../../model/index.js';
import { invalid, notFound } from '../../common/index.js';
import { checkUrl } from '../../transport/index.js';
import { raiseFanoutVersion } from '../editing/change-endpoint.js';
import { mailNotConfigured, urlNotAllowed } from '../editing/check-endpoint.js';
import type { EndpointRules } from '../editing/check-endpoint.js';
import { ENDPOINT_RULES } from '../editing/endpoint-rules.js';
import { EndpointWriter } from '../editing/endpoint-writer.js';
import type { CreateEndpointDto } from '../api/endpoint.dto.js';
import { Endpoint } from '../endpoint.entity.js';
import { isMaskedUrl, maskedUrl } from '../api/mask-url.js';
import { checkRecipients } from '../editing/recipients.js';

/** What a request says of notifications in the settings; undefined: nothing. */
export interface NotificationSetting {
  /** Null: there shall be none. */
  slackUrl: string | null | undefined;
  /** Null or an empty list: there shall be none. */
  emails: unknown;
}

/** An endpoint behind the settings: its UUID, and what they show of it. */
export interface NotificationTargets {
  slack: { id: string; url: string } | null;
  email: { id: string; recipients: string[] } | null;
}

type Change = (manager: EntityManager, tenantId: string, actor: Actor) => Promise<string[]>;

const SLACK_POINTER = '/slack_webhook_url';
const EMAILS_POINTER = '/notification_emails';

/** A Slack channel hears of everything, mail of what becomes of the endpoints. Each can be changed at its endpoint. */
const EVENT_TYPES = { slack: ['*', 'endpoint.*'], email: ['endpoint.*'] };

/** The endpoints of Slack and email that a tenant's settings make and change. */
@Injectable()
export class NotificationEndpoints {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(ENDPOINT_RULES) private readonly rules: EndpointRules,
    @Inject(EndpointWriter) private readonly writer: EndpointWriter,
  ) {}

  async find(tenantId: string): Promise<NotificationTargets> {
    const { manager } = this.source;
    const slack = await manager.findOneBy(Endpoint, defaultOf(tenantId, 'slack'));
    const email = await manager.findOneBy(Endpoint, defaultOf(tenantId, 'email'));
    return {
      slack: slack && { id: slack.id, url: slack.url ?? '' },
      email: email && { id: email.id, recipients: email.recipients ?? [] },
    };
  }

  /**
   * Checks the fields (422, with the pointers of the settings) and returns the change, which answers
   * the fields that are not as they were. What there shall be none of is left alone: removing is not
   * done here.
   */
  change({ slackUrl, emails }: NotificationSetting): Change {
    const changes = [this.slackChange(slackUrl), this.emailChange(emails)];
    return async (manager, tenantId, actor) => {
      const changed: string[] = [];
      for (const change of changes) changed.push(...(await change(manager, tenantId, actor)));
      return changed;
    };
  }

  private slackChange(wanted: string | null | undefined): Change {
    if (wanted == null) return () => Promise.resolve([]);
    const verdict = checkUrl(wanted, this.rules.url);
    if (!verdict.ok) throw urlNotAllowed(verdict, SLACK_POINTER, []);
    const { url } = verdict;
    return this.put('slack', { url }, 'slack_webhook_url', (endpoint) => {
      if (url === endpoint?.url) return true;
      if (isMaskedUrl(url)) throw invalid([maskedUrl(SLACK_POINTER)]);
      return false;
    });
  }

  private emailChange(wanted: unknown): Change {
    if (isNobody(wanted)) return () => Promise.resolve([]);
    if (!this.rules.hasMail) throw mailNotConfigured(EMAILS_POINTER);
    const { recipients, errors } = checkRecipients(wanted, EMAILS_POINTER);
    if (errors.length > 0) throw invalid(errors);
    const fields = { recipients };
    return this.put(
      'email',
      fields,
      'notification_emails',
      (endpoint) => endpoint?.recipients?.join() === recipients.join(),
    );
  }

  /** Makes the endpoint or changes it, unless it is so already. */
  private put(
    channel: 'slack' | 'email',
    fields: Pick<CreateEndpointDto, 'url' | 'recipients'>,
    name: string,
    isSo: (endpoint: Endpoint | null) => boolean,
  ): Change {
    return async (manager, tenantId, actor) => {
      if (!(await raiseFanoutVersion(manager, tenantId))) throw notFound('tenant');
      const endpoint = await manager.findOne(Endpoint, {
        where: defaultOf(tenantId, channel),
        lock: { mode: 'pessimistic_write' },
      });
      if (isSo(endpoint)) return [];
      if (endpoint) {
        await this.writer.change(fields)(manager, endpoint, actor);
      } else {
        const all = { channel, ...fields, event_types: EVENT_TYPES[channel] };
        await this.writer.creation(all, { isDefault: true })(manager, tenantId, actor);
      }
      return [name];
    };
  }
}

/** What is sent to have no notification mails, or says nothing. */
export function isNobody(emails: unknown): boolean {
  return emails == null || (Array.isArray(emails) && emails.length === 0);
}

function defaultOf(tenantId: string, channel: ChannelName) {
  return { tenantId, channel, isDefault: true, deletedAt: IsNull() };
}
