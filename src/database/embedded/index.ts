export { claimDataDir, type ClaimedDataDir } from './data-dir-lock.js';
export { inspectDataDir } from './data-dir-lock.js';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './start-embedded-postgres.js';
export { runningServerUrl } from './running-server-url.js';
