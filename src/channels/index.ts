export { CHANNELS, CHANNELS_IN_USE } from './channel.js';
export type {
  Channel,
  ChannelName,
  ChannelRequest,
  Channels,
  GatheredEvent,
  RequestPart,
  RequestParts,
  RequestReport,
} from './channel.js';
export { ChannelsModule } from './channels.module.js';
export { createMailSender } from './email/index.js';
