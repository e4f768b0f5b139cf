import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { Allow, CurrentTenant, Public } from '../../../src/auth/index.js';
import type { TenantRef } from '../../../src/auth/index.js';
import { AppError, conflict, unavailable } from '../../../src/common/index.js';
import { PageQuery } from '../../../src/http/index.js';

class Inner {
  @IsString()
  city: string;
}

class ProbeDto {
  @IsString()
  @MaxLength(3)
  name: string;

  @IsOptional()
  @IsInt()
  count?: number;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Inner)
  places?: Inner[];
}

const FAILURES: Record<string, () => Error> = {
  bug: () => new Error('a secret of the house'),
  conflict: () => conflict('external_id_taken', 'Taken.'),
  teapot: () => new AppError('too_many_requests', 429, { message: 'Slow.', retryAfterSeconds: 7 }),
  database: () => Object.assign(new Error('terminating'), { code: '57P01' }),
  refused: () => Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
  unavailable: () => unavailable('Not now.'),
};

/** Routes that show what the shell does around every route. */
@Controller()
export class ProbeController {
  @Post('v1/probe/raw')
  @Allow('any')
  raw(@Body() body: unknown): { body: unknown } {
    return { body };
  }

  @Post('v1/probe/dto')
  @Allow('any')
  dto(@Body() dto: ProbeDto): ProbeDto {
    return dto;
  }

  @Get('v1/probe/page')
  @Allow('any')
  page(@Query() page: PageQuery): PageQuery {
    return page;
  }

  @Get('v1/probe/fails/:how')
  @Allow('any')
  fails(@Param('how') how: string): never {
    throw FAILURES[how]?.() ?? new Error('no such failure');
  }

  @Get('v1/probe/unnamed')
  unnamed(): object {
    return {};
  }

  @Get('open')
  @Public()
  open(): object {
    return { open: true };
  }

  @Get('v1/tenants/:tenant/probe/viewer')
  @Allow('viewer')
  forViewers(@CurrentTenant() tenant: TenantRef): TenantRef {
    return tenant;
  }

  @Get('v1/tenants/:tenant/probe/publisher')
  @Allow('publisher')
  forPublishers(@CurrentTenant() tenant: TenantRef): TenantRef {
    return tenant;
  }
}
