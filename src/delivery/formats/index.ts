export { FORMATS } from './format.js';
export type { Format, RenderedEvent } from './format.js';
export { SUPPORTED_FORMATS, canCarry, isSupportedFormat, renderBody } from './render-body.js';
export type { SupportedFormat } from './render-body.js';
