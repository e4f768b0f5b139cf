export { withoutCredentials } from './credential-headers.js';
export { EchoMask } from './echo-mask.js';
export { maskAddress, maskAddresses, maskUrl } from './mask-address.js';
export { MASKED, maskData, showsField } from './mask-data.js';
export type { MaskedData, MaskedType } from './mask-data.js';
