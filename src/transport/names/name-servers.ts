import { askInTurn } from './ask-in-turn.js';
import { ServerDialogue } from './server-dialogue.js';
import type { Answer, RecordType } from './dns-message.js';

/** A server that another one had to step in for is asked last for so long. */
const ILL_MS = 30_000;
const PROBE_MS = 1_000;
/** An answer within this time, to any question, shows that our name servers work. */
const RECENT_MS = 5_000;

export interface ServerList {
  /** `ip`, `ip:port` or `[ipv6]:port`, in the order to ask them. */
  servers: readonly string[];
  rotate: boolean;
}

/** One name's questions to the name servers. */
export interface Inquiry {
  /** Rejects with a ServersFailedError, or with the reason of the signal. */
  ask(type: RecordType): Promise<Answer>;
  close(): void;
}

/** The name servers of this process, and how they have been doing. */
export class NameServers {
  private readonly illUntil = new Map<string, number>();
  private lastAnsweredAtMs = -Infinity;
  private turn = 0;
  private probing: Promise<void> | null = null;

  /** `list` is asked for every look-up, so that a change takes hold. */
  constructor(private readonly list: () => ServerList) {}

  inquire(name: string, signal: AbortSignal): Inquiry {
    const dialogues = this.inOrder().map((server) => new ServerDialogue(server));
    return {
      ask: async (type) => {
        const { answer, server, passedOver } = await askInTurn(dialogues, { name, type }, signal);
        const nowMs = performance.now();
        this.lastAnsweredAtMs = nowMs;
        this.illUntil.delete(server);
        for (const other of passedOver) this.illUntil.set(other, nowMs + ILL_MS);
        return answer;
      },
      close: () => {
        for (const dialogue of dialogues) dialogue.close();
      },
    };
  }

  /** True where a name server has answered something within the last seconds. */
  get areAnswering(): boolean {
    return performance.now() - this.lastAnsweredAtMs < RECENT_MS;
  }

  /**
   * Asks for the name servers of the root, which every resolving server knows: what fails now while
   * this is answered is the fault of the name that was asked for. Ends within a second.
   */
  probe(): Promise<void> {
    this.probing ??= this.askForRoot().finally(() => {
      this.probing = null;
    });
    return this.probing;
  }

  private async askForRoot(): Promise<void> {
    const inquiry = this.inquire('', AbortSignal.timeout(PROBE_MS));
    try {
      await inquiry.ask('NS');
    } catch {
      // That nothing is noted as answered says it.
    } finally {
      inquiry.close();
    }
  }

  private inOrder(): string[] {
    const { servers, rotate } = this.list();
    if (rotate) this.turn += 1;
    const start = this.turn % servers.length;
    const turned = [...servers.slice(start), ...servers.slice(0, start)];
    const nowMs = performance.now();
    const isIll = (server: string): boolean => (this.illUntil.get(server) ?? 0) > nowMs;
    return [...turned.filter((server) => !isIll(server)), ...turned.filter(isIll)];
  }
}
