import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import { isSealedText, recipientContext } from '../database/index.js';
import type { SealedTexts } from '../database/index.js';

const MAX_ENDPOINTS = 1_000;

interface Owner {
  id: string;
  tenantId: string;
}

/** How the addresses of an endpoint are stored: one that it has keeps its form, so that deliveries still match it. */
export class RecipientSeals {
  private readonly byEndpoint = new LRUCache<string, Map<string, string>>({ max: MAX_ENDPOINTS });

  constructor(
    private readonly source: DataSource,
    private readonly texts: SealedTexts,
  ) {}

  /** Returns the recipients, all of them sealed. */
  async all(owner: Owner, recipients: readonly string[]): Promise<string[]> {
    const sealed: string[] = [];
    for (const recipient of recipients) {
      sealed.push(isSealedText(recipient) ? recipient : await this.one(owner, recipient));
    }
    return sealed;
  }

  /** Returns the sealed form of an address. */
  async one(owner: Owner, address: string): Promise<string> {
    const known = this.byEndpoint.get(owner.id) ?? (await this.read(owner.id));
    this.byEndpoint.set(owner.id, known);
    const stored =
      known.get(address) ??
      (await this.texts.seal(owner.tenantId, recipientContext(owner.id), address));
    known.set(address, stored);
    return stored;
  }

  private async read(endpointId: string): Promise<Map<string, string>> {
    const [row] = await this.source.query<{ recipients: string[] | null }[]>(
      'SELECT recipients FROM endpoints WHERE id = $1',
      [endpointId],
    );
    const stored = (row?.recipients ?? []).filter(isSealedText);
    const opened = await this.texts.open(
      stored.map((text) => ({ context: recipientContext(endpointId), text })),
    );
    return new Map(
      stored.flatMap((text, position) => {
        const address = opened[position];
        return address === undefined ? [] : [[address, text]];
      }),
    );
  }
}
