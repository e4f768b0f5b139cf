import { ApiProperty } from '@nestjs/swagger';
import type { Environment } from '../http/index.js';
import { IsEnvironment, PageQuery } from '../http/index.js';

export class TenantHealthQuery extends PageQuery {
  /** With one of them, what waits and since when is at most a minute old. */
  @IsEnvironment()
  environment?: Environment;
}

/** How a tenant is doing. */
export class TenantHealthDto {
  tenant_id: string;
  tenant_name: string;
  @ApiProperty({ type: String, nullable: true })
  external_id: string | null;
  /** The age of the oldest delivery that waits; null: none does. */
  @ApiProperty({ type: 'integer', nullable: true, example: 48 })
  oldest_undelivered_seconds: number | null;
  /** The share of attempts that failed in this hour and the last; null: there were none. */
  @ApiProperty({ type: Number, nullable: true, example: 0.0156 })
  failure_rate: number | null;
  /** Deliveries in the queue. */
  @ApiProperty({ type: 'integer', example: 2 })
  backlog: number;
  /** Deliveries that are held. */
  @ApiProperty({ type: 'integer', example: 0 })
  held: number;
  @ApiProperty({ type: 'integer', example: 3 })
  endpoints: number;
  /** Active endpoints to which nothing has succeeded since their first failure. */
  @ApiProperty({ type: 'integer', example: 0 })
  endpoints_failing: number;
  @ApiProperty({ type: 'integer', example: 0 })
  endpoints_disabled: number;
  /** Endpoints that get no requests, or single ones, because they failed too often. */
  @ApiProperty({ type: 'integer', example: 0 })
  breakers_open: number;
}

export class TenantHealthPageDto {
  @ApiProperty({ type: () => [TenantHealthDto] })
  data: TenantHealthDto[];
  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}

export class QueuePartDto {
  tenant_id: string;
  tenant_name: string;
  /** `slow`: of endpoints that fail, or answer slowly. */
  @ApiProperty({ enum: ['quick', 'slow'], example: 'quick' })
  lane: 'quick' | 'slow';
  @ApiProperty({ type: 'integer', example: 12 })
  queued: number;
  /** Those that may go out now. */
  @ApiProperty({ type: 'integer', example: 2 })
  due: number;
  /** Those of the sandbox, at most a minute old. */
  @ApiProperty({ type: 'integer', example: 0 })
  sandbox: number;
  /** The age of the oldest delivery. */
  @ApiProperty({ type: 'integer', example: 48 })
  oldest_age_seconds: number;
}

/** Deliveries that workers have claimed, each under a lease. */
export class ClaimsDto {
  /** Under a lease now. */
  @ApiProperty({ type: 'integer', example: 4 })
  in_flight: number;
  /** Whose lease has ended without a record: their worker died or is late. A worker takes them back within seconds. */
  @ApiProperty({ type: 'integer', example: 0 })
  expired: number;
  /** When the last lease of now ends: a worker that died holds its deliveries until then at most. Null: there is none. */
  @ApiProperty({ type: String, nullable: true, example: '2026-01-01T00:00:31.000Z' })
  last_end_at: string | null;
  /** Set aside because their workers died five times: they are tried one at a time. */
  @ApiProperty({ type: 'integer', example: 0 })
  quarantined: number;
  /** Attempts whose worker was lost, in this hour and the last; at most a minute old. */
  @ApiProperty({ type: 'integer', example: 0 })
  lost: number;
}

/** A process that was seen in the last minute. */
export class WorkerDto {
  id: string;
  @ApiProperty({ type: [String], example: ['api', 'worker'] })
  roles: string[];
  version: string;
  started_at: string;
  last_seen_at: string;
  /** Attempts under way when it was last seen. */
  @ApiProperty({ type: 'integer', example: 4 })
  in_flight: number;
}

export class PartitionDto {
  @ApiProperty({ example: 'attempts' })
  table: string;
  @ApiProperty({ example: 'attempts_2026_01_01' })
  name: string;
  /** With its indexes. */
  @ApiProperty({ type: 'integer', example: 81_920 })
  size_bytes: number;
  /** Null: the default partition, for rows whose clock was wrong. */
  @ApiProperty({ type: String, nullable: true, example: '2026-01-01T00:00:00.000Z' })
  from: string | null;
  @ApiProperty({ type: String, nullable: true, example: '2026-04-01T00:00:00.000Z' })
  to: string | null;
  /** When all of it is past its retention. */
  @ApiProperty({ type: String, nullable: true, example: '2031-01-31T00:00:00.000Z' })
  drops_at: string | null;
}

