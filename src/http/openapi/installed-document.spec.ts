import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { DocumentExtras } from './document-types.js';
import { installedDocument } from './installed-document.js';

const FILE = new URL('../../../docs/openapi.json', import.meta.url);
const written = JSON.parse(readFileSync(FILE, 'utf8')) as {
  servers: [{ url: string }];
  paths: object;
  webhooks: NonNullable<DocumentExtras['webhooks']>;
  components: {
    schemas: NonNullable<DocumentExtras['schemas']>;
    parameters: NonNullable<DocumentExtras['parameters']>;
  };
};
const { schemas, parameters } = written.components;

it('is the written document for an installation that sends every type', () => {
  const { webhooks, servers } = written;
  const [{ url }] = servers;
  expect(installedDocument({ webhooks, schemas, parameters, serverUrl: url })).toEqual(written);
});

it('has the URL and the types of the installation, and all that routes refer to', () => {
  const one = written.webhooks['session.created'];
  if (!one) throw new Error('docs/openapi.json has no session.created.');
  const extras = {
    serverUrl: 'https://hooks.example.com',
    webhooks: { 'session.created': one },
    schemas: { SessionCreatedEvent: schemas['SessionCreatedEvent'] ?? {} },
    parameters,
  };
  const document = installedDocument(extras);
  expect(document.servers).toEqual([{ url: 'https://hooks.example.com' }]);
  expect(Object.keys(document.webhooks ?? {})).toEqual(['session.created']);
  const names = Object.keys(document.components?.schemas ?? {});
  const ofRoutes = JSON.stringify(written.paths).matchAll(/#\/components\/schemas\/([^"]+)/g);
  for (const [, name] of ofRoutes) expect(names).toContain(name);
  // Those of the other types are left out, and so is `WebhookEvent`; that of the one type is there.
  expect(Object.keys(schemas).length - names.length).toBe(Object.keys(written.webhooks).length);
});
