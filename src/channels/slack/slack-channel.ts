import { createHash } from 'node:crypto';
import type { LiveCatalogue } from '../../catalogue/index.js';
import { publicId } from '../../common/index.js';
import type { Clock } from '../../common/index.js';
import type { Sender } from '../../transport/index.js';
import type { Channel, ChannelRequest, RequestReport } from '../channel.js';
import { requireUrl } from '../channel.js';
import { toldEvent } from '../told-event.js';
import { eventMessage } from './event-message.js';
import { judgeSlackAnswer } from './judge-slack-answer.js';
import { summaryMessage } from './summary-message.js';

export interface SlackChannelOptions {
  userAgent: string;
  timeoutMs: number;
  responseBodyLimitBytes: number;
  /** What links begin with. */
  publicUrl: string;
}

/** Tells of events in a Slack channel, through its incoming webhook; of several in one message. */
export class SlackChannel implements Channel {
  constructor(
    private readonly sender: Sender,
    private readonly clock: Clock,
    private readonly catalogue: Pick<LiveCatalogue, 'get'>,
    private readonly options: SlackChannelOptions,
  ) {}

  async attempt(request: ChannelRequest): Promise<RequestReport> {
    const { endpoint } = request;
    const { userAgent, timeoutMs, responseBodyLimitBytes } = this.options;
    const headers = { 'Content-Type': 'application/json; charset=utf-8', 'User-Agent': userAgent };
    const body = this.body(request);
    const url = requireUrl(endpoint.secretUrl);
    const limits = { timeoutMs, responseBodyLimitBytes };
    const result = await this.sender.send({
      tenantId: endpoint.tenantId,
      url,
      headers,
      body,
      ...limits,
    });
    const { error, ...report } = judgeSlackAnswer(result, this.clock.now());
    return {
      ...report,
      facts: {
        format: 'slack',
        url: requireUrl(endpoint.url),
        ip: result.ip,
        startedAt: new Date(result.startedAtMs),
        durationMs: result.durationMs,
        timings: result.timings,
        bodyHash: createHash('sha256').update(body).digest(),
        responseStatus: result.response?.status ?? null,
        error,
        exchange: { requestHeaders: headers, response: result.response },
      },
    };
  }

  private body({ parts, endpoint }: ChannelRequest): Buffer {
    const told = parts.map(({ event }) => toldEvent(event, this.catalogue, this.options.publicUrl));
    const [first, ...others] = told;
    const id = publicId('endpoint', endpoint.id);
    const message =
      first && others.length === 0 ? eventMessage(first, id) : summaryMessage(told, id);
    return Buffer.from(JSON.stringify(message), 'utf8');
  }
}
