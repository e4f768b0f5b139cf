import {
  actOnEndpoint,
  createEndpoint,
  createTenant,
  eventually,
  publish,
} from '../../support/app/index.js';
import type { Endpoint, Tenant } from '../../support/app/index.js';
import { reply } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';
import type { Scene } from './scene.js';

/** Something for which an event is missed. */
interface Cause {
  name: string;
  /** Lets it happen; returns what a reader of a ticket types into the search box. */
  happen: (scene: Scene) => Promise<string>;
  /** The words of the answer after which its reader knows the reason. */
  reason: RegExp;
}

interface Place {
  tenant: Tenant;
  endpoint: Endpoint;
  receiver: Receiver;
}

type Fields = Record<string, unknown>;

export const CAUSES: readonly Cause[] = [
  {
    name: '401 after a rotation',
    reason: /it answered 401, since its secret was rotated/,
    happen: async (scene) => {
      const place = await aPlace(scene, 'Acme Identity', 'hooks.acme.example');
      await actOnEndpoint(scene.app, place.tenant, place.endpoint.id, 'secret/rotate', {
        grace_seconds: 0,
      });
      place.receiver.answer(reply(401, {}, '{"error":"bad signature"}'));
      return attempted(scene, place, 'session_acme_7f3a');
    },
  },
  {
    name: 'the name does not exist',
    reason: /the name of the receiver could not be resolved/,
    happen: async (scene) => {
      const tenant = await createTenant(scene.app, 'Blue Harbour Bank');
      const url = 'http://hooks.blue-harbour.example:4000/kyc';
      const endpoint = await createEndpoint(scene.app, tenant, { url });
      await publishSession(scene, tenant, 'session_harbour_1');
      await whenTried(scene, tenant, endpoint);
      return 'hooks.blue-harbour.example';
    },
  },
  {
    name: 'the certificate has expired',
    reason: /the certificate of the receiver is expired/,
    happen: async (scene) => {
      const host = 'hooks.cedar.example';
      const certificate = await scene.authority.issue([host], {
        notBefore: new Date(Date.now() - 90 * DAY_MS),
        notAfter: new Date(Date.now() - DAY_MS),
      });
      const receiver = await scene.lab.receiver({ certificate });
      scene.dns.set(host, ['127.0.0.1']);
      const tenant = await createTenant(scene.app, 'Cedar Insurance');
      const url = `https://${host}:${receiver.port}/kyc`;
      const endpoint = await createEndpoint(scene.app, tenant, { url });
      await publishSession(scene, tenant, 'session_cedar_1');
      return (await whenTried(scene, tenant, endpoint)).id;
    },
  },
  {
    name: 'the receiver is too slow',
    reason: /the receiver did not answer in time/,
    happen: async (scene) => {
      const place = await aPlace(scene, 'Delta Pay', 'hooks.delta.example');
      place.receiver.answer(() => undefined);
      return attempted(scene, place, 'session_delta_1');
    },
  },
  {
    name: 'the receiver answered 410',
    reason: /the endpoint is disabled, because the receiver answered 410/,
    happen: async (scene) => {
      const place = await aPlace(scene, 'Elm Street Credit', 'hooks.elm.example');
      place.receiver.answer(410);
      await publishSession(scene, place.tenant, 'session_elm_1');
      await untilStatus(scene, place, 'disabled');
      return publishSession(scene, place.tenant, 'session_elm_2');
    },
  },
  {
    name: 'the endpoint is paused',
    reason: /the endpoint is paused/,
    happen: async (scene) => {
      const { tenant, endpoint } = await aPlace(scene, 'Fern Telecom', 'hooks.fern.example');
      await actOnEndpoint(scene.app, tenant, endpoint.id, 'pause', {
        reason: 'Asked for during their maintenance, ticket 4711.',
      });
      return publishSession(scene, tenant, 'session_fern_1', {
        external_ref: 'customer-80017',
      }).then(() => 'customer-80017');
    },
  },
  {
    name: 'the receiver asked for a pause',
    reason: /the receiver asked for a pause \(Retry-After\)/,
    happen: async (scene) => {
      const place = await aPlace(scene, 'Grove Exchange', 'hooks.grove.example');
      place.receiver.answer(reply(503, { 'retry-after': '3600' }));
      await attempted(scene, place, 'session_grove_1');
      const wanted = await publishSession(scene, place.tenant, 'session_grove_2');
      await eventually(async () => {
        const { data } = await deliveriesOf(scene, place.tenant);
        if (!data.every(({ reason }) => reason === 'backing_off')) throw new Error('Not yet.');
      });
      return wanted;
    },
  },
  {
    name: 'the type is not subscribed',
    reason: /does not take session\.created/,
    happen: async (scene) => {
      const { tenant } = await aPlace(scene, 'Heron Mobility', 'hooks.heron.example', {
        event_types: ['session.approved', 'check.*'],
      });
      return publishSession(scene, tenant, 'session_heron_1');
    },
  },
  {
    name: 'a sandbox event, an endpoint for live ones',
    reason: /does not take sandbox events/,
    happen: async (scene) => {
      const { tenant } = await aPlace(scene, 'Iris Lending', 'hooks.iris.example', {
        environment: 'live',
      });
      return publishSession(scene, tenant, 'session_iris_1', { is_sandbox: true });
    },
  },
  {
    name: 'an earlier event of the subject is not delivered',
    reason: /an earlier event of the same subject is not delivered yet/,
    happen: async (scene) => {
      const place = await aPlace(scene, 'Juniper Payroll', 'hooks.juniper.example', {
        ordered: true,
      });
      place.receiver.answer(500);
      const session = await attempted(scene, place, 'session_juniper_1');
      const { id } = await publish(scene.app, place.tenant, {
        type: 'session.started',
        data: { session_id: session, external_ref: null, is_sandbox: false },
      });
      return id;
    },
  },
  {
    name: 'the publish was refused',
    reason: /\/data\/session_id/,
    happen: async (scene) => {
      const { tenant } = await aPlace(scene, 'Kestrel Rentals', 'hooks.kestrel.example');
      const data = { session_id: 7, external_ref: 'order-kestrel-9', is_sandbox: false };
      await scene.app.api(
        'POST',
        '/v1/events',
        { tenant_id: tenant.id, type: 'session.created', data },
        tenant.publisherKey,
      );
      return 'order-kestrel-9';
    },
  },
  {
    name: 'the recipient has not confirmed its address',
    reason: /the recipient has not confirmed the address/,
    happen: async (scene) => {
      const tenant = await createTenant(scene.app, 'Larch Legal');
      const path = `/v1/tenants/${tenant.id}/endpoints`;
      const body = { channel: 'email', recipients: ['compliance@larch.example'] };
      await scene.app.ok('POST', path, body, tenant.key);
      return publishSession(scene, tenant, 'session_larch_1');
    },
  },
  {
    name: 'results of downtimes are not taken',
    reason: /the tenant does not take such results/,
    happen: async (scene) => {
      const { tenant } = await aPlace(scene, 'Maple Housing', 'hooks.maple.example');
      const { id } = await publish(scene.app, tenant, {
        type: 'identity.verification_completed',
        data: { id: 7, status: { status: 'verified' } },
        idempotency_key: 'maple-identity-7',
      });
      return id.length > 0 ? 'maple-identity-7' : '';
    },
  },
  {
    name: 'the content was removed',
    reason: /the event's data was taken away before it could be sent/,
    happen: async (scene) => {
      const { tenant, endpoint } = await aPlace(scene, 'Nettle Health', 'hooks.nettle.example');
      await actOnEndpoint(scene.app, tenant, endpoint.id, 'pause');
      const { id } = await publish(scene.app, tenant, aSessionOf('session_nettle_1'));
      await scene.app.ok('POST', `/v1/tenants/${tenant.id}/events/${id}/redact`, {});
      return id;
    },
  },
  {
    name: 'nothing listens there',
    reason: /no connection to the receiver could be opened/,
    happen: async (scene) => {
      const place = await aPlace(scene, 'Osprey Logistics', 'hooks.osprey.example');
      await place.receiver.close();
      await publishSession(scene, place.tenant, 'session_osprey_1');
      await whenTried(scene, place.tenant, place.endpoint);
      return 'Osprey Logistics';
    },
  },
];

