import { defaults } from 'pg';
import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';
import { connectionOptions } from './connection-options.js';
import { FairPool } from './fair-pool.js';
import type { DatabaseAccess } from './session/index.js';
import { CreateCore1763600000000 } from '../../migrations/1763600000000-create-core.js';
import { AddEndpointPayload1763600002000 } from '../../migrations/1763600002000-add-endpoint-payload.js';
import { AddTenantSettings1763600003000 } from '../../migrations/1763600003000-add-tenant-settings.js';
import { CreateRejectedAndCustomTypes1763600004000 } from '../../migrations/1763600004000-create-rejected-and-custom-types.js';
import { AddHasAssets1763600005000 } from '../../migrations/1763600005000-add-has-assets.js';
import { AddEndpointBatch1763600006000 } from '../../migrations/1763600006000-add-endpoint-batch.js';
import { CreateDerivedEffects1763600007000 } from '../../migrations/1763600007000-create-derived-effects.js';
import { AddEndpointFlow1763600008000 } from '../../migrations/1763600008000-add-endpoint-flow.js';
import { CreateClaim1763600008500 } from '../../migrations/1763600008500-create-claim.js';
import { KeepSubjectOrder1763600008600 } from '../../migrations/1763600008600-keep-subject-order.js';
import { AddEndpointLife1763600009000 } from '../../migrations/1763600009000-add-endpoint-life.js';
import { CreateReplays1763600010000 } from '../../migrations/1763600010000-create-replays.js';
import { AddChannels1763600011000 } from '../../migrations/1763600011000-add-channels.js';
import { AddMailDigests1763600012000 } from '../../migrations/1763600012000-add-mail-digests.js';
import { CreateEventLog1763600013000 } from '../../migrations/1763600013000-create-event-log.js';
import { CreateStreamConsumers1763600013500 } from '../../migrations/1763600013500-create-stream-consumers.js';
import { EnsurePartitionsAsOwner1763600014000 } from '../../migrations/1763600014000-ensure-partitions-as-owner.js';
import { CreateRequestKeys1763600017000 } from '../../migrations/1763600017000-create-request-keys.js';
import { AddSupportHints1763600018000 } from '../../migrations/1763600018000-add-support-hints.js';
import { CreatePublishFunction1763600020100 } from '../../migrations/1763600020100-create-publish-function.js';
import { CreateAppliedFunctions1763600021000 } from '../../migrations/1763600021000-create-applied-functions.js';
import { RenameNotifiedColumns1763600022000 } from '../../migrations/1763600022000-rename-notified-columns.js';
import { AddClaimSelection1763600022100 } from '../../migrations/1763600022100-add-claim-selection.js';
import { ShardClaims1763600023000 } from '../../migrations/1763600023000-shard-claims.js';
import { FindRefsByBlock1763600024000 } from '../../migrations/1763600024000-find-refs-by-block.js';
import { CreateEndpointGrants1763600025000 } from '../../migrations/1763600025000-create-endpoint-grants.js';
import { AddKeyLife1763600031000 } from '../../migrations/1763600031000-add-key-life.js';
import { ConfirmRecipients1763600031100 } from '../../migrations/1763600031100-confirm-recipients.js';
import { AddConfidentialTypes1763600032000 } from '../../migrations/1763600032000-add-confidential-types.js';
import { ChainAudit1763600032100 } from '../../migrations/1763600032100-chain-audit.js';
import { AddRetention1763600033000 } from '../../migrations/1763600033000-add-retention.js';
import { AddErasures1763600033100 } from '../../migrations/1763600033100-add-erasures.js';
import { AddTenantDeletions1763600034000 } from '../../migrations/1763600034000-add-tenant-deletions.js';
import { RetireEncryptionKeys1763600035000 } from '../../migrations/1763600035000-retire-encryption-keys.js';
import { NoteExhaustedDeliveries1763600035100 } from '../../migrations/1763600035100-note-exhausted-deliveries.js';
import { CreateSessions1763600036000 } from '../../migrations/1763600036000-create-sessions.js';
import { AddStatistics1763600037000 } from '../../migrations/1763600037000-add-statistics.js';
import { AddProcesses1763600037100 } from '../../migrations/1763600037100-add-processes.js';
import { AddEndpointSightings1763600037200 } from '../../migrations/1763600037200-add-endpoint-sightings.js';
import { AddInspector1763600038000 } from '../../migrations/1763600038000-add-inspector.js';
import { SealAddresses1763600041000 } from '../../migrations/1763600041000-seal-addresses.js';
import { AddStatisticsTotals1763600043000 } from '../../migrations/1763600043000-add-statistics-totals.js';
import { IndexAuditTargets1763600043100 } from '../../migrations/1763600043100-index-audit-targets.js';
import { DropEmptyMonths1763600044000 } from '../../migrations/1763600044000-drop-empty-months.js';
import { EraseLateEvents1763600045000 } from '../../migrations/1763600045000-erase-late-events.js';
import { IndexAuditFilters1763600046000 } from '../../migrations/1763600046000-index-audit-filters.js';
import { PlainConditionsOfTriggers1763600047000 } from '../../migrations/1763600047000-plain-conditions-of-triggers.js';
import { ForgetFingerprints1763600048000 } from '../../migrations/1763600048000-forget-fingerprints.js';

