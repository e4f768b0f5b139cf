import type { Type } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { availablePacks, createCatalogue, isOwnType } from '../../../src/catalogue/index.js';
import type { PublishAnswer } from '../../../src/index.js';
import {
  CaseEvents,
  CaseEventsModule,
  CheckEvents,
  CheckEventsModule,
  ComplianceRecordEvents,
  ComplianceRecordEventsModule,
  DocumentEvents,
  DocumentEventsModule,
  IdentityEvents,
  IdentityEventsModule,
  SessionEvents,
  SessionEventsModule,
  ThirdPartyVerificationEvents,
  ThirdPartyVerificationEventsModule,
  VerificationEvents,
  VerificationEventsModule,
  WatchlistEvents,
  WatchlistEventsModule,
} from '../../../src/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { createHostRole, startHost } from '../../support/host/index.js';
import type { Host, HostRole } from '../../support/host/index.js';

const MODULES = [
  CaseEventsModule,
  CheckEventsModule,
  ComplianceRecordEventsModule,
  DocumentEventsModule,
  IdentityEventsModule,
  SessionEventsModule,
  ThirdPartyVerificationEventsModule,
  VerificationEventsModule,
  WatchlistEventsModule,
];
const catalogue = createCatalogue(availablePacks);

/** The method of each type: the service, then the names of the group, if any, and of the method. */
const METHODS: Record<string, [Type, ...string[]]> = {
  'session.created': [SessionEvents, 'created'],
  'session.started': [SessionEvents, 'started'],
  'session.approved': [SessionEvents, 'approved'],
  'session.declined': [SessionEvents, 'declined'],
  'session.requires-review': [SessionEvents, 'requiresReview'],
  'session.expired': [SessionEvents, 'expired'],
  'session.resubmission-required': [SessionEvents, 'resubmissionRequired'],
  'session.redacted': [SessionEvents, 'redacted'],
  'session.retention-expired': [SessionEvents, 'retentionExpired'],
  'check.completed': [CheckEvents, 'completed'],
  'check.matched': [CheckEvents, 'matched'],
  'check.monitoring.new_hits': [CheckEvents, 'monitoringNewHits'],
  'check.monitoring.clear': [CheckEvents, 'monitoringClear'],
  'identity.created': [IdentityEvents, 'created'],
  'identity.updated': [IdentityEvents, 'updated'],
  'case.created': [CaseEvents, 'created'],
  'case.claimed': [CaseEvents, 'claimed'],
  'case.approved': [CaseEvents, 'approved'],
  'case.rejected': [CaseEvents, 'rejected'],
  'case.escalated': [CaseEvents, 'escalated'],
  'document.uploaded': [DocumentEvents, 'uploaded'],
  'document.classified': [DocumentEvents, 'classified'],
  'document.extracted': [DocumentEvents, 'extracted'],
  'document.verified': [DocumentEvents, 'verified'],
  'document.compared': [DocumentEvents, 'compared'],
  'document.redacted': [DocumentEvents, 'redacted'],
  'kyc.watchlist.match_detected': [WatchlistEvents, 'matchDetected'],
  'kyc.watchlist.status_changed': [WatchlistEvents, 'statusChanged'],
  complianceRecord: [ComplianceRecordEvents, 'complianceRecord'],
  identResult: [ComplianceRecordEvents, 'identResult'],
};

const camelCase = (text: string): string =>
  text.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Groups bear the names that stand in their types. */
function pathOf(type: string): [Type, ...string[]] | undefined {
  const names = type.split('.').map(camelCase);
  const [first = '', second = '', third] = names;
  if (first === 'kyc' && second === 'session') return [SessionEvents, 'kyc', third ?? ''];
  if (catalogue.get(type)?.pack === 'qoreid') return [ThirdPartyVerificationEvents, first, second];
  if (first !== 'verification') return METHODS[type];
  if (third === undefined) return [VerificationEvents, 'verification', second];
  const action = third === 'resultDocumentUrl' ? 'resultDocumentRead' : third;
  return [VerificationEvents, second, action];
}

let engine: Engine;
let role: HostRole;
let host: Host;
let tenant: string;

beforeAll(async () => {
  engine = await startEngine([]);
  role = await createHostRole(engine.databaseUrl);
  host = await startHost(role.url, MODULES);
  tenant = tenantRef((await engine.createTenant()).id);
});

afterAll(async () => {
  await host.close();
  await role.drop();
  await engine.close();
});

/** Calls a method whose name is only known here. */
function publish(type: string, data: unknown): Promise<PublishAnswer> {
  const [service, ...names] = pathOf(type) ?? [];
  if (!service) throw new Error(`no method publishes ${type}`);
  let holder: unknown = host.get(service);
  for (const name of names.slice(0, -1)) holder = (holder as Record<string, unknown>)[name];
  const methods = holder as Record<string, (tenant: string, data: unknown) => unknown>;
  return methods[names.at(-1) ?? '']?.(tenant, data) as Promise<PublishAnswer>;
}

describe('the domain modules', () => {
  const published = catalogue.list().filter(({ type }) => !isOwnType(type));

  it.each(published.map((definition) => [definition.type, definition] as const))(
    'publish %s under its name and refuse a wrong payload',
    async (type, { example }) => {
      expect(await publish(type, example)).toMatchObject({ type });
      await expect(publish(type, {})).rejects.toMatchObject({ code: 'validation_failed' });
    },
  );

  it('compile with right payloads only', async () => {
    const sessions = host.get(SessionEvents);
    const verifications = host.get(VerificationEvents);
    const thirdParties = host.get(ThirdPartyVerificationEvents);
    const records = host.get(ComplianceRecordEvents);
    const key = '885eb2cc-12d6-49dd-b52a-a6634f510e17';
    const record = { status: 100, key: 'k', modified: '2025-09-03T06:38:08' };
    const taken = [
      verifications.dopaResult.confirmed(tenant, { id: 'v', dopaResult: { any: ['thing'] } }),
      thirdParties.workflow.stepVerificationStarted(tenant, { id: 7, step: 'nin' }),
      records.complianceRecord(tenant, { ...record, contractKey: key }),
      sessions.kyc.manualReview(tenant, { session_id: 's', reasons: ['glare'] }),
    ];
    const refused = [
      // @ts-expect-error: an id is a text
      verifications.dopaResult.confirmed(tenant, { id: 7 }),
      // @ts-expect-error: nothing says which verification it is
      thirdParties.workflow.verificationCompleted(tenant, { step: 'nin' }),
      // @ts-expect-error: neither a customer nor a contract
      records.complianceRecord(tenant, record),
      // @ts-expect-error: both a customer and a contract
      records.complianceRecord(tenant, { ...record, contractKey: key, customerKey: key }),
      // @ts-expect-error: a case that is decided has a decision
      host.get(CaseEvents).approved(tenant, { case_id: 'c' }),
      // @ts-expect-error: a reason may be null but not absent
      records.identResult(tenant, { kyc: 'X', identId: '1', personKey: key, status: 'success' }),
    ];
    const [answers, refusals] = await Promise.all([
      Promise.all(taken),
      Promise.allSettled(refused),
    ]);
    expect(answers).toHaveLength(taken.length);
    for (const answer of refusals) {
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'validation_failed' } });
    }
  });
});
