export { builtModule, builtProgram, ROOT } from './build.js';
export { countRows } from './count-rows.js';
export { eventually } from './eventually.js';
export { useLab, type Lab } from './lab.js';
export { runCli } from './run-cli.js';
export { spawnPostrider, type Postrider } from './postrider.js';
export {
  expectDelivery,
  onlyDelivery,
  readEvent,
  type AttemptRecord,
  type DeliveryRecord,
  type EventRecord,
} from './records.js';
export {
  actOnEndpoint,
  aSession,
  confirmRecipients,
  createEndpoint,
  createReceivingTenant,
  createTenant,
  publish,
  readEndpoint,
  type Endpoint,
  type LiveSecrets,
  type Published,
  type Tenant,
} from './tenant.js';
export {
  header,
  verifyByStandardWebhooks,
  verifyBySvix,
  verifyQoreid,
  verifyStandard,
  verifyVerifa,
  verifyXWebhook,
  verifyXWebhookTimestamped,
  type Verify,
} from './verify.js';