export class DeadRowsDto {
  @ApiProperty({ example: 'delivery_queue' })
  table: string;
  /** Estimates of PostgreSQL. */
  @ApiProperty({ type: 'integer', example: 1_204 })
  live: number;
  @ApiProperty({ type: 'integer', example: 88 })
  dead: number;
}

export class DatabaseFactsDto {
  @ApiProperty({ example: '18.4' })
  version: string;
  @ApiProperty({ type: 'integer', example: 104_857_600 })
  size_bytes: number;
  /** To the whole server. */
  @ApiProperty({ type: 'integer', example: 24 })
  connections: number;
  @ApiProperty({ type: 'integer', example: 100 })
  max_connections: number;
  @ApiProperty({ type: () => [PartitionDto] })
  partitions: PartitionDto[];
  /** The tables with the most dead rows. */
  @ApiProperty({ type: () => [DeadRowsDto] })
  dead_rows: DeadRowsDto[];
}

export class RedisFactsDto {
  @ApiProperty({ enum: ['redis', 'in_process'], example: 'redis' })
  mode: 'redis' | 'in_process';
  reachable: boolean;
  @ApiProperty({ example: 'Redis answers.' })
  detail: string;
}

export class MailFactsDto {
  configured: boolean;
  /** The mail server. */
  @ApiProperty({ type: String, nullable: true, example: 'smtp.acme.example' })
  host: string | null;
}

/** Attempts that failed before an answer came, in this hour and the last. */
export class EgressErrorDto {
  host: string;
  @ApiProperty({ example: 'timeout' })
  class: string;
  @ApiProperty({ type: 'integer', example: 7 })
  count: number;
  /** Those of the sandbox. */
  @ApiProperty({ type: 'integer', example: 0 })
  sandbox: number;
  last_at: string;
}

export class SettingDto {
  @ApiProperty({ example: 'PORT' })
  name: string;
  /** Secrets are `[hidden]`; null: not set. */
  @ApiProperty({ type: String, nullable: true, example: '3000' })
  value: string | null;
  @ApiProperty({ enum: ['environment', 'default', 'generated'], example: 'default' })
  source: 'environment' | 'default' | 'generated';
}

export class EncryptionKeyDto {
  @ApiProperty({ example: 'k1' })
  id: string;
  /** `missing`: not configured although data keys are wrapped by it. */
  @ApiProperty({ enum: ['encrypts', 'decrypts', 'missing'], example: 'encrypts' })
  status: 'encrypts' | 'decrypts' | 'missing';
  /** Data keys that it wraps. */
  @ApiProperty({ type: 'integer', example: 12 })
  data_keys: number;
}

/** The parts that could not be read within two seconds are null, and `unavailable` names them. */
export class PlatformDto {
  as_of: string;
  version: string;
  @ApiProperty({ type: () => [QueuePartDto], nullable: true })
  queue: QueuePartDto[] | null;
  @ApiProperty({ type: () => ClaimsDto, nullable: true })
  claims: ClaimsDto | null;
  @ApiProperty({ type: () => [WorkerDto], nullable: true })
  workers: WorkerDto[] | null;
  @ApiProperty({ type: () => DatabaseFactsDto, nullable: true })
  database: DatabaseFactsDto | null;
  @ApiProperty({ type: () => RedisFactsDto, nullable: true })
  redis: RedisFactsDto | null;
  @ApiProperty({ type: () => MailFactsDto })
  mail: MailFactsDto;
  @ApiProperty({ type: () => [EgressErrorDto], nullable: true })
  egress_errors: EgressErrorDto[] | null;
  @ApiProperty({ type: () => [SettingDto] })
  configuration: SettingDto[];
  @ApiProperty({ type: () => [EncryptionKeyDto], nullable: true })
  encryption_keys: EncryptionKeyDto[] | null;
  @ApiProperty({ type: [String], example: [] })
  unavailable: string[];
}
