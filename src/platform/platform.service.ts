import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOGGER, ownVersion, publicId } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { SealedTexts } from '../database/index.js';
import { SETTINGS, shownSettings } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import type { FieldsOf } from '../http/index.js';
import { WAKE_UPS } from '../queue/index.js';
import type { WakeUps } from '../queue/index.js';
import type {
  ClaimsDto,
  DatabaseFactsDto,
  DeadRowsDto,
  EgressErrorDto,
  EncryptionKeyDto,
  PartitionDto,
  PlatformDto,
  QueuePartDto,
  RedisFactsDto,
  WorkerDto,
} from './platform.dto.js';
import {
  READ_CLAIMS,
  READ_DATA_KEYS,
  READ_DATABASE,
  READ_DEAD_ROWS,
  READ_EGRESS_ERRORS,
  READ_PARTITIONS,
  READ_QUEUE,
  READ_WORKERS,
} from './platform.query.js';

/** A part that takes longer is left out of the answer. */
const DEADLINE_MS = 2_000;
const DAY_MS = 24 * 3_600_000;
/** Tables by time whose rows end with the payload; the others end with the records. */
const CONTENT = ['event_bodies', 'attempt_bodies'];
const MOST_HOSTS = 50;

type Scope = readonly string[] | null;

interface PartitionRow extends Pick<PartitionDto, 'table' | 'name' | 'size_bytes'> {
  from: Date | null;
  to: Date | null;
}

interface WorkerRow extends Pick<WorkerDto, 'id' | 'version' | 'in_flight'> {
  role: string;
  started_at: Date;
  last_seen_at: Date;
}

