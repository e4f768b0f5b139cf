import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, IsNull } from 'typeorm';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../auth/index.js';
import type { ChannelName } from '../../model/index.js';
import { invalid, notFound } from '../../common/index.js';
import { checkUrl } from '../../transport/index.js';
import { incrementFanoutVersion } from '../editing/change-endpoint.js';
import { mailNotConfigured, urlNotAllowed, ENDPOINT_RULES } from '../editing/check-endpoint.js';
import type { EndpointRules } from '../editing/check-endpoint.js';
import { EndpointWriter } from '../editing/endpoint-writer.js';
import type { CreateEndpointDto } from '../api/endpoint-request.dto.js';
import { Endpoint } from '../endpoint.entity.js';
import { EndpointAddresses } from '../secrets/endpoint-addresses.js';
import { isMaskedUrl, maskedUrl } from './webhook-setting.js';
import { checkRecipients } from '../editing/recipients.js';

/** The notification fields of a settings request; undefined leaves a setting as it is. */
export interface NotificationSetting {
  /** Null: remove the endpoint. */
  slackUrl: string | null | undefined;
  /** Null or an empty list: remove the endpoint. */
  emails: unknown;
}

/** The endpoints behind the settings: UUIDs, and the values that the settings show. */
export interface NotificationTargets {
  slack: { id: string; url: string } | null;
  email: { id: string; recipients: string[] } | null;
}

type Change = (manager: EntityManager, tenantId: string, actor: Actor) => Promise<string[]>;

const SLACK_POINTER = '/slack_webhook_url';
const EMAILS_POINTER = '/notification_emails';

/** The initial event types: all for Slack, events about endpoints for email. Each endpoint can be changed. */
const EVENT_TYPES = { slack: ['*', 'endpoint.*'], email: ['endpoint.*'] };

/** Manages the Slack and email endpoints that a tenant's settings create and change. */
@Injectable()
export class NotificationEndpoints {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(ENDPOINT_RULES) private readonly rules: EndpointRules,
    @Inject(EndpointWriter) private readonly writer: EndpointWriter,
    @Inject(EndpointAddresses) private readonly addresses: EndpointAddresses,
  ) {}

  async find(tenantId: string): Promise<NotificationTargets> {
    const { manager } = this.source;
    const slack = await manager.findOneBy(Endpoint, defaultOf(tenantId, 'slack'));
    const email = await manager.findOneBy(Endpoint, defaultOf(tenantId, 'email'));
    const [recipients] = email ? await this.addresses.recipients([email]) : [];
    return {
      slack: slack && { id: slack.id, url: slack.url ?? '' },
      email: email && { id: email.id, recipients: recipients ?? [] },
    };
  }

  /**
   * Checks the fields (422 with pointers into the settings) and returns a function that applies them and
   * returns the names of the changed settings. The caller removes endpoints.
   */
  change(forTenant: string, { slackUrl, emails }: NotificationSetting): Change {
    const changes = [this.slackChange(forTenant, slackUrl), this.emailChange(emails)];
    return async (manager, tenantId, actor) => {
      const changed: string[] = [];
      for (const change of changes) changed.push(...(await change(manager, tenantId, actor)));
      return changed;
    };
  }

  private slackChange(tenantId: string, requested: string | null | undefined): Change {
    if (requested == null) return () => Promise.resolve([]);
    const checkedUrl = checkUrl(requested, this.rules.urlOf(tenantId));
    if (!checkedUrl.ok) throw urlNotAllowed(checkedUrl, SLACK_POINTER, []);
    const { url } = checkedUrl;
    return this.createOrChange('slack', { url }, 'slack_webhook_url', (endpoint) => {
      if (url === endpoint?.url) return true;
      if (isMaskedUrl(url)) throw invalid([maskedUrl(SLACK_POINTER)]);
      return false;
    });
  }

  private emailChange(requested: unknown): Change {
    if (isUnset(requested)) return () => Promise.resolve([]);
    if (!this.rules.hasMail) throw mailNotConfigured(EMAILS_POINTER);
    const { recipients, errors } = checkRecipients(requested, EMAILS_POINTER);
    if (errors.length > 0) throw invalid(errors);
    const fields = { recipients };
    return this.createOrChange('email', fields, 'notification_emails', async (endpoint) => {
      const [known] = endpoint ? await this.addresses.recipients([endpoint]) : [];
      return known?.join() === recipients.join();
    });
  }

  private createOrChange(
    channel: 'slack' | 'email',
    fields: Pick<CreateEndpointDto, 'url' | 'recipients'>,
    name: string,
    isUnchanged: (endpoint: Endpoint | null) => boolean | Promise<boolean>,
  ): Change {
    return async (manager, tenantId, actor) => {
      if (!(await incrementFanoutVersion(manager, tenantId))) throw notFound('tenant');
      const endpoint = await manager.findOne(Endpoint, {
        where: defaultOf(tenantId, channel),
        lock: { mode: 'pessimistic_write' },
      });
      if (await isUnchanged(endpoint)) return [];
      if (endpoint) {
        await this.writer.prepareChange(tenantId, fields)(manager, endpoint, actor);
      } else {
        const all = { channel, ...fields, event_types: EVENT_TYPES[channel] };
        await this.writer.prepareCreation(tenantId, all, { isDefault: true })(manager, actor);
      }
      return [name];
    };
  }
}

/** Returns whether the setting is absent, null or an empty list. */
export function isUnset(emails: unknown): boolean {
  return emails == null || (Array.isArray(emails) && emails.length === 0);
}

function defaultOf(tenantId: string, channel: ChannelName) {
  return { tenantId, channel, isDefault: true, deletedAt: IsNull() };
}
