import { serve } from './serve.js';
import type { Post, Reply, Served } from './serve.js';

/** Status 100 is what the provider documents; what else there is, a reader keeps and acts on not. */
const ACCEPTED = 100;

interface ComplianceRecord {
  status: number;
  key: string;
  modified: string;
  customerKey?: string;
  contractKey?: string;
}

/** What a reader knows of its customers and contracts. */
export interface Acceptances {
  /** The newest record of each customer or contract, by its key. */
  records: Record<string, ComplianceRecord>;
  /** Customers and contracts that were accepted, each once. */
  accepted: string[];
}

export interface CallbackReader extends Served {
  db: Acceptances;
}

export interface TopicReader extends CallbackReader {
  /** Who was identified, and how it ended. */
  idents: Record<string, { identId: string; kyc: string; status: string; reason: string | null }>;
  unknownTopics: string[];
}

function accept(db: Acceptances, record: ComplianceRecord): void {
  const { status, key, modified, customerKey, contractKey } = record;
  const owner = customerKey ?? contractKey ?? '';
  const known = db.records[owner];
  // Both are ISO 8601 in one zone, so that texts compare as times do.
  if (known && known.modified >= modified) return;
  db.records[owner] = {
    status,
    key,
    modified,
    ...(customerKey !== undefined && { customerKey }),
    ...(contractKey !== undefined && { contractKey }),
  };
  if (status === ACCEPTED && !db.accepted.includes(owner)) db.accepted.push(owner);
}

/** A reader of the classic arrays, as old and as strict as there are: a field too many is an error. */
export async function startCallbackReader(): Promise<CallbackReader> {
  const db: Acceptances = { records: {}, accepted: [] };
  const served = await serve(({ body }: Post): Reply => {
    const messages = JSON.parse(body) as ComplianceRecord[];
    if (!Array.isArray(messages)) return { status: 400, body: 'not an array' };
    for (const message of messages) {
      const shape = Object.entries(message).map(([name, value]) => `${name}:${typeof value}`);
      const fields = shape.join(' ');
      const expected =
        /^status:number key:string modified:string (?:customerKey|contractKey):string$/;
      if (!expected.test(fields)) return { status: 400, body: fields };
      accept(db, message);
    }
    return { status: 200 };
  });
  return { ...served, db };
}

interface Message {
  topic: string;
  complianceRecord?: ComplianceRecord[];
  kyc?: string;
  identId?: string;
  personKey?: string;
  reason?: string | null;
  status?: string;
}

/** A reader that has opted in to topics. */
export async function startTopicReader(): Promise<TopicReader> {
  const db: Acceptances = { records: {}, accepted: [] };
  const idents: TopicReader['idents'] = {};
  const unknownTopics: string[] = [];
  const read = (message: Message): void => {
    switch (message.topic) {
      case 'complianceRecord':
        for (const record of message.complianceRecord ?? []) accept(db, record);
        break;
      case 'identResult': {
        const { personKey = '', identId = '', kyc = '', status = '', reason = null } = message;
        idents[personKey] = { identId, kyc, status, reason };
        break;
      }
      default:
        unknownTopics.push(message.topic);
    }
  };
  const served = await serve(({ body }: Post): Reply => {
    const messages = JSON.parse(body) as Message[];
    if (!Array.isArray(messages)) return { status: 400, body: 'not an array' };
    for (const message of messages) read(message);
    return { status: 200 };
  });
  return { ...served, db, idents, unknownTopics };
}
