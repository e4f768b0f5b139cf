import { serve } from './serve.js';
import type { Post, Reply, Served } from './serve.js';

interface PartialEvent {
  key: string;
  data: { id: string } & Record<string, unknown>;
}

/** Reads the provider's API with the tenant's own key; undefined where it knows no such thing. */
export type ReadApi = (path: string) => Promise<unknown>;

export interface StoredVerification {
  /** Keys in the order in which they came. */
  keys: string[];
  /** The newest data. */
  data: Record<string, unknown>;
}

type Verifications = Record<string, StoredVerification>;

/** A tenant that believes what is posted to it. */
export interface TrustingReceiver extends Served {
  db: Verifications;
  /** Downloads the files of a verification, whose links may have died since they came. */
  download(verificationId: string, read: ReadApi): Promise<string[]>;
}

/** A tenant to which a POST is a hint only: what is stored was fetched. */
export interface DistrustfulReceiver extends Served {
  db: Verifications;
  /** The contents of the files of each verification. */
  files: Record<string, string[]>;
}

type Certificate = { certPem: string; keyPem: string };

function store(db: Verifications, { key, data }: PartialEvent): void {
  const keys = [...(db[data.id]?.keys ?? []), key];
  db[data.id] = { keys, data };
}

export async function startTrustingReceiver(certificate: Certificate): Promise<TrustingReceiver> {
  const db: Verifications = {};
  const seen = new Set<unknown>();
  const served = await serve(({ headers, body }: Post): Reply => {
    const event = JSON.parse(body) as PartialEvent;
    if (Object.keys(event).join() !== 'key,data') return { status: 400, body: 'no key and data' };
    if (!seen.has(headers['x-webhook-id'])) store(db, event);
    seen.add(headers['x-webhook-id']);
    return { status: 200, body: `stored ${event.key}` };
  }, certificate);

  const download = async (verificationId: string, read: ReadApi): Promise<string[]> => {
    const stored = await openAll(linksIn(db[verificationId]?.data));
    if (!stored.includes(undefined)) return stored.filter((file) => file !== undefined);
    const fresh = (await read(`/subjects/${verificationId}`)) as { latest: { data: object } };
    const files = await openAll(linksIn(fresh.latest.data));
    return files.map((file) => file ?? 'dead');
  };
  return { ...served, db, download };
}

export async function startDistrustfulReceiver(
  certificate: Certificate,
  read: ReadApi,
): Promise<DistrustfulReceiver> {
  const db: Verifications = {};
  const files: DistrustfulReceiver['files'] = {};
  const seen = new Set<string>();
  const served = await serve(async ({ headers }: Post): Promise<Reply> => {
    const eventId = String(headers['x-webhook-id']);
    if (seen.has(eventId)) return { status: 200 };
    const path = `/events/${encodeURIComponent(eventId)}?format=key-data`;
    const event = (await read(path)) as PartialEvent | undefined;
    if (!event) return { status: 400, body: 'no such event' };
    seen.add(eventId);
    store(db, event);
    const opened = await openAll(linksIn(event.data));
    files[event.data.id] = opened.map((file) => file ?? 'dead');
    return { status: 200 };
  }, certificate);
  return { ...served, db, files };
}

function linksIn(data: unknown): string[] {
  return JSON.stringify(data).match(/https?:[^"]+/g) ?? [];
}

/** The content behind each link; undefined where it does not open. */
function openAll(links: string[]): Promise<(string | undefined)[]> {
  return Promise.all(
    links.map(async (link) => {
      const response = await fetch(link);
      return response.ok ? response.text() : undefined;
    }),
  );
}
