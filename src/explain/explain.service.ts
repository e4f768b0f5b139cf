import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Principal, Reader, TenantRef } from '../auth/index.js';
import { parseId, publicId } from '../common/index.js';
import { ReasonGuide } from '../config/index.js';
import { SealedTexts, Vault } from '../database/index.js';
import { DeliveryRecords } from '../records/index.js';
import { Search } from '../search/index.js';
import type { SearchHit } from '../search/index.js';
import { explainEndpoints } from './explain-endpoints.js';
import { explainEvent } from './explain-event.js';
import { explainNothing, explainSeveral } from './explain-nothing.js';
import { explainRejected } from './explain-rejected.js';
import type { ExplainedKind, ExplanationDto } from './explanation.dto.js';
import { ExplanationFacts } from './explanation-facts.service.js';
import { findByKey, findEndpointsOfTenant, lastPublishedAt } from './facts.query.js';
import type { Story } from './story.js';
import { plural, quote, time } from './words.js';

type HitOf<K extends SearchHit['kind']> = Extract<SearchHit, { kind: K }>;

/** What is explained. Ids are public. */
interface Subject {
  kind: ExplainedKind;
  id: string | null;
  tenant_id: string | null;
  tenant_name: string | null;
}

const NOTHING: Subject = { kind: 'none', id: null, tenant_id: null, tenant_name: null };
const MOST_ENDPOINTS = 5;

