import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, isIP } from 'node:net';
import { AUTHORITATIVE_ANSWER, decode, encode, TRUNCATED_RESPONSE } from 'dns-packet';
import type { Answer, Packet } from 'dns-packet';
import { freePort } from './services/free-port.js';

/** Options of the answers for a name, besides its addresses. */
export interface Manner {
  /** Questions for these types are never answered. */
  silentFor?: ('A' | 'AAAA')[];
  /** Per type; a type that is not named is answered at once. */
  delayMs?: { A?: number; AAAA?: number };
  responseCode?: number;
  ttlSeconds?: number;
  /** Over UDP there is only room to say that it does not fit. */
  overTcpOnly?: boolean;
}

export interface DnsServer {
  /** For DNS_SERVERS: `127.0.0.1:<port>`. */
  address: string;
  /** The answers of successive lookups of a name; the last one is repeated. An empty list means "no address". */
  set(name: string, ...answers: [string[], ...string[][]]): void;
  /** From now on; of the name `*` for all names, the root too. */
  behave(name: string, manner: Manner): void;
  /** Questions about this name are never answered. */
  silence(name: string): void;
  /** Number of lookups (queries of type A). */
  lookups(name: string): number;
  close(): Promise<void>;
}

export const SERVER_FAILURE = 2;
export const NAME_ERROR = 3;
export const REFUSED = 5;

/** A real name server on loopback; names that were not set do not exist. */
export async function startDnsServer({ host = '127.0.0.1', port = 0 } = {}): Promise<DnsServer> {
  const answers = new Map<string, string[][]>();
  const manners = new Map<string, Manner>();
  const counts = new Map<string, number>();
  const udp = createSocket('udp4');
  const tcp = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (data) => {
      const reply = answer(data.subarray(2), 'tcp');
      if (!reply) return;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.message.length);
      socket.end(Buffer.concat([length, reply.message]));
    });
  });

  function answer(
    message: Buffer,
    way: 'udp' | 'tcp',
  ): { message: Buffer; delayMs: number } | null {
    const query = decode(message);
    const question = query.questions?.[0];
    if (!question) return null;
    const name = question.name.toLowerCase();
    const type = question.type === 'AAAA' ? 'AAAA' : 'A';
    const countKey = `${question.type} ${name}`;
    const earlier = counts.get(countKey) ?? 0;
    counts.set(countKey, earlier + 1);
    const manner = manners.get(name) ?? manners.get('*') ?? {};
    if (manner.silentFor?.includes(type)) return null;
    const known = answers.get(name);
    const isTruncated = way === 'udp' && manner.overTcpOnly === true;
    const packet: Packet = {
      type: 'response',
      ...(query.id === undefined ? {} : { id: query.id }),
      flags:
        AUTHORITATIVE_ANSWER |
        (isTruncated ? TRUNCATED_RESPONSE : 0) |
        (manner.responseCode ?? (known ? 0 : NAME_ERROR)),
      questions: [question],
      answers: (known?.[Math.min(earlier, known.length - 1)] ?? [])
        .filter((address) => !isTruncated && isIP(address) === (type === 'AAAA' ? 6 : 4))
        .map((data): Answer => ({
          type,
          name: question.name,
          ttl: manner.ttlSeconds ?? 0,
          data,
        })),
    };
    return { message: encode(packet), delayMs: manner.delayMs?.[type] ?? 0 };
  }

  udp.on('message', (message, from) => {
    const reply = answer(message, 'udp');
    if (!reply) return;
    const send = (): void => {
      if (!isClosed) udp.send(reply.message, from.port, from.address);
    };
    if (reply.delayMs > 0) setTimeout(send, reply.delayMs);
    else send();
  });
  let isClosed = false;
  // One port for both: a port that the kernel gives to one of them may be taken for the other.
  const bound = port === 0 ? await freePort() : port;
  await once(udp.bind(bound, host), 'listening');
  await once(tcp.listen(bound, host), 'listening');

  return {
    address: `${host}:${bound}`,
    set: (name, ...next) => {
      answers.set(name, next);
    },
    behave: (name, manner) => {
      manners.set(name, manner);
    },
    silence: (name) => {
      manners.set(name, { silentFor: ['A', 'AAAA'] });
    },
    lookups: (name) => counts.get(`A ${name}`) ?? 0,
    close: async () => {
      isClosed = true;
      await Promise.all([
        new Promise<void>((resolve) => udp.close(() => resolve())),
        new Promise((resolve) => tcp.close(resolve)),
      ]);
    },
  };
}
