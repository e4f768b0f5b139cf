import { codeOf } from '../error-class.js';
import type { Answer, Question } from './dns-message.js';
import type { DnsClient } from './dns-client.js';

/** The pause before the next server is asked. It doubles after each round, up to the maximum. */
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 4_000;

const NO_ERROR = 0;
const NO_SUCH_NAME = 3;
const RESPONSE_CODES: Record<number, string> = {
  1: 'FORMERR',
  2: 'SERVFAIL',
  4: 'NOTIMP',
  5: 'REFUSED',
};

/** Every name server reported an error or could not be reached. */
export class ServersFailedError extends Error {
  constructor(
    /** One code per server, such as `SERVFAIL`, `REFUSED` or `ECONNREFUSED`. */
    readonly codes: readonly string[],
  ) {
    super(`Every name server failed (${codes.join(', ')}).`);
    this.name = 'ServersFailedError';
  }
}

export interface Answered {
  answer: Answer;
  server: string;
  /** Servers that were asked earlier and failed, or did not answer for at least a second. */
  passedOver: string[];
}

/**
 * Asks the servers in their order until one of them answers. A late answer of an earlier server still
 * counts. Rejects with a ServersFailedError, or with the reason of the signal; there is no other timeout.
 */
export function queryServers(
  clients: readonly DnsClient[],
  question: Question,
  signal: AbortSignal,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = new Set<DnsClient>();
    const failed = new Map<DnsClient, string>();
    let turn = 0;
    let timer: NodeJS.Timeout | undefined;

    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = (): void => end(() => reject(signal.reason as Error));

    const fail = (client: DnsClient, code: string): void => {
      failed.set(client, code);
      if (failed.size < clients.length) askNext();
      else end(() => reject(new ServersFailedError([...failed.values()])));
    };

    const receive = (client: DnsClient, answer: Answer): void => {
      const { responseCode } = answer;
      if (responseCode !== NO_ERROR && responseCode !== NO_SUCH_NAME) {
        fail(client, RESPONSE_CODES[responseCode] ?? `RCODE${responseCode}`);
        return;
      }
      const order = [...asked];
      const passedOver = order.slice(0, order.indexOf(client)).map(({ server }) => server);
      end(() => resolve({ answer, server: client.server, passedOver }));
    };

    function askNext(): void {
      clearTimeout(timer);
      const left = clients.filter((client) => !failed.has(client));
      const client = left[turn % left.length];
      if (!client || signal.aborted) return;
      turn += 1;
      timer = setTimeout(
        askNext,
        Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, turn - 2)),
      );
      const isFirst = !asked.has(client);
      asked.add(client);
      const answer = client.ask(question);
      if (!isFirst) return;
      answer.then(
        (one) => receive(client, one),
        (error: unknown) => {
          if (!signal.aborted) fail(client, codeOf(error) || 'EUNKNOWN');
        },
      );
    }

    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else askNext();
  });
}

/** Returns true if the answer says that the name does not exist (NXDOMAIN). */
export function isNoSuchName({ responseCode }: Answer): boolean {
  return responseCode === NO_SUCH_NAME;
}
