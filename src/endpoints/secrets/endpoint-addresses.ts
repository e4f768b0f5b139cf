import { Inject, Injectable } from '@nestjs/common';
import { recipientContext, SealedTexts, Vault } from '../../database/index.js';
import { hasMaskedQuery, maskUrl } from '../../masking/index.js';
import type { Endpoint } from '../endpoint.entity.js';
import { urlContext } from './secret-store.js';

type StoredUrl = Pick<Endpoint, 'id' | 'tenantId' | 'channel' | 'url' | 'sealedUrl'>;
type StoredRecipients = Pick<Endpoint, 'id' | 'tenantId' | 'recipients'>;

/** The URLs and mail addresses of endpoints, of which queries and addresses are stored sealed. */
@Injectable()
export class EndpointAddresses {
  constructor(
    @Inject(Vault) private readonly vault: Vault,
    @Inject(SealedTexts) private readonly texts: SealedTexts,
  ) {}

  /** Returns the URL of each endpoint as its owner gave it. That of Slack stays masked. */
  async urls(endpoints: readonly Omit<StoredUrl, 'tenantId'>[]): Promise<(string | null)[]> {
    const sealedOf = ({ channel, sealedUrl }: Omit<StoredUrl, 'tenantId'>): Buffer | null =>
      channel === 'webhook' ? sealedUrl : null;
    const items = endpoints.flatMap((endpoint) => {
      const sealed = sealedOf(endpoint);
      return sealed ? [{ context: urlContext(endpoint.id), sealed }] : [];
    });
    const opened = (await this.vault.openMany(items)).values();
    return endpoints.map((endpoint) =>
      sealedOf(endpoint) ? (opened.next().value?.toString('utf8') ?? null) : endpoint.url,
    );
  }

  /** Returns whether a URL, or the mask of one, is that of the endpoint already. */
  async hasUrl(endpoint: StoredUrl, url: string): Promise<boolean> {
    const [whole = null] = await this.urls([endpoint]);
    return whole !== null && (url === whole || (hasMaskedQuery(url) && url === maskUrl(whole)));
  }

  /** Gives a webhook a URL, in memory. Its query is sealed, and what is stored beside it is the mask. */
  async setUrl(endpoint: StoredUrl, url: string): Promise<void> {
    const isSealed = url.includes('?') && (await this.texts.isOn());
    if (isSealed) {
      const { id, tenantId } = endpoint;
      const key = await this.vault.keyFor(tenantId);
      endpoint.sealedUrl = this.vault.seal(key, urlContext(id), Buffer.from(url, 'utf8'));
      endpoint.url = maskUrl(url);
    } else Object.assign(endpoint, { url, sealedUrl: null });
  }

  /** Returns the addresses of each endpoint in clear; null where its channel has none. */
  async recipients(
    endpoints: readonly Pick<StoredRecipients, 'id' | 'recipients'>[],
  ): Promise<(string[] | null)[]> {
    const stored = endpoints.flatMap(({ id, recipients }) =>
      (recipients ?? []).map((text) => ({ context: recipientContext(id), text })),
    );
    const opened = (await this.texts.open(stored)).values();
    return endpoints.map(
      ({ recipients }) => recipients?.map(() => opened.next().value ?? '') ?? null,
    );
  }

  /** Gives an endpoint recipients, in memory. Those that it has stay as they are stored. */
  async setRecipients(endpoint: StoredRecipients, addresses: readonly string[]): Promise<void> {
    const { id, tenantId, recipients: former } = endpoint;
    const [known] = await this.recipients([{ id, recipients: former }]);
    const storedOf = new Map(known?.map((address, position) => [address, former?.[position]]));
    const stored: string[] = [];
    for (const address of addresses) {
      stored.push(
        storedOf.get(address) ?? (await this.texts.seal(tenantId, recipientContext(id), address)),
      );
    }
    endpoint.recipients = stored;
  }

  /** Opens recipients of endpoints (UUIDs) in the given order; undefined where the data key is gone. */
  open(
    rows: readonly { endpointId: string; recipient: string }[],
  ): Promise<(string | undefined)[]> {
    return this.texts.open(
      rows.map(({ endpointId, recipient }) => ({
        context: recipientContext(endpointId),
        text: recipient,
      })),
    );
  }
}
