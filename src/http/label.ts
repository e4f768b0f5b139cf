import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength, MinLength } from 'class-validator';

/** A line of text that people read: 1 to `maxLength` characters, none of them a control character. */
export function IsLabel(maxLength: number): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ minLength: 1, maxLength }),
    IsString(),
    MinLength(1),
    MaxLength(maxLength),
    Matches(/^\P{Cc}*$/u, { message: '$property must not contain control characters' }),
  );
}
