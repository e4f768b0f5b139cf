import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../auth/index.js';
import { REASONS_PAGE, REASONS_POLICY } from './reasons-page.js';

@ApiExcludeController()
@Public()
@Controller('docs/reasons')
export class ReasonsController {
  /** What each reason means and what to do: where `docs_url` leads. */
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', REASONS_POLICY)
  page(): string {
    return REASONS_PAGE;
  }
}
