import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, header } from '../../support/app/index.js';
import type { EventRecord, Published } from '../../support/app/index.js';
import { startReceiver } from '../../support/receiver.js';
import type { ReceivedRequest, Receiver } from '../../support/receiver.js';
import { startProduct } from '../formats/running-product.js';
import type { RunningProduct } from '../formats/running-product.js';
import { DOCUMENTED_BODIES } from './documented-bodies.js';
import type { DocumentedBody } from './documented-bodies.js';
import { DOCUMENTED_TYPES } from './documented-types.js';
import { expectedBody, FORMATS, formatsOf } from './expected-body.js';
import type { Format, SentEvent } from './expected-body.js';

interface OfferedType {
  type: string;
  pack: string;
  confidential: boolean;
  example: Record<string, unknown>;
  formats: string[];
}

const TYPES = Object.values(DOCUMENTED_TYPES).flat();

let product: RunningProduct;
let receiver: Receiver;
let tenantId: string;
let offered: OfferedType[];
const endpointIds = new Map<Format, string>();
/** What was published: the catalogue's own examples, then the documented payloads, in their orders. */
let ofExamples: SentEvent[];
let ofDocuments: SentEvent[];

/** One tenant, an endpoint for each format, everything published at once. */
beforeAll(async () => {
  [product, receiver] = await Promise.all([startProduct(), startReceiver()]);
  tenantId = (await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' })).id;
  const tenant = `/v1/tenants/${tenantId}`;
  await product.ok('PATCH', `${tenant}/settings`, { network_downtime_handling: true });
  const { data } = await product.ok<{ data: OfferedType[] }>('GET', '/v1/event-types');
  // What only Postrider itself publishes is no part of the documents.
  offered = data.filter(({ type }) => !type.startsWith('endpoint.'));
  for (const format of FORMATS) {
    const url = `http://127.0.0.1:${receiver.port}/${format}`;
    // Confidential types come whole where they are named.
    const named = offered.filter((one) => one.confidential && one.formats.includes(format));
    const fields = { url, format, event_types: ['*', ...named.map(({ type }) => type)] };
    const { id } = await product.ok<{ id: string }>('POST', `${tenant}/endpoints`, fields);
    endpointIds.set(format, id);
  }
  ofExamples = await publishInTwo(offered.map(({ type, example }) => ({ type, data: example })));
  ofDocuments = await publishInTwo(DOCUMENTED_BODIES);
});
afterAll(async () => {
  await product.close();
  await receiver.close();
});

type Sample = Pick<SentEvent, 'type' | 'data'>;

/** What they say is forgotten is removed from the other events of their entity, also from those still under way. */
const FORGETTING = /redacted|retention-expired|verification\.deleted/;

/** Publishes those that forget when the others have come, and returns all in the order of `events`. */
async function publishInTwo(events: readonly Sample[]): Promise<Sent[]> {
  const [kept, forgetting] = [false, true].map((forgets) =>
    events.filter(({ type }) => FORGETTING.test(type) === forgets),
  ) as [Sample[], Sample[]];
  const came = receiver.requests.length;
  const first = await publishAll(kept);
  const expected = first.reduce((sum, { deliveries }) => sum + deliveries, came);
  await eventually(() => expect(receiver.requests.length).toBeGreaterThanOrEqual(expected), 60_000);
  const second = await publishAll(forgetting);
  return events.map(({ type }) => {
    const next = (FORGETTING.test(type) ? second : first).shift();
    if (!next) throw new Error(`${type} was not published.`);
    return next;
  });
}

type Sent = SentEvent & { deliveries: number };

async function publishAll(events: readonly Sample[], tenant_id = tenantId): Promise<Sent[]> {
  const body = {
    events: events.map(({ type, data }) => ({ tenant_id, type, data, derive: false })),
  };
  const path = '/v1/events/batch';
  const { results } = await product.ok<{ results: Published[] }>('POST', path, body);
  return events.map(({ type, data }, n) => {
    const { id, created, deliveries } = results[n] ?? {};
    if (id === undefined || created === undefined || deliveries === undefined) {
      throw new Error(`${type} was refused: ${JSON.stringify(results[n])}`);
    }
    return { id, tenantId: tenant_id, created, deliveries, type, data };
  });
}

function received(format: Format, eventId: string): Promise<ReceivedRequest> {
  return eventually(() => {
    const request = receiver.requests.find(
      ({ path, headers }) => path === `/${format}` && headers['x-webhook-id'] === eventId,
    );
    if (!request) throw new Error(`${eventId} has not come as ${format}.`);
    return request;
  }, 20_000);
}

/** The body, parsed, which must be printed as `JSON.stringify` prints it. */
async function bodyOf(format: Format, eventId: string): Promise<unknown> {
  const text = (await received(format, eventId)).body.toString('utf8');
  const body = JSON.parse(text) as unknown;
  expect(text).toBe(JSON.stringify(body));
  return body;
}

/** Fails where an event is not there, or is another. */
function sent(events: readonly SentEvent[], n: number, type: string): SentEvent {
  const event = events[n];
  if (event?.type !== type) throw new Error(`Event ${n} is ${event?.type}, not ${type}.`);
  return event;
}

async function expectEveryFormat(event: SentEvent): Promise<void> {
  for (const format of formatsOf(event.type)) {
    const body = await bodyOf(format, event.id);
    const deliveryId = header(await received(format, event.id), 'x-webhook-delivery-id');
    const expected = expectedBody(format, { ...event, deliveryId });
    expect(body, format).toStrictEqual(expected);
    expect(fieldNames(body), format).toEqual(fieldNames(expected));
  }
}

/** Names of fields at any depth, in their order. */
function fieldNames(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, field]) =>
    isAsymmetric(field) ? [name, []] : [name, fieldNames(field)],
  );
}

