import type { ServerResponse } from 'node:http';

/** The behaviour of a receiver for a request that it has read completely. */
export type Behaviour =
  /** Answers after a delay. */
  | { kind: 'answer'; status?: number; headers?: Record<string, string>; delayMs?: number }
  /** Answers with this status to the first requests of each delivery, then with 200. */
  | { kind: 'answer-first'; times: number; status: number; headers?: Record<string, string> }
  /** Keeps the first requests of each delivery and cuts the connection within the answer. */
  | { kind: 'drop-reply'; times: number }
  /** Never answers and records nothing. */
  | { kind: 'hang' }
  /** Sends its headers at once and a byte of the body now and then, without an end. */
  | { kind: 'drip'; everyMs: number; status?: number }
  /** A status line that comes a byte at a time. */
  | { kind: 'drip-headers'; everyMs: number };

export interface Reply {
  answered: number | null;
  kept: boolean;
  delayMs: number;
  send(response: ServerResponse): void;
}

/** `earlier`: requests of the same delivery that came before this one. */
export function replyOf(behaviour: Behaviour, earlier: number): Reply {
  switch (behaviour.kind) {
    case 'answer':
      return plain(behaviour.status ?? 200, behaviour.headers, behaviour.delayMs);
    case 'answer-first':
      return earlier < behaviour.times ? plain(behaviour.status, behaviour.headers) : plain(200);
    case 'drop-reply':
      if (earlier >= behaviour.times) return plain(200);
      return { answered: null, kept: true, delayMs: 0, send: cutShort };
    case 'hang':
      return { answered: null, kept: false, delayMs: 0, send: () => undefined };
    case 'drip':
      return drip(behaviour.status ?? 200, behaviour.everyMs);
    case 'drip-headers':
      return dripHeaders(behaviour.everyMs);
    default:
      return behaviour satisfies never;
  }
}

/** After a first byte: without one, a connection that was used before counts as dead, and the same attempt goes on. */
function cutShort({ socket }: ServerResponse): void {
  socket?.end('HTTP/1.1 ');
}

function plain(status: number, headers: Record<string, string> = {}, delayMs = 0): Reply {
  return {
    answered: status,
    kept: isSuccess(status),
    delayMs,
    send: (response) => response.writeHead(status, headers).end(),
  };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

function drip(status: number, everyMs: number): Reply {
  const send = (response: ServerResponse): void => {
    response.writeHead(status).write('.');
    const timer = setInterval(() => response.write('.'), everyMs);
    response.on('close', () => clearInterval(timer));
  };
  return { answered: status, kept: isSuccess(status), delayMs: 0, send };
}

function dripHeaders(everyMs: number): Reply {
  const send = ({ socket }: ServerResponse): void => {
    const bytes = 'HTTP/1.1 200 OK\r\nx-slow: ';
    let sent = 0;
    const timer = setInterval(() => {
      socket?.write(bytes[sent] ?? 'a');
      sent += 1;
    }, everyMs);
    socket?.on('close', () => clearInterval(timer));
  };
  return { answered: null, kept: false, delayMs: 0, send };
}
