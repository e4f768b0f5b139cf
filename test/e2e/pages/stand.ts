import { createEndpoint, createTenant, publish } from '../../support/app/index.js';
import type { Lab, Postrider, Tenant } from '../../support/app/index.js';
import type { Receiver } from '../../support/receiver.js';

/** A person in an event, whose name is masked for support. */
export const PERSON = 'Erika Mustermann';
/** Text as an attacker writes it: markup, colours of a terminal, a turned direction. */
export const HOSTILE = '<img src=x onerror=alert(1)><script>alert(2)</script>';
export const HOSTILE_ANSWER = `${HOSTILE}\u001b[31mred\u001b[0m \u202egnp.exe`;
export const HOSTILE_NAME = `${HOSTILE} \u202egnp.exe`;

export interface Stand {
  app: Postrider;
  supportKey: string;
  acme: Tenant;
  hostile: Tenant;
  /** Answers 401. */
  refusing: Receiver;
  working: Receiver;
  /** A delivery that was refused, and its event. Support sees the name in it when the event is revealed. */
  failing: { id: string; event_id: string };
  succeeded: { id: string; event_id: string };
  ofHostile: { id: string; event_id: string };
  rejectedId: string;
  /** A refused publish of the hostile tenant. */
  hostileRejectedId: string;
}

interface List {
  data: { id: string; event_id: string }[];
}

/** A running Postrider with tenants, receivers that work and fail, and what went to them. */
export async function setStand(lab: Lab): Promise<Stand> {
  const env = { RETRY_SCHEDULE: '600,600,600' };
  const app = await lab.postrider({ databaseUrl: await lab.database(), env });
  const refusing = await lab.receiver();
  refusing.answer((response) => response.writeHead(401).end('{"error":"bad signature"}'));
  const working = await lab.receiver();
  const shouting = await lab.receiver();
  shouting.answer((response) => response.writeHead(500, { 'x-note': HOSTILE }).end(HOSTILE_ANSWER));
  const acme = await createTenant(app, 'Acme Identity');
  const hostile = await createTenant(app, HOSTILE_NAME);
  await createEndpoint(app, acme, { url: refusing.url });
  await createEndpoint(app, acme, { url: working.url });
  await createEndpoint(app, hostile, { url: shouting.url, description: HOSTILE_NAME });
  const send = (tenant: Tenant, data: { session_id: string; external_ref: string }) =>
    publish(app, tenant, {
      type: 'session.created',
      data: { ...data, is_sandbox: false, name: PERSON, [HOSTILE_NAME]: HOSTILE_ANSWER },
    });
  await send(acme, { session_id: 'session_pages_1', external_ref: 'order-1' });
  await send(hostile, { session_id: HOSTILE_NAME, external_ref: HOSTILE });
  await refusing.waitFor(1);
  await working.waitFor(1);
  await shouting.waitFor(1);
  const refused = (tenant: Tenant, type: string) =>
    app.api('POST', '/v1/events', {
      tenant_id: tenant.id,
      type,
      data: { [HOSTILE_NAME]: HOSTILE },
    });
  await refused(hostile, HOSTILE_NAME);
  await refused(acme, 'session.aproved');
  const { key } = await app.ok<{ key: string }>('POST', '/v1/api-keys', {
    role: 'support',
    name: 'Support',
  });
  const first = async (path: string) => {
    const { data: found } = await app.ok<List>('GET', path);
    const [one] = found;
    if (one === undefined) throw new Error(`GET ${path} gave nothing.`);
    return one;
  };
  const ofAcme = `/v1/tenants/${acme.id}/deliveries`;
  return {
    app,
    supportKey: key,
    acme,
    hostile,
    refusing,
    working,
    failing: await first(`${ofAcme}?code=401`),
    succeeded: await first(`${ofAcme}?code=200`),
    ofHostile: await first(`/v1/tenants/${hostile.id}/deliveries`),
    rejectedId: (await first('/v1/rejected?type=session.aproved')).id,
    hostileRejectedId: (await first(`/v1/rejected?tenant_id=${hostile.id}`)).id,
  };
}