function isAsymmetric(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'asymmetricMatch' in value;
}

/** The kinds of JSON value at any depth; of lists those of the first item. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, shapeOf(field)] as const),
  );
}

describe('the catalogue', () => {
  it.each(Object.entries(DOCUMENTED_TYPES))(
    'offers what the document of %s names',
    (pack, types) => {
      const inPack = offered.flatMap((definition) =>
        definition.pack === pack ? [definition.type] : [],
      );
      expect(inPack.toSorted()).toEqual(types.toSorted());
    },
  );

  it('offers 26, 36, 8, 2 and 13 types, each once, and no others', () => {
    const counts = Object.entries(DOCUMENTED_TYPES).map(([pack, types]) => [pack, types.length]);
    expect(Object.fromEntries(counts)).toEqual({
      verifa: 26,
      'case-keeper': 36,
      kyc: 8,
      callbacks: 2,
      qoreid: 13,
    });
    expect(new Set(offered.map(({ type }) => type)).size).toBe(85);
    expect(offered).toHaveLength(85);
  });
});

describe('the example of the catalogue', () => {
  it.each(TYPES)('for %s comes in every format that carries it', async (type) => {
    const n = offered.findIndex((definition) => definition.type === type);
    expect(offered[n]?.formats.toSorted()).toEqual(formatsOf(type).toSorted());
    await expectEveryFormat(sent(ofExamples, n, type));
  });

  it('is accounted for at the endpoints whose format cannot carry its type', async () => {
    const unsentOf = async (type: string) => {
      const n = offered.findIndex((definition) => definition.type === type);
      const { id } = sent(ofExamples, n, type);
      return (await product.ok<EventRecord>('GET', `/v1/tenants/${tenantId}/events/${id}`)).unsent;
    };
    const cannot = (format: Format) =>
      expect.objectContaining({
        endpoint_id: endpointIds.get(format),
        reason: 'format_cannot_carry',
      });
    expect(await unsentOf('complianceRecord')).toEqual([cannot('event-type')]);
    const ofIdent = await unsentOf('identResult');
    expect(ofIdent).toHaveLength(2);
    expect(ofIdent).toEqual(expect.arrayContaining([cannot('callback'), cannot('event-type')]));
    expect(await unsentOf('workflow.step_verification_started')).toEqual([cannot('callback')]);
  });

  const firstOfType = new Map<string, DocumentedBody>();
  for (const body of DOCUMENTED_BODIES) {
    if (!firstOfType.has(body.type)) firstOfType.set(body.type, body);
  }
  it.each([...firstOfType])('for %s has every field that is documented', (type, { data }) => {
    const example = offered.find((definition) => definition.type === type)?.example;
    expect(shapeOf(example)).toMatchObject(shapeOf(data) as object);
  });
});

describe('the documented payload', () => {
  it.each(DOCUMENTED_BODIES.map((body, n) => ({ ...body, n })))(
    '$n of $type is the body in $format, field by field, and comes in the others too',
    async ({ n, type, format, printed }) => {
      const event = sent(ofDocuments, n, type);
      const body = await bodyOf(format, event.id);
      const deliveryId = header(await received(format, event.id), 'x-webhook-delivery-id');
      const expected = format === 'flat' ? withIdempotencyKey(printed, deliveryId) : printed;
      expect(body).toStrictEqual(expected);
      expect(fieldNames(body)).toEqual(fieldNames(expected));
      await expectEveryFormat(event);
    },
  );
});

/** A flat payload as printed, with the key that comes second in every body. */
function withIdempotencyKey(printed: unknown, deliveryId: string): object {
  const { event, ...fields } = printed as Record<string, unknown>;
  return { event, idempotency_key: `idk_${deliveryId.replace('dlv_', '')}`, ...fields };
}

