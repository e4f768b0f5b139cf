import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { PLAIN_TEXT } from '../common/index.js';

/** A line of `PLAIN_TEXT`: 1 to `maxLength` characters. */
export function IsLabel(maxLength: number): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ minLength: 1, maxLength }),
    IsString(),
    MinLength(1),
    MaxLength(maxLength),
    Matches(PLAIN_TEXT, {
      message: '$property must not be blank or contain control characters or lone surrogates',
    }),
  );
}
