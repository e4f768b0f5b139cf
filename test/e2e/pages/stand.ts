import { createEndpoint, createTenant, publish } from '../../support/app/index.js';
import type { Lab, Postrider, Tenant } from '../../support/app/index.js';
import type { Receiver } from '../../support/receiver.js';

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
  /** A delivery that was refused, and its event. */
  failing: { id: string; event_id: string };
  succeeded: { id: string; event_id: string };
  ofHostile: { id: string; event_id: string };
  rejectedId: string;
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
  shouting.answer((response) => response.writeHead(500).end(HOSTILE_ANSWER));
  const acme = await createTenant(app, 'Acme Identity');
  const hostile = await createTenant(app, HOSTILE_NAME);
  await createEndpoint(app, acme, { url: refusing.url });
  await createEndpoint(app, acme, { url: working.url });
  await createEndpoint(app, hostile, { url: shouting.url });
  const data = (session_id: string, external_ref: string) => ({
    session_id,
    external_ref,
    is_sandbox: false,
  });
  await publish(app, acme, { type: 'session.created', data: data('session_pages_1', 'order-1') });
  await publish(app, hostile, { type: 'session.created', data: data('session_pages_2', HOSTILE) });
  await refusing.waitFor(1);
  await working.waitFor(1);
  await shouting.waitFor(1);
  await app.api('POST', '/v1/events', { tenant_id: acme.id, type: 'session.aproved', data: {} });
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
    rejectedId: (await first('/v1/rejected')).id,
  };
}
