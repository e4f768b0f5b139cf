import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches, Validate, ValidatorConstraint } from 'class-validator';
import type { ValidationArguments, ValidatorConstraintInterface } from 'class-validator';
import { parseId } from '../common/index.js';
import type { IdKind } from '../common/index.js';

/** The fields of a DTO without its class: what presenters make, and what may be spread. */
export type FieldsOf<Dto> = { [Name in keyof Dto]: Dto[Name] };

const ISO_8601 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;
const UNIX_SECONDS = /^\d{1,12}(\.\d{1,6})?$/;
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * Milliseconds since the epoch of an ISO 8601 time with its zone (a bare date is midnight UTC) or of
 * unix seconds; undefined where the text is neither, or lies outside the years 1970 to 9999.
 */
export function parseMoment(text: string): number | undefined {
  const isIso = ISO_8601.test(text) && isDay(text.slice(0, 10));
  if (!isIso && !UNIX_SECONDS.test(text)) return undefined;
  const epochMs = isIso ? Date.parse(text) : Math.floor(Number(text) * 1000);
  return epochMs >= 0 && epochMs <= LAST_MS ? epochMs : undefined;
}

/** `Date.parse` takes 30 February for 2 March. */
function isDay(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}

/** A zone such as `+02:00` after the `+` was read as a space. */
const LOST_PLUS = /\d \d{2}:\d{2}$/;
const TYPE_PATTERN = /^(\*|[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*(\.\*)?)$/;

@ValidatorConstraint({ name: 'isTime' })
class MomentRule implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && parseMoment(value) !== undefined;
  }

  defaultMessage(of?: ValidationArguments): string {
    const rule = '$property must be an ISO 8601 time with its zone, or unix seconds';
    const value: unknown = of?.value;
    if (typeof value !== 'string' || !LOST_PLUS.test(value)) return rule;
    return `${rule}; in a query string a + is read as a space, write %2B`;
  }
}

@ValidatorConstraint({ name: 'isId' })
class IdRule implements ValidatorConstraintInterface {
  validate(value: unknown, { constraints }: { constraints?: unknown[] } = {}): boolean {
    return typeof value === 'string' && parseId(constraints?.[0] as IdKind, value) !== undefined;
  }

  defaultMessage(): string {
    return '$property must be the id of such a thing, as the API spells it';
  }
}

/** A moment, for filters unless it is required. `parseMoment` reads it. */
export function IsMoment(description: string, { isRequired = false } = {}): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: String,
      required: isRequired,
      description: `${description} ISO 8601 with a zone, or unix seconds.`,
      example: '2026-03-01T12:00:00Z',
    }),
    ...(isRequired ? [] : [IsOptional()]),
    Validate(MomentRule),
  );
}

/** A filter by a public id of one kind. `parseId` reads it. */
export function IsIdOf(kind: IdKind): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, required: false }),
    IsOptional(),
    Validate(IdRule, [kind]),
  );
}

/** A filter by event type: an exact name, or a prefix like `session.*`. */
export function IsTypePattern(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: String,
      required: false,
      description: 'An exact name, or `session.*` for whatever begins with `session.`.',
      example: 'session.*',
    }),
    IsOptional(),
    Matches(TYPE_PATTERN, {
      message: '$property must be the name of a type, or a prefix like "session.*"',
    }),
  );
}

export const ENVIRONMENTS = ['live', 'sandbox', 'all'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** Returns whether only the sandbox (true) or only what is live (false) is meant; null: both. */
export function sandboxOnly(environment: Environment | undefined): boolean | null {
  return environment === undefined || environment === 'all' ? null : environment === 'sandbox';
}

/** A filter by whether the event is of the sandbox (`is_sandbox`). Absent: both. */
export function IsEnvironment(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      enum: ENVIRONMENTS,
      required: false,
      description: 'Only what is about events of the sandbox, or about live ones. Absent: both.',
    }),
    IsOptional(),
    IsIn(ENVIRONMENTS),
  );
}

/** The data of an event in an answer. */
export function ShownData(): PropertyDecorator {
  return ApiProperty({
    nullable: true,
    description:
      'Links to assets are fresh. Null where it is not stored any more. To the role `support`, fields that the type ' +
      'does not declare or marks as personal are `[masked]`, and so is all of it where the type is confidential.',
    oneOf: [
      { type: 'object', additionalProperties: true },
      { type: 'string', enum: ['[masked]'] },
    ],
  });
}
