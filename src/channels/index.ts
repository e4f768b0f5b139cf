export { CHANNELS_IN_USE, requestSecretsOf } from './channel.js';
export type {
  Channel,
  ChannelRequest,
  Channels,
  CountedEvent,
  RequestPart,
  RequestParts,
  RequestReport,
} from './channel.js';
export { ChannelsModule } from './channels.module.js';
export { createMailSender } from './email/index.js';
export type { PreparedEndpoint } from './channel.js';
export { buildRequest, maskHeaders } from './webhook/webhook-channel.js';