const DAY_MS = 86_400_000;

async function aPlace(
  { app, lab, dns }: Scene,
  name: string,
  host: string,
  fields: Fields = {},
): Promise<Place> {
  const receiver = await lab.receiver();
  dns.set(host, ['127.0.0.1']);
  const tenant = await createTenant(app, name);
  const url = `http://${host}:${receiver.port}/kyc`;
  return { receiver, tenant, endpoint: await createEndpoint(app, tenant, { url, ...fields }) };
}

function aSessionOf(session_id: string, fields: Fields = {}) {
  const data = { session_id, external_ref: null, is_sandbox: false, ...fields };
  return { type: 'session.created', data };
}

async function publishSession(
  { app }: Scene,
  tenant: Tenant,
  session: string,
  fields: Fields = {},
): Promise<string> {
  await publish(app, tenant, aSessionOf(session, fields));
  return session;
}

/** Publishes a session and waits until its attempt has failed. */
async function attempted(scene: Scene, place: Place, session: string): Promise<string> {
  await publishSession(scene, place.tenant, session);
  await whenTried(scene, place.tenant, place.endpoint);
  return session;
}

interface Tried {
  data: { id: string; reason: string | null; attempt_count: number; in_flight: boolean }[];
}

function deliveriesOf({ app }: Scene, { id }: Tenant): Promise<Tried> {
  return app.ok<Tried>('GET', `/v1/tenants/${id}/deliveries`);
}

function whenTried(scene: Scene, tenant: Tenant, { id }: Endpoint): Promise<{ id: string }> {
  return eventually(async () => {
    const { data } = await deliveriesOf(scene, tenant);
    const [delivery] = data;
    if (delivery === undefined || delivery.attempt_count === 0 || delivery.in_flight) {
      throw new Error(`Nothing was tried at ${id} yet.`);
    }
    return delivery;
  });
}

async function untilStatus({ app }: Scene, place: Place, status: string): Promise<void> {
  const { tenant, endpoint } = place;
  await eventually(async () => {
    const path = `/v1/tenants/${tenant.id}/endpoints/${endpoint.id}`;
    const now = await app.ok<Endpoint>('GET', path);
    if (now.status !== status) throw new Error(`It is ${now.status}.`);
  });
}
