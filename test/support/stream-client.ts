import { once } from 'node:events';
import { WebSocket } from 'ws';
import { eventually } from './app/index.js';

/** A control frame. */
export interface Control {
  topic: 'method';
  method: string;
  cursor?: string;
  [field: string]: unknown;
}

/** A client of the stream that keeps what it gets. */
export interface StreamClient {
  socket: WebSocket;
  /** Every frame, as text. */
  frames: string[];
  controls(method: string): Control[];
  /** Bodies with the control frame behind each. */
  events(): { body: string; after: Control }[];
  say(message: object): void;
  /** Resolves with the first control frame of that method. */
  control(method: string): Promise<Control>;
  closed: Promise<{ code: number; reason: string }>;
}

/** Resolves when the connection is open; rejects with what was answered instead. */
export async function openStream(
  url: string,
  tenant: string,
  key: string | null,
  query: Record<string, string> = {},
): Promise<StreamClient> {
  const search = new URLSearchParams(query).toString();
  const address = `${url.replace('http', 'ws')}/v1/tenants/${tenant}/stream?${search}`;
  const socket = new WebSocket(address, {
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
  });
  const frames: string[] = [];
  socket.on('message', (data: Buffer) => frames.push(data.toString('utf8')));
  const closed = once(socket, 'close').then(([code, reason]: unknown[]) => ({
    code: code as number,
    reason: String(reason),
  }));
  await opened(socket);
  const parsed = (): Control[] => frames.map((text) => JSON.parse(text) as Control);
  const controls = (method: string): Control[] =>
    parsed().filter((frame) => frame.topic === 'method' && frame.method === method);
  return {
    socket,
    frames,
    controls,
    events: () => {
      const all = parsed();
      return all.flatMap((frame, index) => {
        const [body, after] = [frames[index], all[index + 1]];
        return frame.topic === 'method' || body === undefined || !after ? [] : [{ body, after }];
      });
    },
    say: (message) => socket.send(JSON.stringify(message)),
    control: (method) =>
      eventually(() => {
        const [first] = controls(method);
        if (!first) throw new Error(`no ${method} yet`);
        return first;
      }),
    closed,
  };
}

/** A refusal to upgrade. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly headers: Record<string, unknown>,
    readonly body: { code: string; status: number; errors?: { pointer: string; code: string }[] },
  ) {
    super(`${status} ${body.code}`);
  }
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        reject(
          new Refused(
            response.statusCode ?? 0,
            response.headers,
            JSON.parse(text) as Refused['body'],
          ),
        );
      });
    });
  });
}