/** Reads what operators look at. Each part has a deadline of its own, so that one that hangs holds up no other. */
@Injectable()
export class Platform {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(SETTINGS) private readonly settings: RunSettings,
    @Inject(WAKE_UPS) private readonly wakeUps: WakeUps,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(SealedTexts) private readonly texts: SealedTexts,
  ) {}

  /** @param scope tenants (UUIDs) that the reader may see; null: all */
  async read(scope: Scope): Promise<PlatformDto> {
    const unavailable: string[] = [];
    const part = async <T>(name: string, reading: Promise<T>): Promise<T | null> => {
      const late = pause(DEADLINE_MS, undefined, { ref: false }).then(() => {
        throw new Error(`${name} was not read in time`);
      });
      try {
        return await Promise.race([reading, late]);
      } catch (error) {
        this.logger.warn({ err: error, part: name }, 'a part of the platform was not read');
        unavailable.push(name);
        return null;
      }
    };
    const { mail } = this.settings;
    const [queue, claims, workers, database, redis, egress, keys] = await Promise.all([
      part('queue', this.queue(scope)),
      part('claims', this.claims(scope)),
      part('workers', this.workers()),
      part('database', this.database()),
      part('redis', this.redis()),
      part('egress_errors', this.egressErrors(scope)),
      part('encryption_keys', this.encryptionKeys()),
    ]);
    return {
      as_of: new Date().toISOString(),
      version: ownVersion(),
      queue,
      claims,
      workers,
      database,
      redis,
      mail: { configured: mail !== undefined, host: mail?.server.host ?? null },
      egress_errors: egress,
      configuration: shownSettings(process.env, this.settings),
      encryption_keys: keys,
      unavailable,
    };
  }

  private async queue(scope: Scope): Promise<QueuePartDto[]> {
    const rows = await this.source.query<FieldsOf<QueuePartDto>[]>(READ_QUEUE, [scope]);
    const named = await this.texts.withTenantNames(rows);
    return named.map((row) => ({ ...row, tenant_id: publicId('tenant', row.tenant_id) }));
  }

  private async claims(scope: Scope): Promise<ClaimsDto> {
    type Row = Omit<ClaimsDto, 'last_end_at'> & { last_end_at: Date | null };
    const [row] = await this.source.query<Row[]>(READ_CLAIMS, [scope]);
    if (row === undefined) throw noRow();
    return { ...row, last_end_at: row.last_end_at?.toISOString() ?? null };
  }

  private async workers(): Promise<WorkerDto[]> {
    const rows = await this.source.query<WorkerRow[]>(READ_WORKERS);
    return rows.map(({ role, started_at, last_seen_at, ...row }) => ({
      ...row,
      roles: role === 'all' ? ['api', 'worker'] : [role],
      started_at: started_at.toISOString(),
      last_seen_at: last_seen_at.toISOString(),
    }));
  }

  private async database(): Promise<DatabaseFactsDto> {
    type Facts = Omit<DatabaseFactsDto, 'partitions' | 'dead_rows'>;
    const [[facts], partitions, deadRows] = await Promise.all([
      this.source.query<Facts[]>(READ_DATABASE),
      this.source.query<PartitionRow[]>(READ_PARTITIONS),
      this.source.query<DeadRowsDto[]>(READ_DEAD_ROWS),
    ]);
    if (facts === undefined) throw noRow();
    const shown = partitions.map((row) => this.presentPartition(row));
    return { ...facts, partitions: shown, dead_rows: deadRows };
  }

  private presentPartition({ from, to, ...row }: PartitionRow): PartitionDto {
    const { payloadRetentionDays, recordRetentionDays } = this.settings;
    const days = CONTENT.includes(row.table) ? payloadRetentionDays : recordRetentionDays;
    return {
      ...row,
      from: from?.toISOString() ?? null,
      to: to?.toISOString() ?? null,
      drops_at: to && new Date(to.getTime() + days * DAY_MS).toISOString(),
    };
  }

  private async redis(): Promise<RedisFactsDto> {
    if (this.settings.redisUrl === undefined) {
      const detail = 'This process dispatches by itself; it needs no Redis.';
      return { mode: 'in_process', reachable: true, detail };
    }
    const reachable = await Promise.race([
      this.wakeUps.ping().then(
        () => true,
        () => false,
      ),
      pause(DEADLINE_MS / 2, false, { ref: false }),
    ]);
    const detail = reachable
      ? 'Redis answers.'
      : 'Redis does not answer. Workers find what is due in PostgreSQL, up to half a second later.';
    return { mode: 'redis', reachable, detail };
  }

  private async egressErrors(scope: Scope): Promise<EgressErrorDto[]> {
    type Row = Omit<EgressErrorDto, 'host' | 'last_at'> & { url: string; last_at: Date };
    const byHost = new Map<string, EgressErrorDto>();
    for (const row of await this.source.query<Row[]>(READ_EGRESS_ERRORS, [scope])) {
      const { host } = new URL(row.url);
      const key = `${host} ${row.class}`;
      const known = byHost.get(key);
      const lastAt = row.last_at.toISOString();
      byHost.set(key, {
        host,
        class: row.class,
        count: row.count + (known?.count ?? 0),
        sandbox: row.sandbox + (known?.sandbox ?? 0),
        last_at: known && known.last_at > lastAt ? known.last_at : lastAt,
      });
    }
    return [...byHost.values()].toSorted((a, b) => b.count - a.count).slice(0, MOST_HOSTS);
  }

  private async encryptionKeys(): Promise<EncryptionKeyDto[]> {
    const rows = await this.source.query<{ id: string; data_keys: number }[]>(READ_DATA_KEYS);
    const counts = new Map(rows.map(({ id, data_keys }) => [id, data_keys]));
    const configured = this.settings.encryptionKeys.map(({ id }) => id);
    return [...new Set([...configured, ...counts.keys()])].map((id) => ({
      id,
      status: !configured.includes(id) ? 'missing' : id === configured[0] ? 'encrypts' : 'decrypts',
      data_keys: counts.get(id) ?? 0,
    }));
  }
}

const noRow = (): Error => new Error('PostgreSQL has answered without a row');
