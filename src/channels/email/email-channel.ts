import { maskAddresses, maskUrl } from '../../masking/index.js';
import { createHash } from 'node:crypto';
import type { Catalogue } from '../../catalogue/index.js';
import type { Clock } from '../../common/index.js';
import { publicId } from '../../common/index.js';
import type { MailFrom } from '../../config/index.js';
import type {
  ChannelRequest,
  ConfirmationRequest,
  MailChannel,
  RequestReport,
} from '../channel.js';
import { viewConfirmation } from './mails/view-confirmation.js';
import { toNotificationEvent } from '../notification-event.js';
import type { MailView } from './mails/mail-view.js';
import { viewDigest } from './mails/view-digest.js';
import { viewEvent } from './mails/view-event.js';
import { composeMail } from './smtp/compose-mail.js';
import type { MailResult, MailSender } from './smtp/send-mail.js';
import { renderMail } from './templates/render-mail.js';
import { requestId } from '../webhook/webhook-channel.js';

/**
 * Returns the headers of a mail besides the subject: a `Message-ID` that is the same for every attempt of
 * the same deliveries, the ids that a webhook would carry, and the mark of an automatic mail (RFC 3834).
 */
function mailHeaders(
  { endpoint, parts, counted, recipient }: ChannelRequest,
  fromAddress: string,
): Record<string, string> & { 'Message-ID': string } {
  const domain = fromAddress.slice(fromAddress.lastIndexOf('@') + 1);
  const events = [...parts.map(({ event }) => event.id), ...counted.map((event) => event.id)];
  // Sorted, so that the id does not depend on which delivery of a digest was claimed.
  const id = requestId(events.toSorted());
  const endpointId = publicId('endpoint', endpoint.id);
  const deliveries = parts.map(({ deliveryId }) => publicId('delivery', deliveryId));
  const isDigest = events.length > 1;
  const times = parts.map(({ event }) => event.createdAt.getTime());
  return {
    'Message-ID': `${isDigest ? digestId(id, `${endpointId} ${recipient}`) : deliveries[0]}@${domain}`,
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'List-Id': `<${endpointId}.${domain}>`,
    'X-Webhook-ID': id,
    'X-Webhook-Timestamp': String(Math.floor(Math.max(...times) / 1000)),
    'X-Webhook-Attempt': String(Math.max(...parts.map(({ number }) => number))),
    ...(!isDigest && { 'X-Webhook-Delivery-ID': deliveries.join() }),
  };
}

/** Includes the recipient, since the same events are sent to several recipients. */
function digestId(id: string, recipient: string): string {
  return `${id}.${createHash('sha256').update(recipient).digest('hex').slice(0, 16)}`;
}

export interface EmailChannelOptions {
  from: MailFrom;
  /** The base URL of links. */
  publicUrl: string;
  timeoutMs: number;
}

const DEFAULT_BRAND = 'Postrider';
/** Maximum pause between two attempts while the mail server is unavailable. */
const MAX_OUTAGE_PAUSE_SECONDS = 600;

/** Sends events as mails. Failures of the mail server do not affect the endpoint's health. */
export class EmailChannel implements MailChannel {
  /** When the mail server became unavailable; null while it is available. */
  private outageFromMs: number | null = null;

  constructor(
    private readonly sender: MailSender,
    private readonly clock: Clock,
    private readonly catalogue: Pick<Catalogue, 'get'>,
    private readonly options: EmailChannelOptions,
  ) {}

  async attempt(request: ChannelRequest): Promise<RequestReport> {
    const { recipient } = request;
    if (recipient === null) throw new Error('A mail needs a recipient.');
    const { from, timeoutMs } = this.options;
    const { subject, html, text } = renderMail(this.view(request), from.name ?? DEFAULT_BRAND);
    const headers = mailHeaders(request, from.address);
    const { 'Message-ID': messageId, ...others } = headers;
    const message = await composeMail({
      from,
      to: recipient,
      subject,
      html,
      text,
      messageId,
      date: new Date(this.clock.now()),
      headers: others,
    });
    const envelope = { from: from.address, to: recipient };
    const result = await this.sender.send({ envelope, message, timeoutMs });
    return {
      ...this.classify(result),
      facts: {
        format: 'email',
        url: maskUrl(`mailto:${recipient}`),
        ip: result.ip,
        startedAt: new Date(result.startedAtMs),
        durationMs: result.durationMs,
        timings: result.timings,
        bodyHash: createHash('sha256').update(message).digest('hex'),
        responseStatus: result.answer?.code ?? null,
        error: result.error && {
          ...result.error,
          message: maskAddresses(result.error.message),
        },
        exchange: {
          requestHeaders: { From: from.address, To: recipient, Subject: subject, ...headers },
          response: result.answer && {
            headers: {},
            body: Buffer.from(result.answer.text),
            truncated: false,
          },
        },
      },
    };
  }

  async askToConfirm({ id, recipient, url }: ConfirmationRequest): Promise<string | null> {
    const { from, timeoutMs } = this.options;
    const brand = from.name ?? DEFAULT_BRAND;
    const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
    const message = await composeMail({
      from,
      to: recipient,
      ...renderMail(viewConfirmation(url, brand), brand),
      messageId: `${id}@${domain}`,
      date: new Date(this.clock.now()),
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    });
    const envelope = { from: from.address, to: recipient };
    const { answer, error } = await this.sender.send({ envelope, message, timeoutMs });
    return error && (answer ? `the mail server answered ${answer.code}` : error.class);
  }

  private classify({
    answer,
    error,
    isAddressRefused,
    isOurs,
  }: MailResult): Pick<RequestReport, 'outcome' | 'reason' | 'retryAfterSeconds' | 'isOurs'> {
    const rest = { retryAfterSeconds: undefined, isOurs: error !== null };
    if (isOurs) return { ...rest, outcome: 'outage', retryAfterSeconds: this.outageSeconds() };
    this.outageFromMs = null;
    if (error === null) return { ...rest, outcome: 'succeeded' };
    if (!isAddressRefused) return { ...rest, outcome: 'retry' };
    return { ...rest, outcome: 'hold', reason: answer ? `smtp_${answer.code}` : 'refused' };
  }

  /** The pause until the next attempt equals the duration of the outage, up to a maximum. */
  private outageSeconds(): number {
    const now = this.clock.now();
    this.outageFromMs ??= now;
    return Math.min(MAX_OUTAGE_PAUSE_SECONDS, (now - this.outageFromMs) / 1000);
  }

  private view({ endpoint, parts, counted }: ChannelRequest): MailView {
    const endpointId = publicId('endpoint', endpoint.id);
    const { publicUrl } = this.options;
    const [first, ...others] = parts.map(({ event }) =>
      toNotificationEvent(event, this.catalogue, publicUrl),
    );
    if (first && others.length + counted.length === 0) return viewEvent(first, endpointId);
    const named = counted.map((event) => ({
      ...event,
      definition: this.catalogue.get(event.type),
    }));
    return viewDigest(first ? [first, ...others] : others, named, endpointId);
  }
}
