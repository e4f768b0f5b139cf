import { STATUS_CODES } from 'node:http';
import { ERROR_CODES, isErrorCode, statusesOf } from '../../common/index.js';
import type { ErrorCode } from '../../common/index.js';
import { PROBLEM_TYPE } from '../problem.js';
import type { JsonValue, Method, Operation, PlacedOperation, Schema } from './document-types.js';

const CONFLICT = 409;

/** The codes of bodies that are refused before they are parsed. */
const BODY_CODES = [
  'malformed_json',
  'malformed_encoding',
  'payload_too_large',
  'unsupported_media_type',
] as const;

/** Of every route with a key, but those that publish. */
const LIMITS: readonly ErrorCode[] = ['too_many_requests', 'too_many_at_once'];

/** The codes that any field of a body can have. */
const UNREADABLE_FIELDS: readonly ErrorCode[] = [
  'validation_failed',
  'unsafe_integer',
  'unsafe_number',
  'duplicate_key',
  'lone_surrogate',
  'too_deep',
  'too_many_members',
  'too_many_values',
];

export const PROBLEM: Schema = {
  type: 'object',
  description: 'An error (RFC 9457).',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string', description: 'Always `about:blank`; `code` identifies the problem.' },
    title: { type: 'string', description: 'The text of the status.' },
    status: { type: 'integer', description: 'The status of the answer.' },
    code: {
      type: 'string',
      enum: Object.keys(ERROR_CODES),
      description: 'The stable code of the problem.',
    },
    detail: { type: 'string', description: 'The problem and the advice, for people.' },
    id: {
      type: 'string',
      description: 'The id of the created object, with 409 `idempotency_key_used`.',
    },
    errors: {
      type: 'array',
      items: { $ref: '#/components/schemas/FieldError' },
      description:
        'The fields that break a rule, at most 100; of a 422, and of a 404 that names an event type.',
    },
  },
  examples: [exampleOf('not_found', 404)],
};

type Answer = NonNullable<Operation['responses'][string]>;

/**
 * Adds an answer for each status with the error codes of the operation, and removes `x-error-codes`.
 * Answers that many operations have go to `shared`, by their names, and are referred to.
 */
export function describeProblems(placed: PlacedOperation, shared: Record<string, Answer>): void {
  const { operation, method } = placed;
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codesOf(placed)) {
    for (const status of statusesWithin(code, method)) {
      byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
    }
  }
  for (const [status, codes] of [...byStatus].toSorted(([a], [b]) => a - b)) {
    if (operation.responses[String(status)]) continue;
    const name = sharedName(codes);
    if (name !== undefined) shared[name] ??= problemAnswer(status, codes);
    operation.responses[String(status)] = name
      ? { $ref: `#/components/responses/${name}` }
      : problemAnswer(status, codes);
  }
  delete operation['x-error-codes'];
}

/** Converts `not_found` to `NotFound`; returns undefined where only few operations have the answer. */
function sharedName(codes: readonly ErrorCode[]): string | undefined {
  const [only, ...others] = codes;
  if (only !== undefined && others.length === 0 && statusesOf(only).length === 1) {
    return only.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  }
  if (codes.join() === LIMITS.join()) return 'TooMuchAtATime';
  return codes.join() === UNREADABLE_FIELDS.join() ? 'InvalidBody' : undefined;
}

function codesOf({ path, method, operation }: PlacedOperation): ErrorCode[] {
  const own = (operation['x-error-codes'] ?? []).filter(isErrorCode);
  if (!path.startsWith('/v1/')) return own;
  const hasParameters = (operation.parameters ?? []).length > 0;
  const takesFields = hasParameters || method !== 'get';
  const fieldCodes = operation.requestBody
    ? UNREADABLE_FIELDS
    : takesFields
      ? (['validation_failed'] as const)
      : [];
  const isOpenToAll = operation['x-roles']?.includes('any') ?? isOpenToStrangers(operation);
  return [
    ...(operation.requestBody ? BODY_CODES : []),
    // A sign-in needs no key, but what it signs in with may be wrong.
    ...(isOpenToStrangers(operation) && method === 'get' ? [] : (['unauthorized'] as const)),
    ...(isOpenToAll ? [] : (['forbidden'] as const)),
    ...(path.includes('{') ? (['not_found'] as const) : []),
    ...(path.includes('{tenant}') || isOpenToAll ? (['tenant_deleting'] as const) : []),
    ...fieldCodes,
    ...own,
    ...(isOpenToStrangers(operation) || isForPublishing(operation)
      ? (['too_many_requests'] as const)
      : LIMITS),
    'internal',
    'unavailable',
  ];
}

function isForPublishing(operation: Operation): boolean {
  return operation['x-roles']?.join() === 'publisher';
}

function isOpenToStrangers({ security }: Operation): boolean {
  return security?.length === 0;
}

/** Returns the statuses of a code that fit the method: a request that only reads has no conflict. */
function statusesWithin(code: ErrorCode, method: Method): readonly number[] {
  const statuses = statusesOf(code);
  if (statuses.length === 1) return statuses;
  return statuses.filter((status) => (status === CONFLICT) === (method !== 'get'));
}

function problemAnswer(status: number, codes: readonly ErrorCode[]): Answer {
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }],
    properties: { code: { enum: [...codes] } },
  };
  return {
    description: codes.map((code) => `\`${code}\`: ${ERROR_CODES[code].meaning}`).join('\n\n'),
    content: {
      [PROBLEM_TYPE]: {
        schema,
        examples: Object.fromEntries(
          codes.map((code) => [code, { value: exampleOf(code, status) }]),
        ),
      },
    },
  };
}

function exampleOf(code: ErrorCode, status: number): JsonValue {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail: ERROR_CODES[code].meaning,
    ...(code === 'validation_failed' && {
      errors: [{ pointer: '/limit', code: 'max', message: 'limit must not be greater than 200' }],
    }),
  };
}
