import { randomBytes, randomUUID } from 'node:crypto';
import { availablePacks, createCatalogue } from '../../../src/catalogue/index.js';
import { confirmRecipients, createTenant, eventually, publish } from '../../support/app/index.js';
import type { Endpoint, Postrider, Published, Tenant } from '../../support/app/index.js';
import type { MailServer } from '../../support/mail-server.js';
import { slow } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';

const value = (kind: string): string => `${kind}${randomBytes(6).toString('hex')}`;
const valuesOf = <Kind extends string>(...kinds: Kind[]) =>
  Object.fromEntries(kinds.map((kind) => [kind, value(kind)])) as Record<Kind, string>;

/** What goes with the subjects that it is about. */
export const OF_SUBJECTS = valuesOf(
  'lastname',
  'document',
  'birthplace',
  'undeclared',
  'nested',
  'listed',
  'comment',
  'echoedbody',
  'echoedheader',
  'echoedgzip',
  'failedbody',
  'smtpreply',
  'statusline',
  'rejectedname',
  'rejectedfield',
  'replayed',
  'digested',
  'streamed',
  'inspected',
  'subject',
  'externalref',
);

/** What goes with the tenant: what point 12 of the list of secrets in URLs names, and secrets. */
export const OF_TENANT = {
  ...valuesOf(
    'querytoken',
    'bareparameter',
    'formertoken',
    'hookpath',
    'headervalue',
    'tenantname',
    'formername',
  ),
  secret: randomBytes(24).toString('base64url'),
  recipient: `${value('recipient')}@planted.test`,
  refused: `${value('refused')}@planted.test`,
  removed: `${value('removed')}@planted.test`,
  notified: `${value('notified')}@planted.test`,
};

/** What is stored nowhere, not even sealed. */
export const NOT_STORED = valuesOf(
  'cookie',
  'challenge',
  'idempotencykey',
  'requestkey',
  'searched',
  'explained',
  'filtered',
);

/** The four events that make a subject forgotten, with an event of the same entity. */
export const FORGETTING = [
  ['session.redacted', 'session.approved'],
  ['session.retention-expired', 'session.approved'],
  ['document.redacted', 'document.verified'],
  ['verification.deleted', 'verification.completed'],
] as const;

const catalogue = createCatalogue(availablePacks);

export interface Planted {
  tenant: Tenant;
  endpoints: Record<'webhook' | 'failing' | 'email' | 'slack' | 'inspector', Endpoint>;
  /** An entity for each of the events that make it forgotten. */
  entities: string[];
  /** The events about subjects. */
  events: string[];
}

export interface Places {
  api: Postrider;
  receiver: Receiver;
  failing: Receiver;
  mailServer: MailServer;
  slackUrl: string;
}

/** The example of a type, about an entity, with further fields. */
export function eventAbout(type: string, entity: string, fields: object = {}) {
  const definition = catalogue.get(type);
  const id = definition?.entityIdFields[0] ?? '';
  return { type, data: { ...definition?.example, [id]: entity, ...fields } };
}

/** A tenant with endpoints of every channel, whose addresses, names and secrets are planted values. */
export async function plantTenant({ api, receiver, failing, mailServer, slackUrl }: Places) {
  const tenant = await createTenant(api);
  const path = `/v1/tenants/${tenant.id}`;
  await api.ok('PATCH', path, { name: `${OF_TENANT.formername} Ltd` });
  await api.ok('PATCH', path, { name: `Bank ${OF_TENANT.tenantname}` });
  const create = (fields: object) =>
    api.ok<Endpoint>('POST', `${path}/endpoints`, fields, tenant.key);
  const { recipient, refused, removed, notified, hookpath } = OF_TENANT;
  const webhook = await create({
    url: `${receiver.url}?token=${OF_TENANT.formertoken}`,
    headers: { 'X-Api-Key': OF_TENANT.headervalue },
    secret: OF_TENANT.secret,
  });
  const url = `${receiver.url}?token=${OF_TENANT.querytoken}&${OF_TENANT.bareparameter}`;
  await api.ok('PATCH', `${path}/endpoints/${webhook.id}`, { url }, tenant.key);
  const endpoints = {
    webhook,
    failing: await create({ url: `${failing.url}?key=${OF_TENANT.querytoken}` }),
    email: await create({
      channel: 'email',
      recipients: [recipient, refused, removed],
      digest: { window_seconds: 3_600, max_per_window: 1 },
    }),
    slack: await create({ channel: 'slack', url: `${slackUrl}/${hookpath}` }),
    inspector: await create({ channel: 'inspector' }),
  };
  const settings = { notification_emails: [notified] };
  await api.ok('PATCH', `${path}/settings`, settings, tenant.key);
  await confirmRecipients(api, tenant.id);
  const kept = { recipients: [recipient, refused] };
  mailServer.refuse(refused, `550 5.1.1 <${refused}> ${OF_SUBJECTS.smtpreply}`, 'always');
  return { tenant, endpoints, keep: () => patch(api, tenant, endpoints.email, kept) };
}

