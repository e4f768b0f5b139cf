import { codeOf } from '../error-class.js';
import type { Answer, Question } from './dns-message.js';
import type { ServerDialogue } from './server-dialogue.js';

/** The next server is asked after so long, and the first one again when all were; then less and less often. */
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

/** Every name server failed: each said so, or could not be reached. */
export class ServersFailedError extends Error {
  constructor(
    /** `SERVFAIL`, `REFUSED`, `ECONNREFUSED`, … of each server. */
    readonly codes: readonly string[],
  ) {
    super(`Every name server failed (${codes.join(', ')}).`);
    this.name = 'ServersFailedError';
  }
}

export interface Answered {
  answer: Answer;
  server: string;
  /** Servers that were asked earlier: they failed, or were silent for a second at least. */
  passedOver: string[];
}

/**
 * Asks servers in their order until one of them has the answer; those asked before go on being waited
 * for. Rejects with a ServersFailedError, or with the signal's reason: silence has no end of its own.
 */
export function askInTurn(
  dialogues: readonly ServerDialogue[],
  question: Question,
  signal: AbortSignal,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = new Set<ServerDialogue>();
    const failed = new Map<ServerDialogue, string>();
    let turn = 0;
    let timer: NodeJS.Timeout | undefined;

    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = (): void => end(() => reject(signal.reason as Error));

    const fail = (dialogue: ServerDialogue, code: string): void => {
      failed.set(dialogue, code);
      if (failed.size < dialogues.length) askNext();
      else end(() => reject(new ServersFailedError([...failed.values()])));
    };

    const receive = (dialogue: ServerDialogue, answer: Answer): void => {
      const { responseCode } = answer;
      if (responseCode !== NO_ERROR && responseCode !== NO_SUCH_NAME) {
        fail(dialogue, RESPONSE_CODES[responseCode] ?? `RCODE${responseCode}`);
        return;
      }
      const order = [...asked];
      const passedOver = order.slice(0, order.indexOf(dialogue)).map(({ server }) => server);
      end(() => resolve({ answer, server: dialogue.server, passedOver }));
    };

    function askNext(): void {
      clearTimeout(timer);
      const left = dialogues.filter((dialogue) => !failed.has(dialogue));
      const dialogue = left[turn % left.length];
      if (!dialogue || signal.aborted) return;
      turn += 1;
      timer = setTimeout(
        askNext,
        Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, turn - 2)),
      );
      const isFirst = !asked.has(dialogue);
      asked.add(dialogue);
      const answer = dialogue.ask(question);
      if (!isFirst) return;
      answer.then(
        (one) => receive(dialogue, one),
        (error: unknown) => {
          if (!signal.aborted) fail(dialogue, codeOf(error) || 'EUNKNOWN');
        },
      );
    }

    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else askNext();
  });
}

/** True of an answer that says that there is no such name. */
export function isNoSuchName({ responseCode }: Answer): boolean {
  return responseCode === NO_SUCH_NAME;
}
