import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { Sessions } from './sessions.service.js';

@Controller('sessions')
export class SessionsController {
  constructor(private readonly sessions: Sessions) {}

  @Post(':customer/:id')
  open(@Param('customer') customer: string, @Param('id') id: string): Promise<void> {
    return this.sessions.open(id, customer);
  }

  @Post(':id/actions/approve')
  @HttpCode(204)
  approve(@Param('id') id: string): Promise<void> {
    return this.sessions.approve(id);
  }
}
