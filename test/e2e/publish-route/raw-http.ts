import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** An answer as it came over the wire; the names of headers are in the order and spelling of the server. */
export interface RawAnswer {
  status: number;
  headers: [string, string][];
  body: string;
}

/** A connection on which bytes are written as they are. */
export interface RawConnection {
  send(bytes: string | Buffer): void;
  /** The next answer; undefined where the server ends the connection instead. */
  answer(hasBody?: boolean): Promise<RawAnswer | undefined>;
  /** Ends the connection without waiting, as a client does that goes away. */
  hangUp(): void;
}

/** Opens a connection to the server at the URL. */
export async function openConnection(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const read = reader(socket);
  return {
    send: (bytes) => void socket.write(bytes),
    answer: (hasBody = true) => nextAnswer(read, hasBody),
    hangUp: () => socket.destroy(),
  };
}

/** Takes what has arrived as far as `cut` says; waits while it says nothing. Undefined at the end. */
type Read = <T>(
  cut: (bytes: Buffer) => { taken: number; value: T } | undefined,
) => Promise<T | undefined>;

function reader(socket: Socket): Read {
  let bytes = Buffer.alloc(0);
  let isOver = false;
  let wake = (): void => undefined;
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    wake();
  });
  const end = (): void => {
    isOver = true;
    wake();
  };
  socket.on('error', end).on('close', end);
  return async (cut) => {
    for (;;) {
      const found = cut(bytes);
      if (found) {
        bytes = bytes.subarray(found.taken);
        return found.value;
      }
      if (isOver) return undefined;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
}

async function nextAnswer(read: Read, hasBody: boolean): Promise<RawAnswer | undefined> {
  const head = await read((bytes) => {
    const end = bytes.indexOf('\r\n\r\n');
    return end < 0 ? undefined : { taken: end + 4, value: bytes.toString('latin1', 0, end) };
  });
  if (head === undefined) return undefined;
  const [statusLine = '', ...lines] = head.split('\r\n');
  const status = Number(statusLine.split(' ')[1]);
  if (status === 100) return nextAnswer(read, hasBody);
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const length = Number(headers.find(([name]) => /^content-length$/i.test(name))?.[1] ?? 0);
  const body = hasBody
    ? await read((bytes) =>
        bytes.length < length
          ? undefined
          : { taken: length, value: bytes.toString('utf8', 0, length) },
      )
    : '';
  return { status, headers, body: body ?? '(cut short)' };
}
