import type { FieldError } from '../common/index.js';
import type { ChannelName } from '../channels/index.js';
import type { PatchEndpointDto } from './endpoint.dto.js';

/** What the contract has and this version does not do: refused, never accepted and ignored. */
export function unbuiltFields(
  fields: PatchEndpointDto,
  channels: readonly ChannelName[],
): FieldError[] {
  const { channel } = fields;
  if (channel === undefined || channels.includes(channel)) return [];
  return [unbuilt('channel', `use ${channels.join(' or ')}`)];
}

function unbuilt(name: string, remedy: string): FieldError {
  return {
    pointer: `/${name}`,
    code: 'not_supported_yet',
    message: `is not supported yet: ${remedy}`,
  };
}