function patch(api: Postrider, tenant: Tenant, { id }: Endpoint, fields: object): Promise<unknown> {
  return api.ok('PATCH', `/v1/tenants/${tenant.id}/endpoints/${id}`, fields, tenant.key);
}

/** Events about the entities, refused ones too, with what people look for of them. */
export async function plantEvents(
  { api, receiver, failing }: Places,
  { tenant, endpoints }: Pick<Planted, 'tenant' | 'endpoints'>,
): Promise<Pick<Planted, 'entities' | 'events'>> {
  const entities = FORGETTING.map(() => `entity_${randomUUID()}`);
  const of = OF_SUBJECTS;
  receiver.answer((response) => {
    response.setHeader('Set-Cookie', `sid=${NOT_STORED.cookie}`);
    response.setHeader('WWW-Authenticate', `Bearer realm="${NOT_STORED.challenge}"`);
    response.setHeader('X-Echo', `known as ${of.echoedheader}`);
    response.end(`no customer ${of.echoedbody}`);
  });
  failing.answer((response) => {
    response.writeHead(503, `Not for ${of.statusline}`).end(`not stored: ${of.failedbody}`);
  });
  const send = async (event: { type: string; data: object } & Record<string, unknown>) =>
    (await publish(api, tenant, event)).id;
  const events: string[] = [];
  const fields = [
    { last_name: of.lastname, note: of.undeclared },
    { document_number: of.document, person: { deep: { name: of.nested } } },
    { birthplace: of.birthplace, names: ['a', of.listed] },
    { comment: of.comment },
  ];
  for (const [position, [, type]] of FORGETTING.entries()) {
    events.push(await send(eventAbout(type, entities[position] ?? '', fields[position])));
  }
  const erased = { session_id: of.subject, external_ref: of.externalref };
  const declined = eventAbout('session.declined', of.subject, {
    ...erased,
    rejection_reason: `${of.digested} ${of.streamed} ${of.inspected}`,
    replayed: of.replayed,
  });
  events.push(await send({ ...declined, idempotency_key: NOT_STORED.idempotencykey }));
  await refuse(api, tenant);
  await look(api, tenant);
  await eventually(async () => {
    const path = `/v1/tenants/${tenant.id}/deliveries?endpoint_id=${endpoints.webhook.id}&status=succeeded`;
    const { data } = await api.ok<{ data: unknown[] }>('GET', path);
    if (data.length < events.length) throw new Error('Not all events have arrived.');
  }, 30_000);
  await replay(api, tenant, endpoints.webhook, receiver);
  return { entities, events };
}

/** Publishes that are refused, with the data that was wrong. */
async function refuse(api: Postrider, { id, publisherKey }: Tenant): Promise<void> {
  const of = OF_SUBJECTS;
  const wrong = { session_id: of.subject, status: 7, [of.rejectedfield]: of.rejectedname };
  const bodies = [
    { tenant_id: id, type: 'session.created', data: wrong },
    { tenant_id: id, type: 'session.created', data: { ...wrong, is_sandbox: of.rejectedname } },
  ];
  for (const body of bodies) await api.api('POST', '/v1/events', body, publisherKey);
}

/** Searches, filters, explanations, and a request that is repeated under a key. */
async function look(api: Postrider, { id, key }: Tenant): Promise<void> {
  const support = await api.ok<{ key: string }>('POST', '/v1/api-keys', {
    role: 'support',
    name: 'Support',
  });
  const { searched, explained, filtered, requestkey } = NOT_STORED;
  for (const [path, by] of [
    [`/v1/search?q=${searched}`, support.key],
    [`/v1/explain?q=${explained}`, support.key],
    [`/v1/tenants/${id}/events?subject=${filtered}`, key],
    [`/v1/tenants/${id}/events?ref=${filtered}`, key],
    [`/v1/tenants/${id}/subjects/${OF_SUBJECTS.subject}`, support.key],
    [`/v1/tenants/${id}/nothing/${filtered}?token=${filtered}`, key],
  ] as const) {
    await api.api('GET', path, undefined, by);
  }
  await fetch(`${api.url}/v1/tenants/${id}/endpoints`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': requestkey,
    },
    body: JSON.stringify({ url: `http://127.0.0.1:9/?token=${OF_TENANT.querytoken}` }),
  });
}

/** A replay that is under way: the receiver takes its time from now on. */
async function replay(
  api: Postrider,
  tenant: Tenant,
  { id }: Endpoint,
  receiver: Receiver,
): Promise<void> {
  receiver.answer(slow(4_000));
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const path = `/v1/tenants/${tenant.id}/endpoints/${id}/replay`;
  await api.ok<Published>('POST', path, { since, status: 'all', rate_per_second: 1 }, tenant.key);
}
