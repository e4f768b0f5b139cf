import { AppError } from '../../common/index.js';
import { statement } from '../hot-pool.js';
import type { HotPool } from '../hot-pool.js';
import type { SealContext } from './sealed-item.js';
import type { Vault } from './vault.js';

/** How a sealed text begins; the rest is base64. No mail address begins so. */
export const SEALED_PREFIX = 'sealed:';

/** Shorter beginnings of words say too little, longer ones add nothing. */
const BEGINNINGS = { from: 2, to: 12 };
const MAX_NAME_REFS = 200;

const readSealing = statement<{ is_on: boolean }>('read-sealing', 'SELECT is_on FROM sealing');

/** The context of an address in any column `recipient` of an endpoint (UUID). */
export function recipientContext(endpointId: string): SealContext {
  return { table: 'recipients', id: endpointId };
}

/** The context of the name of a tenant (UUID). */
function nameContext(tenantId: string): SealContext {
  return { table: 'tenants.name', id: tenantId };
}

export interface StoredText {
  context: SealContext;
  /** As it is stored: sealed, or in clear in an installation that has not sealed its rows yet. */
  text: string;
}

export function isSealedText(text: string): boolean {
  return text.startsWith(SEALED_PREFIX);
}

/**
 * Short texts that are encrypted within columns of texts: mail addresses and names of tenants. What is written is sealed
 * from the time on at which no process of the release before can read it (`sealing.is_on`).
 */
export class SealedTexts {
  private hasBegun = false;

  constructor(
    private readonly pool: HotPool,
    private readonly vault: Vault,
  ) {}

  /** Returns whether what is written is sealed. It stays so once it is. */
  async isOn(): Promise<boolean> {
    this.hasBegun ||= (await this.pool.run(readSealing))[0]?.is_on === true;
    return this.hasBegun;
  }

  /** Returns the text as it is to be stored. */
  async seal(tenantId: string, context: SealContext, text: string): Promise<string> {
    if (!(await this.isOn())) return text;
    const key = await this.vault.keyFor(tenantId);
    const sealed = this.vault.seal(key, context, Buffer.from(text, 'utf8'));
    return SEALED_PREFIX + sealed.toString('base64');
  }

  /** Returns the texts in the given order; undefined where the data key is gone. */
  async open(stored: readonly StoredText[]): Promise<(string | undefined)[]> {
    const items = stored.flatMap(({ context, text }) =>
      isSealedText(text)
        ? [{ context, sealed: Buffer.from(text.slice(SEALED_PREFIX.length), 'base64') }]
        : [],
    );
    const opened = (await this.openEach(items)).values();
    return stored.map(({ text }) => (isSealedText(text) ? opened.next().value : text));
  }

  async openOne(context: SealContext, text: string): Promise<string | undefined> {
    const [opened] = await this.open([{ context, text }]);
    return opened;
  }

  /** Returns rows with the names of tenants in clear; the empty string where a data key is gone. */
  async withNames<Row extends { id: string; name: string }>(rows: readonly Row[]): Promise<Row[]> {
    const names = await this.open(
      rows.map(({ id, name }) => ({ context: nameContext(id), text: name })),
    );
    return rows.map((row, position) => ({ ...row, name: names[position] ?? '' }));
  }

  /** The same for rows with the tenants that they belong to. */
  async withTenantNames<Row extends { tenant_id: string; tenant_name: string }>(
    rows: readonly Row[],
  ): Promise<Row[]> {
    const named = rows.map(({ tenant_id: id, tenant_name: name }) => ({ id, name }));
    const opened = await this.withNames(named);
    return rows.map((row, position) => ({ ...row, tenant_name: opened[position]?.name ?? '' }));
  }

  /** The columns of a tenant's name: as it is stored, and what it is found by. */
  async nameColumns(tenantId: string, name: string): Promise<{ name: string; nameRefs: string[] }> {
    const stored = await this.seal(tenantId, nameContext(tenantId), name);
    return { name: stored, nameRefs: isSealedText(stored) ? this.nameRefs(name) : [] };
  }

  /** Keyed hashes of the words of a name and of their beginnings, by which a tenant is found. */
  private nameRefs(name: string): string[] {
    const texts = wordsOf(name).flatMap((word) => {
      const letters = Array.from(word);
      const most = Math.min(BEGINNINGS.to, letters.length - 1);
      const lengths = Array.from({ length: most + 1 }, (_, length) => length);
      const beginnings = lengths.slice(BEGINNINGS.from).map((length) => letters.slice(0, length));
      return [word, ...beginnings.map((beginning) => beginning.join(''))];
    });
    return [...new Set(texts)].slice(0, MAX_NAME_REFS).map((text) => this.nameRef(text));
  }

  /** What a tenant has in `name_refs` that has all words of a text in its name; undefined: the text has none. */
  wantedNameRefs(text: string): string[] | undefined {
    const words = wordsOf(text);
    return words.length === 0 ? undefined : words.map((word) => this.nameRef(word));
  }

  private nameRef(word: string): string {
    return this.vault.hashRef(`tenant name|${word}`);
  }

  private async openEach(
    items: { context: SealContext; sealed: Buffer }[],
  ): Promise<(string | undefined)[]> {
    try {
      return (await this.vault.openMany(items)).map((bytes) => bytes.toString('utf8'));
    } catch (error) {
      if (!isOfItem(error)) throw error;
      if (items.length === 1) return [undefined];
      const each = await Promise.all(items.map((item) => this.openEach([item])));
      return each.flat();
    }
  }
}

function isOfItem(error: unknown): boolean {
  return error instanceof AppError && error.code === 'sealed_data_damaged';
}

function wordsOf(name: string): string[] {
  return (
    name
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  );
}