/** Every migration, oldest first. One that is not listed here is never applied. */
const MIGRATIONS = [
  CreateCore1763600000000,
  AddEndpointPayload1763600002000,
  AddTenantSettings1763600003000,
  CreateRejectedAndCustomTypes1763600004000,
  AddHasAssets1763600005000,
  AddEndpointBatch1763600006000,
  CreateDerivedEffects1763600007000,
  AddEndpointFlow1763600008000,
  CreateClaim1763600008500,
  KeepSubjectOrder1763600008600,
  AddEndpointLife1763600009000,
  CreateReplays1763600010000,
  AddChannels1763600011000,
  AddMailDigests1763600012000,
  CreateEventLog1763600013000,
  CreateStreamConsumers1763600013500,
  EnsurePartitionsAsOwner1763600014000,
  CreateRequestKeys1763600017000,
  AddSupportHints1763600018000,
  CreatePublishFunction1763600020100,
  CreateAppliedFunctions1763600021000,
  RenameNotifiedColumns1763600022000,
  AddClaimSelection1763600022100,
  ShardClaims1763600023000,
  FindRefsByBlock1763600024000,
  CreateEndpointGrants1763600025000,
  AddKeyLife1763600031000,
  ConfirmRecipients1763600031100,
  AddConfidentialTypes1763600032000,
  ChainAudit1763600032100,
  AddRetention1763600033000,
  AddErasures1763600033100,
  AddTenantDeletions1763600034000,
  RetireEncryptionKeys1763600035000,
  NoteExhaustedDeliveries1763600035100,
  CreateSessions1763600036000,
  AddStatistics1763600037000,
  AddProcesses1763600037100,
  AddEndpointSightings1763600037200,
  AddInspector1763600038000,
  SealAddresses1763600041000,
  AddStatisticsTotals1763600043000,
  IndexAuditTargets1763600043100,
  DropEmptyMonths1763600044000,
  EraseLateEvents1763600045000,
  IndexAuditFilters1763600046000,
  PlainConditionsOfTriggers1763600047000,
  ForgetFingerprints1763600048000,
];

export interface DatabaseOptions extends DatabaseAccess {
  /** How many connections this process has for everything but the hot path. */
  poolSize?: number;
  /** Absent: no limit, as for migrations. */
  statementTimeoutMs?: number;
  lockTimeoutMs?: number;
  /** The name of these connections in `pg_stat_activity`; `postrider` by default. */
  applicationName?: string;
}

type EntityClass = new () => object;

/** After this time a connection is replaced, so that a database that has moved is found. */
const MAX_LIFETIME_SECONDS = 60;

/** A list that one request reads is short: starting workers or compiling for it takes longer than the list. */
const PLANNER = { max_parallel_workers_per_gather: '0', jit: 'off' };

/** Returns the options of TypeORM, which serves migrations and the small tables that people edit. */
export function dataSourceOptions(
  {
    poolSize = 10,
    statementTimeoutMs = 0,
    lockTimeoutMs = 10_000,
    applicationName = 'postrider',
    ...access
  }: DatabaseOptions,
  entities: EntityClass[],
): DataSourceOptions {
  return {
    type: 'postgres',
    url: access.url,
    entities,
    migrations: MIGRATIONS,
    migrationsTableName: 'migrations',
    synchronize: false,
    driver: { Pool: FairPool, defaults },
    poolSize,
    applicationName,
    // The pool replaces an idle connection that breaks.
    poolErrorHandler: () => undefined,
    extra: {
      maxLifetimeSeconds: MAX_LIFETIME_SECONDS,
      ...connectionOptions({ ...access, statementTimeoutMs, lockTimeoutMs, settings: PLANNER }),
    },
  };
}

export function createDataSource(
  options: DatabaseOptions,
  entities: EntityClass[] = [],
): DataSource {
  return new DataSource(dataSourceOptions(options, entities));
}
