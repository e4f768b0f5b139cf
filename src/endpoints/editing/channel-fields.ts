import type { FieldError } from '../../common/index.js';
import type { ChannelName } from '../../model/index.js';
import type { PatchEndpointDto } from '../api/endpoint.dto.js';
import type { Endpoint } from '../endpoint.entity.js';

/** What shapes, signs or paces a request to a webhook. */
const OF_WEBHOOKS = [
  'format',
  'payload',
  'signing',
  'headers',
  'secret',
  'rate_limit_per_second',
  'max_in_flight',
  'ordered',
  'batch',
] as const;

/** Fields that mean nothing to a channel. */
const FOREIGN: Readonly<Record<ChannelName, readonly (keyof PatchEndpointDto)[]>> = {
  webhook: ['recipients', 'digest'],
  slack: [...OF_WEBHOOKS, 'recipients', 'digest'],
  email: [...OF_WEBHOOKS, 'url'],
};

const REQUIRED = { webhook: 'url', slack: 'url', email: 'recipients' } as const;

/**
 * Errors of fields that the endpoint's channel does not know or cannot do without; the endpoint is the
 * one that they are to change. Null and false say of a foreign field what the API shows of it.
 */
export function channelErrors(
  fields: PatchEndpointDto,
  endpoint: Pick<Endpoint, 'channel' | 'url' | 'recipients'>,
): FieldError[] {
  const { channel } = endpoint;
  const errors: FieldError[] = FOREIGN[channel]
    .filter((name) => fields[name] != null && fields[name] !== false)
    .map((name) => ({
      pointer: `/${name}`,
      code: 'not_for_channel',
      message: `is not for endpoints of the channel ${channel}: leave it out`,
    }));
  if (fields.channel !== undefined && fields.channel !== channel) {
    const message = `cannot be changed: this endpoint is of the channel ${channel}`;
    errors.push({ pointer: '/channel', code: 'immutable', message });
  }
  const required = REQUIRED[channel];
  if (fields[required] === undefined ? endpoint[required] === null : fields[required] === null) {
    const message = `is required of endpoints of the channel ${channel}`;
    errors.push({ pointer: `/${required}`, code: 'required', message });
  }
  return errors;
}
