import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../auth/index.js';
import { AnswersWith } from '../../http/index.js';
import { AppError } from '../../common/index.js';
import { StreamQuery } from './stream-query.dto.js';

@ApiTags('events')
@Controller('v1/tenants/:tenant/stream')
export class StreamController {
  /**
   * Streams the tenant's events over a WebSocket: a text frame for each, with the body that a webhook in
   * that format gets, followed by a control frame with its cursor. docs/stream.md describes the protocol.
   */
  @Get()
  @ApiOperation({ operationId: 'openStream' })
  @AnswersWith('upgrade_required', 'too_many_streams', 'unknown_event_type')
  @Allow('viewer', { capability: 'payloads.read' })
  @ApiResponse({ status: 101, description: 'The WebSocket.' })
  connect(@Query() _query: StreamQuery): never {
    const message = 'Connect with a WebSocket client: this route only serves WebSockets.';
    throw new AppError('upgrade_required', 426, { message });
  }
}
