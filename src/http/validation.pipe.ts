import { ValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { childPointer, inOneTurn, invalid, PLAIN_TEXT } from '../common/index.js';
import type { AppError, FieldError } from '../common/index.js';

/** Names that Nest and class-transformer remove, at any depth, before the validation. */
const DROPPED_KEYS = ['__proto__', 'constructor', 'prototype'];
/**
 * The most fields of a query string, because class-transformer compares every field with every
 * other.
 */
const MAX_QUERY_FIELDS = 100;
const MAX_REASON_LENGTH = 500;
const UNKNOWN_FIELD = { code: 'unknown_field', message: 'is no field of this request' };

/**
 * Checks bodies and queries against their DTO class. Throws 422 with a pointer for each broken rule.
 * Leaves parameters without such a class (`unknown`) to handlers that check them.
 */
export class DtoPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      forbidUnknownValues: true,
      exceptionFactory: (errors) => validationFailed(errors),
    });
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, metatype } = metadata;
    const isDto = metatype !== undefined && this.toValidate(metadata);
    if (!isDto || (type !== 'body' && type !== 'query')) {
      return super.transform(value, metadata) as Promise<unknown>;
    }
    const object = value ?? {};
    if (typeof object !== 'object' || Array.isArray(object)) throw notAnObject();
    if (type === 'query' && Object.keys(object).length > MAX_QUERY_FIELDS) throw tooManyFields();
    const dropped = droppedFields(object);
    if (dropped.length > 0) throw invalid(dropped.map(unknownField));
    const checked = type === 'body' && !declaresReason(metatype) ? withoutReason(object) : object;
    return inOneTurn(() => super.transform(checked, metadata) as Promise<unknown>);
  }
}

function declaresReason(metatype: NonNullable<ArgumentMetadata['metatype']>): boolean {
  return getMetadataStorage()
    .getTargetValidationMetadatas(metatype, '', false, false)
    .some(({ propertyName }) => propertyName === 'reason');
}

/**
 * Returns a body without its `reason`, which every action takes for the audit log. Throws 422 where it is no line
 * of text.
 */
export function withoutReason(body: object): object {
  if (!Object.hasOwn(body, 'reason')) return body;
  const { reason, ...others } = body as { reason?: unknown };
  const isLine = typeof reason === 'string' && PLAIN_TEXT.test(reason) && reason !== '';
  if (isLine && reason.length <= MAX_REASON_LENGTH) return others;
  const message = `must be a line of 1 to ${MAX_REASON_LENGTH} characters`;
  throw invalid([{ pointer: '/reason', code: 'malformed', message }]);
}

/**
 * Converts class-validator's errors to a 422: one entry for each broken rule, and only one for a
 * missing field.
 */
export function validationFailed(errors: ValidationError[]): AppError {
  return invalid(errors.flatMap((error) => fieldErrors(error, '')));
}

function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const pointer = childPointer(parent, error.property);
  const below = (error.children ?? []).flatMap((child) => fieldErrors(child, pointer));
  const constraints = Object.entries(error.constraints ?? {});
  if (constraints.length === 0) return below;
  if (error.constraints?.['whitelistValidation'] !== undefined)
    return [{ pointer, ...UNKNOWN_FIELD }];
  if (error.value === undefined) {
    return [{ pointer, code: 'required', message: `${error.property} is required` }];
  }
  const own = constraints.map(([name, message]) => ({ pointer, code: snakeCase(name), message }));
  return [...own, ...below];
}

/** Returns the paths of the names in a parsed body that would be removed. */
function droppedFields(object: object): string[][] {
  return Object.entries(object).flatMap(([key, value]: [string, unknown]) => {
    const below = typeof value === 'object' && value !== null ? droppedFields(value) : [];
    const paths = DROPPED_KEYS.includes(key) ? [[]] : below;
    return paths.map((path) => [key, ...path]);
  });
}

/** Returns the error of a field that the request must not contain. */
export function unknownField(path: string[]): FieldError {
  return { pointer: path.reduce<string>(childPointer, ''), ...UNKNOWN_FIELD };
}

export function notAnObject(): AppError {
  return invalid([{ pointer: '', code: 'is_object', message: 'must be a JSON object' }]);
}

function tooManyFields(): AppError {
  const message = `may have ${MAX_QUERY_FIELDS} parameters at most`;
  return invalid([{ pointer: '', code: 'too_many_members', message }]);
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
