import { queryServers } from './query-servers.js';
import { DnsClient } from './dns-client.js';
import type { Answer, RecordType } from './dns-message.js';

/** How long a server that did not answer is asked last. */
const DEMOTED_MS = 30_000;
const PROBE_MS = 1_000;
/** An answer to any question within this time shows that our name servers work. */
const RECENT_MS = 5_000;

export interface ServerList {
  /** `ip`, `ip:port` or `[ipv6]:port`, in the order to ask them. */
  servers: readonly string[];
  rotate: boolean;
}

/** The questions about one name. */
export interface NameQuery {
  /** Rejects with a ServersFailedError, or with the reason of the signal. */
  ask(type: RecordType): Promise<Answer>;
  close(): void;
}

/** The name servers of this process and their recent availability. */
export class NameServers {
  private readonly demotedUntil = new Map<string, number>();
  private lastAnsweredAtMs = -Infinity;
  private turn = 0;
  private probing: Promise<void> | null = null;

  /** `list` is read for every lookup, so that a change takes effect. */
  constructor(private readonly list: () => ServerList) {}

  openQuery(name: string, signal: AbortSignal): NameQuery {
    const clients = this.inOrder().map((server) => new DnsClient(server));
    return {
      ask: async (type) => {
        const { answer, server, passedOver } = await queryServers(clients, { name, type }, signal);
        const nowMs = performance.now();
        this.lastAnsweredAtMs = nowMs;
        this.demotedUntil.delete(server);
        for (const other of passedOver) this.demotedUntil.set(other, nowMs + DEMOTED_MS);
        return answer;
      },
      close: () => {
        for (const client of clients) client.close();
      },
    };
  }

  /** True if a name server has answered any question in the last five seconds. */
  get areAnswering(): boolean {
    return performance.now() - this.lastAnsweredAtMs < RECENT_MS;
  }

  /**
   * Asks for the name servers of the root, which every resolver knows. If this is answered, a failing
   * lookup is caused by its own name. It takes at most a second.
   */
  probe(): Promise<void> {
    this.probing ??= this.askForRoot().finally(() => {
      this.probing = null;
    });
    return this.probing;
  }

  private async askForRoot(): Promise<void> {
    const query = this.openQuery('', AbortSignal.timeout(PROBE_MS));
    try {
      await query.ask('NS');
    } catch {
      // The failure shows in `areAnswering`, because no answer is noted.
    } finally {
      query.close();
    }
  }

  private inOrder(): string[] {
    const { servers, rotate } = this.list();
    if (rotate) this.turn += 1;
    const start = this.turn % servers.length;
    const turned = [...servers.slice(start), ...servers.slice(0, start)];
    const nowMs = performance.now();
    const isDemoted = (server: string): boolean => (this.demotedUntil.get(server) ?? 0) > nowMs;
    return [...turned.filter((server) => !isDemoted(server)), ...turned.filter(isDemoted)];
  }
}
