import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';

interface Media {
  schema: Schema;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}

interface Answer {
  $ref?: string;
  description?: string;
  content?: Record<string, Media>;
}

interface Operation {
  operationId?: string;
  summary?: string;
  tags?: string[];
  security?: object[];
  parameters?: { name?: string; in?: string; example?: unknown; schema?: Schema }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Answer>;
}

type Schema = Record<string, unknown> & {
  examples?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
};

interface Document {
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, { post: Operation }>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Answer> };
}

const file = new URL('../../../docs/openapi.json', import.meta.url);
const document = JSON.parse(await readFile(file, 'utf8')) as Document;
const { schemas, responses } = document.components;

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(
    ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
  ),
);
const hooks = Object.entries(document.webhooks).map(([type, { post }]) => [type, post] as const);

const ajv = new Ajv2020({ strict: false, allErrors: true });
(addFormats as unknown as (instance: Ajv2020) => void)(ajv);
ajv.addFormat('float', true);
ajv.addSchema({ $id: 'api', components: document.components });

/** Why a value does not fit a schema that may refer to others of the document. */
function problemsOf(schema: unknown, value: unknown): unknown[] {
  const text = JSON.stringify(schema).replaceAll('"#/components', '"api#/components');
  const validate = ajv.compile(JSON.parse(text) as object);
  return validate(value) ? [] : (validate.errors ?? []);
}

const mediaOf = (operation: Operation): Media[] =>
  [operation.requestBody, ...Object.values(operation.responses).map(answerOf)].flatMap((body) =>
    Object.values(body?.content ?? {}),
  );

function answerOf(answer: Answer): Answer {
  return answer.$ref === undefined
    ? answer
    : (responses[answer.$ref.split('/').at(-1) ?? ''] ?? {});
}

const codesOf = (answer: Answer): string[] =>
  Object.keys(answerOf(answer).content?.['application/problem+json']?.examples ?? {});

describe('the document', () => {
  it('says where the API is, for whom its parts are, and names every operation once', () => {
    expect(document.servers).toEqual([{ url: 'http://127.0.0.1:3000' }]);
    expect(document.tags.map(({ name }) => name)).toEqual(['tenant', 'support', 'operator']);
    const names = [...operations, ...hooks].map(([, { operationId }]) => operationId);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([
        'publishEvent',
        'publishEvents',
        'listDeliveries',
        'getDelivery',
        'retryDelivery',
        'startReplay',
      ]),
    );
  });

  it('has one name for each schema, none of them of the code', () => {
    const names = Object.keys(schemas);
    expect(names.filter((name) => name.endsWith('Dto'))).toEqual([]);
    const shapes = new Map<string, string[]>();
    for (const name of names.filter((one) => !one.endsWith('Event'))) {
      const { properties, required = [] } = schemas[name] ?? {};
      const shape = JSON.stringify([properties, required.toSorted()]);
      shapes.set(shape, [...(shapes.get(shape) ?? []), name]);
    }
    expect([...shapes.values()].filter((same) => same.length > 1)).toEqual([]);
  });

  it('names the times', () => {
    const times = Object.entries(schemas).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([field, { type }]) => field.endsWith('_at') && [type].flat().includes('string'))
        .map(([field, { format }]) => [name, field, format]),
    );
    expect(times.length).toBeGreaterThan(20);
    expect(times.filter(([, , format]) => format !== 'date-time')).toEqual([]);
  });

  it('shows an event record that is no union', () => {
    const answer = document.paths['/v1/tenants/{tenant}/events/{id}']?.['get']?.responses['200'];
    expect(answer?.content).toMatchObject({
      'application/json': { schema: { $ref: '#/components/schemas/Event' } },
    });
  });

  it('states the defaults of requests in words, so that generated clients may leave them out', () => {
    const { properties = {}, required } = schemas['PublishEvent'] ?? {};
    expect(properties['derive']).toMatchObject({
      description: expect.stringContaining('Default: `true`.') as string,
    });
    expect(properties['derive']).not.toHaveProperty('default');
    expect(required?.toSorted()).toEqual(['data', 'tenant_id', 'type']);
  });
});

describe.each(operations)('%s', (place, operation) => {
  it('has a name, an audience, a summary of its own and examples of its parameters', () => {
    expect(operation.operationId).toMatch(/^[a-z]\w+$/);
    expect(operation.tags).not.toEqual([]);
    for (const tag of operation.tags ?? [])
      expect(['tenant', 'support', 'operator']).toContain(tag);
    expect(operation.summary).toMatch(/^[A-Z](?:`[^`]+`|[^`])*\.$/);
    expect(operation.summary).not.toContain('\n');
    const paths = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
    for (const parameter of paths) expect(parameter).toHaveProperty('example');
  });

  it('says what can go wrong, by status and code', () => {
    if (!place.includes(' /v1/')) return;
    const wrong = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
    const byStatus = Object.fromEntries(wrong.map(([status, answer]) => [status, codesOf(answer)]));
    const needsKey = operation.security?.length !== 0;
    expect(byStatus).toMatchObject({
      ...(needsKey && { 401: ['unauthorized'] }),
      500: ['internal'],
    });
    for (const codes of Object.values(byStatus)) expect(codes.length).toBeGreaterThan(0);
  });

  it('shows bodies that are what their schemas say', () => {
    for (const { schema, example, examples } of mediaOf(operation)) {
      const shown = examples ? Object.values(examples).map(({ value }) => value) : [example];
      for (const value of shown) {
        expect(value).toBeDefined();
        expect(problemsOf(schema, value)).toEqual([]);
      }
    }
  });
});

describe.each(Object.entries(schemas))('the schema %s', (name, schema) => {
  it('has an example that it holds for, without a word that says nothing', () => {
    expect(schema.examples?.length).toBeGreaterThan(0);
    for (const example of schema.examples ?? []) {
      expect(problemsOf({ $ref: `#/components/schemas/${name}` }, example)).toEqual([]);
      const values = JSON.stringify(example, (key, value: unknown) =>
        key === 'type' || key === 'schema' ? undefined : value,
      );
      expect(values).not.toMatch(/:"string"/);
    }
  });
});

describe('the webhooks', () => {
  it('are every event type that the catalogue documents, distinguished by type', async () => {
    const index = await readFile(
      new URL('../../../docs/events/README.md', import.meta.url),
      'utf8',
    );
    const types = [...index.matchAll(/^\| \[`([^`]+)`\]/gm)].map(([, type = '']) => type);
    expect(Object.keys(document.webhooks).toSorted()).toEqual(types.toSorted());
    const { discriminator, oneOf } = schemas['WebhookEvent'] as {
      discriminator?: { propertyName: string; mapping: Record<string, string> };
      oneOf?: { $ref: string }[];
    };
    expect(discriminator?.propertyName).toBe('type');
    expect(Object.keys(discriminator?.mapping ?? {}).toSorted()).toEqual(types.toSorted());
    expect(oneOf?.map(({ $ref }) => $ref)).toEqual(Object.values(discriminator?.mapping ?? {}));
  });

  it.each(hooks)('%s shows a body that its schema takes', (type, operation) => {
    expect(operation.tags).toEqual(['tenant']);
    for (const { schema, example } of mediaOf(operation)) {
      expect(example).toMatchObject({ type });
      expect(problemsOf(schema, example)).toEqual([]);
    }
  });
});
