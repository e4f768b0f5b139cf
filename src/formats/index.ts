export { FORMATS, isFormat } from './format.js';
export type { Format, RenderedEvent } from './format.js';
export {
  canBatch,
  canCarry,
  renderBatch,
  renderBody,
  renderMessage,
  unixSeconds,
} from './render-body.js';
export type { RenderedBody } from './render-body.js';
export { PAYLOADS, canBeThin, minimisedData, thinData } from './thin-data.js';
export type { Payload } from './thin-data.js';
