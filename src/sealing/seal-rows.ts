import type { DataSource, EntityManager } from 'typeorm';
import { retryDeadlocks } from '../common/index.js';
import type { SealedTexts } from '../database/index.js';
import type { EndpointAddresses } from '../endpoints/index.js';
import { maskAddresses, maskUrl } from '../masking/index.js';
import {
  FIND_ATTEMPT_URLS,
  FIND_CLEAR_RECIPIENTS,
  MASK_ATTEMPTS,
  REPLACE_RECIPIENTS,
  SEAL_RECIPIENTS,
} from '../queue/index.js';
import { RecipientSeals } from './recipient-seals.js';
import {
  BEGIN_SEALING,
  FIND_CLEAR_ENDPOINTS,
  FIND_CLEAR_NAMES,
  LOCK_ENDPOINT,
  NOTE_SEALING,
  READ_SEALING,
  REPLACE_BESIDE,
  SEAL_ENDPOINT,
  SEAL_NAME,
  STAGES,
} from './sealing.query.js';
import type { Stage } from './sealing.query.js';

const LOWEST_ID = '00000000-0000-0000-0000-000000000000';
/** Tenants or endpoints of one step. */
const FEW = 100;
/** Deliveries or attempts that one step looks at. */
const MANY = 10_000;

/** A step: how many rows it changed, and the last that it looked at; undefined: there were no further ones. */
interface Step {
  changed: number;
  lookedTo: string | undefined;
}

interface LockedEndpoint {
  id: string;
  tenantId: string;
  channel: 'webhook' | 'email';
  url: string | null;
  sealedUrl: Buffer | null;
  recipients: string[] | null;
}

/** Seals what former releases have stored in clear, in steps; after a break, the next call continues. */
export class SealRows {
  private readonly seals: RecipientSeals;

  constructor(
    private readonly source: DataSource,
    private readonly texts: SealedTexts,
    private readonly addresses: EndpointAddresses,
  ) {
    this.seals = new RecipientSeals(source, texts);
  }

  /** @param onStage - Called after each kind of rows with the number that were changed. */
  async run(onStage: (stage: Stage, changed: number) => void): Promise<void> {
    await this.source.query(BEGIN_SEALING);
    const [row] = await this.source.query<{ stage: Stage; looked_to: string }[]>(READ_SEALING);
    let after = row?.looked_to ?? LOWEST_ID;
    for (const stage of STAGES.slice(STAGES.indexOf(row?.stage ?? 'tenants'))) {
      let changed = 0;
      for (let lookedTo: string | undefined = after; lookedTo !== undefined;) {
        const step = await this.step(stage, lookedTo);
        changed += step.changed;
        lookedTo = step.lookedTo;
        if (lookedTo !== undefined) await this.source.query(NOTE_SEALING, [stage, lookedTo]);
      }
      onStage(stage, changed);
      after = LOWEST_ID;
      const next = STAGES[STAGES.indexOf(stage) + 1] ?? 'finished';
      await this.source.query(NOTE_SEALING, [next, after]);
    }
  }

  private step(stage: Stage, after: string): Promise<Step> {
    const steps = {
      tenants: () => this.sealNames(after),
      endpoints: () => this.sealEndpoints(after),
      deliveries: () => this.sealDeliveries(after),
      attempts: () => this.maskAttempts(after),
    };
    return steps[stage]();
  }

  private async sealNames(after: string): Promise<Step> {
    const rows = await this.source.query<{ id: string; name: string }[]>(FIND_CLEAR_NAMES, [
      after,
      FEW,
    ]);
    for (const { id, name } of rows) {
      const { name: stored, nameRefs } = await this.texts.nameColumns(id, name);
      await this.source.query(SEAL_NAME, [id, name, stored, nameRefs]);
    }
    return { changed: rows.length, lookedTo: rows.at(-1)?.id };
  }

  private async sealEndpoints(after: string): Promise<Step> {
    const rows = await this.source.query<{ id: string; tenant_id: string }[]>(
      FIND_CLEAR_ENDPOINTS,
      [after, FEW],
    );
    for (const { id, tenant_id: tenantId } of rows) {
      await retryDeadlocks(() =>
        this.source.transaction((manager) => this.sealEndpoint(manager, id, tenantId)),
      );
    }
    return { changed: rows.length, lookedTo: rows.at(-1)?.id };
  }

  /** Publishes in progress end before, later ones see the sealed recipients, as with every change of an endpoint. */
  private async sealEndpoint(manager: EntityManager, id: string, tenantId: string): Promise<void> {
    await manager.query('UPDATE tenants SET fanout_version = fanout_version + 1 WHERE id = $1', [
      tenantId,
    ]);
    const [endpoint] = await manager.query<LockedEndpoint[]>(LOCK_ENDPOINT, [id]);
    if (!endpoint) return;
    const former = endpoint.recipients ?? [];
    if (endpoint.channel === 'webhook') await this.addresses.setUrl(endpoint, endpoint.url ?? '');
    else endpoint.recipients = await this.seals.all(endpoint, former);
    const { url, sealedUrl, recipients } = endpoint;
    await manager.query(SEAL_ENDPOINT, [id, url, sealedUrl, recipients]);
    for (const text of [...REPLACE_BESIDE, ...REPLACE_RECIPIENTS]) {
      await manager.query(text, [id, former, recipients ?? []]);
    }
  }

  private async sealDeliveries(after: string): Promise<Step> {
    const found = await this.source.query<
      {
        looked_to: string;
        id: string | null;
        tenant_id: string;
        endpoint_id: string;
        recipient: string;
      }[]
    >(FIND_CLEAR_RECIPIENTS, [after, MANY]);
    const rows = found.flatMap(({ id, ...row }) => (id === null ? [] : [{ ...row, id }]));
    const stored: string[] = [];
    for (const { endpoint_id: id, tenant_id: tenantId, recipient } of rows) {
      stored.push(await this.seals.one({ id, tenantId }, recipient));
    }
    const columns = [rows.map(({ id }) => id), rows.map(({ recipient }) => recipient), stored];
    if (rows.length > 0) {
      await this.source.transaction(async (manager) => {
        for (const text of SEAL_RECIPIENTS) await manager.query(text, columns);
      });
    }
    return { changed: rows.length, lookedTo: found[0]?.looked_to };
  }

  private async maskAttempts(after: string): Promise<Step> {
    const found = await this.source.query<
      { looked_to: string; id: string | null; url: string; error_message: string | null }[]
    >(FIND_ATTEMPT_URLS, [after, MANY]);
    const rows = found.flatMap(({ id, url, error_message: message }) => {
      if (id === null) return [];
      const isMail = url.startsWith('mailto:');
      const masked = message !== null && isMail ? maskAddresses(message) : message;
      const isSame = maskUrl(url) === url && masked === message;
      return isSame ? [] : [{ id, url: maskUrl(url), message: masked }];
    });
    if (rows.length > 0) {
      await this.source.query(MASK_ATTEMPTS, [
        rows.map(({ id }) => id),
        rows.map(({ url }) => url),
        rows.map(({ message }) => message),
      ]);
    }
    return { changed: rows.length, lookedTo: found[0]?.looked_to };
  }
}
