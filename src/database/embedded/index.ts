export { claimDataDir, type ClaimedDataDir } from './claim-data-dir.js';
export { inspectDataDir } from './inspect-data-dir.js';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './start-embedded-postgres.js';
