import { Controller, Get } from '@nestjs/common';
import { Public } from '../../../src/auth/index.js';

/** A route whose answer fits into no buffer of the network. */
@Controller()
export class LongAnswerController {
  static readonly LENGTH = 32 * 1024 * 1024;

  @Get('long')
  @Public()
  long(): string {
    return 'x'.repeat(LongAnswerController.LENGTH);
  }
}
