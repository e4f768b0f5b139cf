import { ApiProperty } from '@nestjs/swagger';

/** A field that breaks a rule. */
export class FieldErrorDto {
  @ApiProperty({ description: 'JSON Pointer (RFC 6901) into what was sent.' })
  pointer: string;

  @ApiProperty({ description: 'Stable; the rule that is broken.' })
  code: string;

  @ApiProperty({ description: 'For people.' })
  message: string;

  @ApiProperty({
    type: [String],
    required: false,
    maxItems: 3,
    description:
      'Names that may have been meant, the likeliest first; of event types and patterns.',
    example: ['session.*'],
  })
  did_you_mean?: string[];
}
