import type { EventTypeDefinition } from '../catalogue/index.js';
import type { DocumentExtras } from '../http/index.js';

type Extras = Required<Pick<DocumentExtras, 'parameters' | 'schemas' | 'webhooks'>>;

const EVENT_ID = 'evt_019bc0f5a2d07c3e8a41d6f0b9275e18';
const CREATED_SECONDS = 1_768_469_400;

/** The headers that every request to a receiver has, in any format. */
const HEADERS = [
  ['X-Webhook-ID', 'The id of the event, the same on every retry.', EVENT_ID],
  ['X-Webhook-Timestamp', 'Unix seconds when the event was created.', String(CREATED_SECONDS)],
  ['X-Webhook-Sequence', 'Rises per subject; there may be gaps.', '1'],
  ['X-Webhook-Attempt', 'Which attempt this is: 1, 2, …', '1'],
  [
    'X-Webhook-Delivery-ID',
    'The delivery, the same on its retries.',
    'dlv_019bc0f5a2e67b1f94d05c7a3e826b41',
  ],
  ['webhook-id', 'As `X-Webhook-ID`, by Standard Webhooks.', EVENT_ID],
  ['webhook-timestamp', 'Unix seconds of this attempt.', String(CREATED_SECONDS)],
  [
    'webhook-signature',
    'The signature of the profile `standard`; other profiles have headers of their own.',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ],
] as const;

/**
 * Returns the requests to receivers as the `webhooks` of an OpenAPI document: one for each type, in the
 * format `envelope`, and the schema `WebhookEvent`, which is any of them and is identified by `type`.
 */
export function describeWebhooks(types: readonly EventTypeDefinition[]): Extras {
  const named = types.map((definition) => ({ definition, name: schemaNameOf(definition.type) }));
  const anyEvent = {
    description: 'The body of a webhook in the format `envelope`.',
    oneOf: named.map(({ name }) => ({ $ref: refTo(name) })),
    discriminator: {
      propertyName: 'type',
      mapping: Object.fromEntries(
        named.map(({ name, definition }) => [definition.type, refTo(name)]),
      ),
    },
    examples: named.slice(0, 1).map(({ definition }) => exampleOf(definition)),
  };
  return {
    parameters: Object.fromEntries(HEADERS.map((header) => [header[0], headerOf(header)])),
    schemas: {
      ...Object.fromEntries(named.map(({ name, definition }) => [name, envelopeOf(definition)])),
      ...(named.length > 0 && { WebhookEvent: anyEvent }),
    },
    webhooks: Object.fromEntries(
      named.map(({ name, definition }) => [definition.type, { post: requestOf(name, definition) }]),
    ),
  };
}

/** Converts `check.monitoring.new_hits` to `CheckMonitoringNewHitsEvent`. */
function schemaNameOf(type: string): string {
  const words = type.split(/[^A-Za-z0-9]+/);
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Event`;
}

function refTo(name: string): string {
  return `#/components/schemas/${name}`;
}

function envelopeOf(definition: EventTypeDefinition): Extras['schemas'][string] {
  const { type, description, schema, example } = definition;
  const { $schema: _, title: __, description: ___, ...rules } = schema;
  return {
    type: 'object',
    description,
    required: ['id', 'type', 'created', 'data'],
    properties: {
      id: { type: 'string', description: 'The event, `evt_…`.' },
      type: { type: 'string', enum: [type] },
      created: { type: 'integer', description: 'Unix seconds when the event was created.' },
      data: { ...rules, examples: [asJson(example)] },
    },
    examples: [exampleOf(definition)],
  };
}

function requestOf(
  name: string,
  definition: EventTypeDefinition,
): Extras['webhooks'][string]['post'] {
  const { type, description, pack } = definition;
  return {
    operationId: `on${name}`,
    summary: type,
    description,
    tags: ['tenant'],
    'x-topic': pack,
    security: [],
    parameters: HEADERS.map(([header]) => ({ $ref: `#/components/parameters/${header}` })),
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: { $ref: refTo(name) }, example: exampleOf(definition) },
      },
    },
    responses: {
      '2XX': {
        description: 'Taken. Whatever the body of the answer is, it is kept on record only.',
      },
      '410': { description: 'Gone: the endpoint is disabled, and its events are held.' },
      '4XX': { description: 'Tried again by the schedule, as every other answer is.' },
      '429': { description: 'Tried again after `Retry-After`; so is 503.' },
    },
  };
}

function headerOf([name, description, example]: (typeof HEADERS)[number]) {
  return {
    name,
    in: 'header' as const,
    required: name !== 'webhook-signature',
    description,
    example,
    schema: { type: 'string' as const },
  };
}

function exampleOf({ type, example }: EventTypeDefinition) {
  return { id: EVENT_ID, type, created: CREATED_SECONDS, data: asJson(example) };
}

type Json = NonNullable<Extras['schemas'][string]['examples']>[number];

function asJson(example: EventTypeDefinition['example']): Json {
  return JSON.parse(JSON.stringify(example)) as Json;
}
