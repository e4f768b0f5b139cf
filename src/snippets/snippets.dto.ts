import { ApiProperty } from '@nestjs/swagger';
import { LANGUAGES } from './snippets.js';
import type { Language } from './snippets.js';

const LANGUAGE_NAMES = Object.keys(LANGUAGES) as Language[];

/** Code that verifies one signature header. */
export class SnippetDto {
  @ApiProperty({ enum: LANGUAGE_NAMES })
  language: Language;
  title: string;
  /** The signature header that it verifies. */
  header: string;
  /** It reads the secret from the environment variable `WEBHOOK_SECRET`. */
  code: string;
}

export class SnippetsDto {
  @ApiProperty({ type: [SnippetDto] })
  data: SnippetDto[];
}