/** What to subscribe to, by use case, as the tutorial of that provider has it. */
const USE_CASES: [string, string[]][] = [
  ['basic KYC onboarding', ['session.approved', 'session.declined']],
  ['KYC with manual review', ['session.approved', 'session.declined', 'session.requires-review']],
  ['AML compliance', ['check.completed', 'check.monitoring.new_hits']],
  [
    'full lifecycle tracking',
    [
      'session.created',
      'session.started',
      'session.approved',
      'session.declined',
      'session.expired',
    ],
  ],
  ['document verification', ['document.verified', 'document.extracted']],
  [
    'case management / dual review',
    ['case.created', 'case.approved', 'case.rejected', 'case.escalated'],
  ],
  ['identity management', ['identity.created', 'identity.updated']],
];

describe('a subscription', () => {
  it.each([...USE_CASES, ['everything, during development', ['*']] as [string, string[]]])(
    'for %s gets those types and no others',
    async (_useCase, event_types) => {
      const { id } = await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' });
      const fields = { url: `http://127.0.0.1:${receiver.port}/${id}`, format: 'flat' };
      await product.ok('POST', `/v1/tenants/${id}/endpoints`, { ...fields, event_types });
      const events = DOCUMENTED_BODIES.filter(({ format }) => format === 'flat');
      const published = await publishAll(events, id);
      const wanted = published.filter(
        ({ type }) => event_types.includes('*') || event_types.includes(type),
      );
      expect(published.filter(({ deliveries }) => deliveries > 0)).toEqual(wanted);
      await eventually(() => {
        const requests = receiver.requests.filter(({ path }) => path === `/${id}`);
        expect(requests.map((request) => header(request, 'x-webhook-id')).toSorted()).toEqual(
          wanted.map((event) => event.id).toSorted(),
        );
      });
    },
  );
});

describe('each endpoint', () => {
  it('gets every event that its format carries once, in its media type', async () => {
    for (const format of FORMATS) {
      const events = [...ofExamples, ...ofDocuments].filter(({ type }) =>
        formatsOf(type).includes(format),
      );
      const requests = receiver.requests.filter(({ path }) => path === `/${format}`);
      expect(requests.map((request) => header(request, 'x-webhook-id')).toSorted()).toEqual(
        events.map(({ id }) => id).toSorted(),
      );
      const media = format === 'cloudevents' ? 'application/cloudevents+json' : 'application/json';
      expect([...new Set(requests.map((request) => header(request, 'content-type')))]).toEqual([
        media,
      ]);
    }
  });
});
