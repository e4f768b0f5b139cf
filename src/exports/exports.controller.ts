import type { Readable } from 'node:stream';
import { Controller, Get, Inject, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, CurrentTenant } from '../auth/index.js';
import type { Principal, TenantRef } from '../auth/index.js';
import { AnswersWith, PageQuery, RouteOptions } from '../http/index.js';
import { DeliveryExportQuery, EventExportQuery, SubjectExportDto } from './export.dto.js';
import type { ExportFormat } from './export.dto.js';
import { Exports } from './exports.service.js';
import { SubjectExport } from './subject-export.service.js';

const TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson',
};

const FILE = {
  content: Object.fromEntries(
    ['application/x-ndjson', 'text/csv'].map((type) => [
      type,
      { schema: { type: 'string' as const } },
    ]),
  ),
};

@ApiTags('deliveries')
@Controller('v1/tenants/:tenant')
@Allow('viewer', { capability: 'payloads.read' })
@RouteOptions({ takes: 'a file' })
export class ExportsController {
  constructor(@Inject(Exports) private readonly exports: Exports) {}

  /**
   * The tenant's deliveries as a file, newest first: those that meet the conditions of the list, at most 100,000. For
   * older ones, export again with `until`. Texts that a spreadsheet would take for formulas begin with an apostrophe.
   */
  @Get('deliveries/export')
  @ApiOperation({ operationId: 'exportDeliveries' })
  @ApiOkResponse(FILE)
  @AnswersWith('unknown_event_type')
  async deliveries(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Query() query: DeliveryExportQuery,
  ): Promise<StreamableFile> {
    return file(
      await this.exports.ofDeliveries(tenant.id, query, principal),
      'deliveries',
      query.format,
    );
  }

  /**
   * The tenant's events with their data as a file, newest first: those that meet the conditions of the list, at most
   * 100,000. For older ones, export again with `until`.
   */
  @Get('events/export')
  @ApiOperation({ operationId: 'exportEvents' })
  @ApiOkResponse(FILE)
  @AnswersWith('unknown_event_type')
  async events(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Query() query: EventExportQuery,
  ): Promise<StreamableFile> {
    return file(await this.exports.ofEvents(tenant.id, query, principal), 'events', query.format);
  }
}

@ApiTags('events')
@Controller('v1/tenants/:tenant/subjects')
export class SubjectExportController {
  constructor(@Inject(SubjectExport) private readonly exported: SubjectExport) {}

  /**
   * Everything that is kept about a subject, and who received what and when, for its right of access: the events whose
   * subject it is or that have it as an id, with data, deliveries and attempts, and for admins the publishes that were
   * refused.
   */
  @Get(':subject/export')
  @ApiOperation({ operationId: 'exportSubject' })
  @Allow('viewer', { capability: 'payloads.read' })
  export(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('subject') subject: string,
    @Query() page: PageQuery,
  ): Promise<SubjectExportDto> {
    return this.exported.page({ tenantId: tenant.id, subject }, page, principal);
  }
}

function file(lines: Readable, name: string, format: ExportFormat): StreamableFile {
  const disposition = `attachment; filename="${name}.${format}"`;
  return new StreamableFile(lines, { type: TYPES[format], disposition });
}
