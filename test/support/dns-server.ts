import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import { AUTHORITATIVE_ANSWER, decode, encode } from 'dns-packet';
import type { Answer } from 'dns-packet';

export interface DnsServer {
  /** For DNS_SERVERS: `127.0.0.1:<port>`. */
  address: string;
  /** What successive look-ups of a name give; the last answer stays. An empty list is "no address". */
  set(name: string, ...answers: [string[], ...string[][]]): void;
  /** Questions about this name are never answered. */
  silence(name: string): void;
  /** How many look-ups (questions for A) there were. */
  lookups(name: string): number;
  close(): Promise<void>;
}

const NAME_ERROR = 3;

/** A real name server on loopback UDP; names that were not set do not exist. */
export async function startDnsServer(): Promise<DnsServer> {
  const answers = new Map<string, string[][]>();
  const silent = new Set<string>();
  const counts = new Map<string, number>();
  const socket = createSocket('udp4');

  socket.on('message', (message, from) => {
    const query = decode(message);
    const question = query.questions?.[0];
    if (!question) return;
    const name = question.name.toLowerCase();
    const countKey = `${question.type} ${name}`;
    const earlier = counts.get(countKey) ?? 0;
    counts.set(countKey, earlier + 1);
    if (silent.has(name)) return;
    const known = answers.get(name);
    const addresses = known?.[Math.min(earlier, known.length - 1)] ?? [];
    const family = question.type === 'AAAA' ? 6 : 4;
    const response = encode({
      type: 'response',
      ...(query.id === undefined ? {} : { id: query.id }),
      flags: AUTHORITATIVE_ANSWER | (known ? 0 : NAME_ERROR),
      questions: [question],
      answers: addresses
        .filter((address) => isIP(address) === family)
        .map((address): Answer => ({
          type: family === 6 ? 'AAAA' : 'A',
          name: question.name,
          ttl: 0,
          data: address,
        })),
    });
    socket.send(response, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));

  return {
    address: `127.0.0.1:${socket.address().port}`,
    set: (name, ...next) => {
      answers.set(name, next);
    },
    silence: (name) => {
      silent.add(name);
    },
    lookups: (name) => counts.get(`A ${name}`) ?? 0,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