/** Says in words what became of something. */
@Injectable()
export class Explanations {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(Search) private readonly search: Search,
    @Inject(ExplanationFacts) private readonly facts: ExplanationFacts,
    @Inject(DeliveryRecords) private readonly deliveries: DeliveryRecords,
    @Inject(ReasonGuide) private readonly guide: ReasonGuide,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(SealedTexts) private readonly texts: SealedTexts,
  ) {}

  /** Explains what the text leads to. Never 404: nothing found is an answer too. */
  async explain(principal: Principal, text: string): Promise<ExplanationDto> {
    const q = text.trim();
    const { data: hits, truncated } = await this.search.findAndNote(principal, q);
    const of = <K extends SearchHit['kind']>(kind: K): HitOf<K>[] =>
      hits.filter((hit): hit is HitOf<K> => hit.kind === kind);
    const [delivery] = of('delivery');
    if (delivery) return this.delivery(delivery, hits, principal);
    const events = of('event');
    if (events.length > 0) return this.events(q, events, hits, principal);
    const [tenants, rejected, endpoints] = [of('tenant'), of('rejected'), of('endpoint')];
    if (endpoints.length > 0) return this.endpoints(q, endpoints, hits);
    if (tenants.length > 0) return this.tenants(q, tenants, hits);
    const [publish] = rejected;
    if (publish) return this.rejected(publish, hits);
    return (await this.byKey(q, principal)) ?? this.present(NOTHING, explainNothing(q, truncated));
  }

  /** Explains one delivery of a tenant. Throws 404. */
  async ofDelivery(
    { id: tenantId, name: stored }: TenantRef,
    deliveryId: string,
    reader: Reader,
  ): Promise<ExplanationDto> {
    const [{ name } = { name: '' }] = await this.texts.withNames([{ id: tenantId, name: stored }]);
    const { id, event_id, tenant_id } = await this.deliveries.get({ tenantId, deliveryId }, reader);
    return this.delivery({ id, event_id, tenant_id, tenant_name: name }, [], reader);
  }

  private async delivery(
    {
      id,
      event_id,
      tenant_id,
      tenant_name,
    }: Pick<HitOf<'delivery'>, 'id' | 'event_id' | 'tenant_id' | 'tenant_name'>,
    hits: readonly SearchHit[],
    reader: Reader,
  ): Promise<ExplanationDto> {
    const facts = await this.facts.event(refOf(tenant_id, event_id), tenant_name, reader);
    const subject: Subject = { kind: 'delivery', id, tenant_id, tenant_name };
    return this.present(subject, explainEvent(facts, id), hits);
  }

  /** The newest event that is in trouble stands for all that hold an id. */
  private async events(
    q: string,
    events: HitOf<'event'>[],
    hits: readonly SearchHit[],
    reader: Reader,
  ): Promise<ExplanationDto> {
    const tenants = new Set(events.map(({ tenant_name }) => tenant_name));
    if (new Set(events.map(({ tenant_id }) => tenant_id)).size > 1) {
      const story = explainSeveral(q, 'events of different tenants', [...tenants]);
      return this.present({ ...NOTHING, kind: 'event' }, story, hits);
    }
    const event = events.find(isInTrouble) ?? events[0];
    if (!event) return this.present(NOTHING, explainNothing(q, false), hits);
    const { id, tenant_id, tenant_name } = event;
    const facts = await this.facts.event(refOf(tenant_id, id), tenant_name, reader);
    const story = explainEvent(facts);
    if (events.length > 1) {
      const others = `${plural(events.length - 1, 'further event')} with the same id`;
      story.sentences.push(`There ${events.length === 2 ? 'is' : 'are'} ${others}.`);
    }
    return this.present({ kind: 'event', id, tenant_id, tenant_name }, story, hits);
  }

  private async endpoints(
    q: string,
    endpoints: HitOf<'endpoint'>[],
    hits: readonly SearchHit[],
  ): Promise<ExplanationDto> {
    const ids = endpoints.flatMap(({ id }) => parseId('endpoint', id) ?? []);
    const states = await this.facts.states(ids);
    const intro = `${quote(q)} belongs to ${plural(endpoints.length, 'endpoint')}.`;
    const story = explainEndpoints(intro, states);
    const [only, ...others] = endpoints;
    const isOne = only !== undefined && others.length === 0;
    const sameTenant = new Set(endpoints.map(({ tenant_id }) => tenant_id)).size === 1;
    const subject: Subject = {
      kind: 'endpoint',
      id: isOne ? only.id : null,
      tenant_id: sameTenant ? (only?.tenant_id ?? null) : null,
      tenant_name: sameTenant ? (only?.tenant_name ?? null) : null,
    };
    return this.present(subject, story, hits);
  }

  private async tenants(
    q: string,
    tenants: HitOf<'tenant'>[],
    hits: readonly SearchHit[],
  ): Promise<ExplanationDto> {
    const exact = tenants.filter(
      ({ external_id, name }) => external_id === q || name.toLowerCase() === q.toLowerCase(),
    );
    const [tenant, ...more] = exact.length === 1 ? exact : tenants;
    if (!tenant || more.length > 0) {
      const story = explainSeveral(
        q,
        'tenants',
        tenants.map(({ name }) => name),
      );
      return this.present({ ...NOTHING, kind: 'tenant' }, story, hits);
    }
    const { manager } = this.source;
    const tenantId = parseId('tenant', tenant.id) ?? '';
    const [{ ids, total }, publishedAt] = await Promise.all([
      findEndpointsOfTenant(manager, tenantId, MOST_ENDPOINTS),
      lastPublishedAt(manager, tenantId),
    ]);
    const states = await this.facts.states(ids);
    const refused = hits.filter((hit) => hit.kind === 'rejected' && hit.tenant_id === tenant.id);
    const intro = [
      `The tenant ${tenant.name} (${tenant.id}) has ${plural(total, 'endpoint')}.`,
      publishedAt === null
        ? 'No event was ever published for it.'
        : `Its last event was published at ${time(publishedAt)}.`,
      ...(refused.length > 0
        ? [
            `Publishes for it were refused in the last 7 days: ${refused.length}${refused.length >= 50 ? ' or more' : ''}.`,
          ]
        : []),
    ];
    const story = explainEndpoints(intro.join(' '), states, total);
    const { id, tenant_id, tenant_name } = tenant;
    return this.present({ kind: 'tenant', id, tenant_id, tenant_name }, story, hits);
  }

  private rejected(publish: HitOf<'rejected'>, hits: readonly SearchHit[]): ExplanationDto {
    const others = hits.filter(({ kind }) => kind === 'rejected').length - 1;
    const { id, tenant_id, tenant_name } = publish;
    const subject: Subject = { kind: 'rejected', id, tenant_id, tenant_name };
    return this.present(subject, explainRejected(publish, tenant_name, others), hits);
  }

  /** A publish that was answered as a duplicate has no event of its own: its key leads to the first one. */
  private async byKey(q: string, principal: Principal): Promise<ExplanationDto | undefined> {
    const keyHash = this.vault.fingerprint(q);
    const rows = await findByKey(this.source.manager, keyHash, principal.tenantIds);
    const found = await this.texts.withTenantNames(rows);
    const [first, ...others] = found;
    if (!first) return undefined;
    if (others.length > 0) {
      const story = explainSeveral(
        q,
        'tenants',
        found.map(({ tenant_name }) => tenant_name),
      );
      return this.present({ ...NOTHING, kind: 'event' }, story);
    }
    const { event_id: eventId, tenant_id: tenantId, tenant_name } = first;
    const facts = await this.facts.event({ tenantId, eventId }, tenant_name, principal);
    const story = explainEvent(facts);
    const id = publicId('event', eventId);
    story.sentences.unshift(
      `${quote(q)} is the idempotency key of the event ${id}: every further publish with it within 7 days is answered with this event (duplicate: true), and nothing new is sent.`,
    );
    const tenant_id = publicId('tenant', tenantId);
    return this.present({ kind: 'event', id, tenant_id, tenant_name }, story);
  }

  private present(
    subject: Subject,
    { sentences, verdict, title, remedy, reason, evidence }: Story,
    hits: readonly SearchHit[] = [],
  ): ExplanationDto {
    const shown = reason === null ? null : wordOfApi(reason);
    return {
      ...subject,
      verdict,
      title,
      answer: sentences.map(begun).join(' '),
      remedy,
      reason: shown,
      docs_url: shown === null ? null : this.guide.docsUrl(shown),
      evidence,
      others: hits.filter(({ kind, id }) => kind !== subject.kind || id !== subject.id),
    };
  }
}

/** Two reasons of explanations are no words of the API. */
function wordOfApi(reason: string): string | null {
  if (reason === 'suspicious_success') return null;
  return reason === 'no_worker' ? 'queued' : reason;
}

/** A host name stays as it is. */
function begun(sentence: string): string {
  return /^(?:the|all|at)\b/.test(sentence)
    ? `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`
    : sentence;
}

function refOf(tenant: string, event: string) {
  return { tenantId: parseId('tenant', tenant) ?? '', eventId: parseId('event', event) ?? '' };
}

function isInTrouble({ deliveries }: HitOf<'event'>): boolean {
  return deliveries.length === 0 || deliveries.some(({ status }) => status !== 'succeeded');
}
