import { describe, expect, it } from 'vitest';
import { createCatalogue } from './catalogue.js';
import { availablePacks, packsNamed } from './packs.js';

const catalogue = createCatalogue(availablePacks);

const typesOf = (pack: string): string[] =>
  catalogue.list().flatMap((definition) => (definition.pack === pack ? [definition.type] : []));

const actions = (process: string, ...names: string[]): string[] =>
  names.map((name) => `verification.${process}.${name}`);

const CONFIRMABLE = ['created', 'confirmed', 'updated'];

describe('the packs', () => {
  it('offers sessions, checks, identities, cases and documents', () => {
    expect(typesOf('verifa')).toEqual([
      'session.created',
      'session.started',
      'session.approved',
      'session.declined',
      'session.requires-review',
      'session.expired',
      'session.resubmission-required',
      'session.redacted',
      'session.retention-expired',
      'check.completed',
      'check.matched',
      'check.monitoring.new_hits',
      'check.monitoring.clear',
      'identity.created',
      'identity.updated',
      'case.created',
      'case.claimed',
      'case.approved',
      'case.rejected',
      'case.escalated',
      'document.uploaded',
      'document.classified',
      'document.extracted',
      'document.verified',
      'document.compared',
      'document.redacted',
    ]);
  });

  it('offers KYC sessions and watchlists', () => {
    expect(typesOf('kyc')).toEqual([
      'kyc.session.created',
      'kyc.session.completed',
      'kyc.session.processed',
      'kyc.session.approved',
      'kyc.session.rejected',
      'kyc.session.manual_review',
      'kyc.watchlist.match_detected',
      'kyc.watchlist.status_changed',
    ]);
  });

  it('offers every key of the ten processes of a verification', () => {
    expect(typesOf('case-keeper')).toEqual([
      'verification.created',
      'verification.updated',
      'verification.verified',
      'verification.completed',
      'verification.deleted',
      ...actions('frontIdCardResult', ...CONFIRMABLE),
      ...actions('backIdCardResult', ...CONFIRMABLE),
      ...actions('dopaResult', ...CONFIRMABLE),
      ...actions('passportResult', ...CONFIRMABLE),
      ...actions('idFaceRecognitionResult', ...CONFIRMABLE),
      ...actions('dipChipResult', ...CONFIRMABLE),
      ...actions('appointment', 'created', 'updated', 'validated'),
      ...actions('criminalCheckResult', ...CONFIRMABLE, 'resultDocumentUrl.read'),
      ...actions('employmentVerificationResult', ...CONFIRMABLE, 'resultDocumentUrl.read'),
      ...actions('sanction', 'created'),
      ...actions('bankruptcyResult', 'created'),
    ]);
  });

  it('offers both callbacks', () => {
    expect(typesOf('callbacks')).toEqual(['complianceRecord', 'identResult']);
  });

  it('offers each event of third parties with the event types that apply to it, and no other', () => {
    const events = ['identity', 'address', 'employment', 'property', 'guarantor', 'workflow'];
    const applies: Record<string, string[]> = {
      verification_started: ['workflow', 'address', 'property', 'employment', 'guarantor'],
      verification_completed: events,
      step_verification_started: ['workflow'],
      step_verification_completed: ['workflow'],
    };
    for (const [eventType, to] of Object.entries(applies)) {
      for (const event of events) {
        expect([event, eventType, catalogue.has(`${event}.${eventType}`)]).toEqual([
          event,
          eventType,
          to.includes(event),
        ]);
      }
    }
    expect(typesOf('qoreid')).toHaveLength(13);
  });

  it('offers those that are named, each once, in its own order', () => {
    const named = packsNamed(['callbacks', 'verifa', 'callbacks']).map(({ name }) => name);
    expect(named).toEqual(['verifa', 'callbacks', 'endpoint']);
    expect(createCatalogue(packsNamed(['callbacks'])).has('session.created')).toBe(false);
  });

  it('offers the events about endpoints, whichever are named', () => {
    expect(typesOf('endpoint')).toEqual([
      'endpoint.failing',
      'endpoint.disabling_soon',
      'endpoint.disabled',
      'endpoint.recovered',
      'endpoint.updated',
      'endpoint.address_on_hold',
      'endpoint.delivery_exhausted',
    ]);
    expect(createCatalogue(packsNamed(['kyc'])).has('endpoint.disabled')).toBe(true);
  });

  it('can offer any pack alone', () => {
    for (const pack of availablePacks) expect(() => createCatalogue([pack])).not.toThrow();
  });
});
