import type { FieldError } from '../../common/index.js';
import type { ChannelName } from '../../model/index.js';
import type { PatchEndpointDto } from '../api/endpoint-request.dto.js';
import type { Endpoint } from '../endpoint.entity.js';

/** Fields that shape, sign or pace the requests of webhooks. */
const WEBHOOK_FIELDS = [
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

/** Fields that a channel does not have. */
const UNSUPPORTED_FIELDS: Readonly<Record<ChannelName, readonly (keyof PatchEndpointDto)[]>> = {
  webhook: ['recipients', 'digest'],
  slack: [...WEBHOOK_FIELDS, 'recipients', 'digest'],
  email: [...WEBHOOK_FIELDS, 'url'],
  inspector: ['url', 'recipients', 'digest'],
};

const REQUIRED = { webhook: 'url', slack: 'url', email: 'recipients', inspector: null } as const;

/**
 * Returns the errors of fields that the endpoint's channel does not have or requires. `endpoint` is the
 * state before the change. Null and false are accepted for a field that the channel does not have, since
 * the API shows it so.
 */
export function channelErrors(
  fields: PatchEndpointDto,
  endpoint: Pick<Endpoint, 'channel' | 'url' | 'recipients'>,
): FieldError[] {
  const { channel } = endpoint;
  const errors: FieldError[] = UNSUPPORTED_FIELDS[channel]
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
  if (required === null) return errors;
  if (fields[required] === undefined ? endpoint[required] === null : fields[required] === null) {
    const message = `is required of endpoints of the channel ${channel}`;
    errors.push({ pointer: `/${required}`, code: 'required', message });
  }
  return errors;
}
