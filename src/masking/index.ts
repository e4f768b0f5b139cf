export { EchoMask } from './echo-mask.js';
export {
  CREDENTIAL_HEADERS,
  hasMaskedQuery,
  hiddenOfUrl,
  maskAddress,
  maskAddresses,
  maskUrl,
  withoutCredentials,
} from './hide-secrets.js';
export { MASKED, maskData, showsField } from './mask-data.js';
export type { MaskedData, MaskedType } from './mask-data.js';
