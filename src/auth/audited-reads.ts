import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOGGER, publicId, systemClock } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { recordAudit } from './audit.js';
import type { AuditFact } from './audit.js';
import { BundleWriter, Bundles } from './bundled-entries.js';
import { actorOf, isOfTenant } from './principal.js';
import type { Principal } from './principal.js';
import { requestFacts } from './request-facts.js';
import { seesPersonalData } from './visibility.js';

const HOUR_MS = 3_600_000;
/** Programs of a tenant may read each event once: they get one entry in this time. */
const PROGRAM_MS = 600_000;
const MOST_READERS = 10_000;

/** A read of something. */
export interface ReadFact {
  principal: Principal;
  tenantId: string | null;
  /** `<thing>.<past participle>`, such as `event.read`. */
  action: string;
  /** Public id of what was read. */
  target: string;
  /** Distinguishes two reads of one target; absent: all reads of it are alike. */
  about?: string;
  details?: Record<string, unknown>;
}

const OVERFLOW: AuditFact = {
  actor: { id: 'others', role: 'none' },
  tenantId: null,
  action: 'data.read',
  target: 'others',
  request: { address: null, requestId: null, reason: null },
};

/**
 * Writes reads to the audit log. What a person or staff reads is one entry for each thing and hour, committed before it
 * is shown; a second one has the number of further reads. What a program reads with a key of its tenant is one entry in
 * ten minutes for each kind of read, with the number and the first hundred ids, written behind the answer.
 */
@Injectable()
export class AuditedReads implements OnModuleDestroy {
  private readonly ofPeople = new Bundles({
    windowMs: HOUR_MS,
    perWindow: MOST_READERS,
    maxWaiting: MOST_READERS,
    overflow: OVERFLOW,
  });
  private readonly ofPrograms = new Bundles({
    windowMs: PROGRAM_MS,
    perWindow: MOST_READERS,
    maxWaiting: MOST_READERS,
    overflow: OVERFLOW,
  });
  private readonly writers: readonly BundleWriter[];

  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(LOGGER) logger: Logger,
  ) {
    const write = (bundles: Bundles) => new BundleWriter(bundles, 'reads', source, logger);
    this.writers = [write(this.ofPeople), write(this.ofPrograms)];
  }

  /** Notes that personal data was read. A reader that gets it masked has read none. */
  async notePersonal(fact: ReadFact): Promise<void> {
    if (seesPersonalData(fact.principal)) await this.note(fact);
  }

  /** Notes a read, whatever the reader sees. */
  async note({ principal, target, about = target, ...fact }: ReadFact): Promise<void> {
    const { keyId, signedIn } = principal;
    const actor = actorOf(principal);
    const { tenantId, action } = fact;
    const request = requestFacts();
    const kept = { ...fact, actor, target, ...(request && { request }) };
    const isProgram = !signedIn && isOfTenant(principal);
    if (isProgram && tenantId !== null) {
      const ofTenant = { ...kept, target: publicId('tenant', tenantId) };
      return this.ofPrograms.add(`${keyId} ${tenantId} ${action}`, ofTenant, about);
    }
    const key = `${signedIn?.sessionId ?? keyId} ${action} ${about}`;
    const nowMs = systemClock.now();
    if (this.ofPeople.isRecent(key, nowMs)) return this.ofPeople.add(key, kept);
    await recordAudit(this.source.manager, kept);
    this.ofPeople.mark(key, nowMs);
  }

  async onModuleDestroy(): Promise<void> {
    for (const writer of this.writers) await writer.stop();
  }
}
