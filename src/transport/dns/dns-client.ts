import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { Socket as UdpSocket } from 'node:dgram';
import { connect, isIPv6, isIP } from 'node:net';
import type { Socket as TcpSocket } from 'node:net';
import { decodeAnswer, encodeQuestion } from './dns-message.js';
import type { Answer, Question, RecordType } from './dns-message.js';

const DNS_PORT = 53;

/** Parses `ip`, `ip:port` or `[ipv6]:port`. */
function parseServer(server: string): { address: string; port: number } {
  if (isIP(server) !== 0) return { address: server, port: DNS_PORT };
  const [, v6, v4, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(server) ?? [];
  return { address: v6 ?? v4 ?? server, port: port === undefined ? DNS_PORT : Number(port) };
}

interface Pending {
  question: Question;
  id: number;
  message: Buffer;
  answer: Promise<Answer>;
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

/**
 * The client of one lookup at one name server. It uses UDP, and TCP for answers that do not fit
 * (RFC 7766). A repeated question keeps its id and port, so that a late answer to the first one counts.
 */
export class DnsClient {
  private udp: UdpSocket | null = null;
  private isConnected = false;
  private readonly tcp = new Set<TcpSocket>();
  private readonly pending = new Map<RecordType, Pending>();

  /** `server` is `ip`, `ip:port` or `[ipv6]:port`. All questions are about one name. */
  constructor(readonly server: string) {}

  /** Sends the question, or sends it again. Rejects with the error of the socket; it has no timeout. */
  ask(question: Question): Promise<Answer> {
    const pending = this.pending.get(question.type) ?? this.newQuestion(question);
    if (!this.udp) this.open();
    else if (this.isConnected) this.udp.send(pending.message);
    return pending.answer;
  }

  /** Closes the sockets and rejects the open questions. */
  close(): void {
    this.fail(new Error('The lookup has ended.'));
  }

  private open(): void {
    const { address, port } = parseServer(this.server);
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    this.udp = socket;
    socket.on('message', (message) => this.receive(message));
    socket.on('error', (error) => this.fail(error));
    socket.connect(port, address, () => {
      if (this.udp !== socket) return;
      this.isConnected = true;
      for (const { message } of this.pending.values()) socket.send(message);
    });
  }

  private newQuestion(question: Question): Pending {
    const id = randomInt(0x1_0000);
    const message = encodeQuestion(id, question);
    const { promise: answer, resolve, reject } = withResolvers<Answer>();
    const pending = { question, id, message, answer, resolve, reject };
    // The promise may reject after the last caller has stopped waiting.
    answer.catch(() => undefined);
    this.pending.set(question.type, pending);
    return pending;
  }

  private receive(message: Buffer): void {
    const answer = readable(message);
    const pending = answer && this.pending.get(answer.question.type);
    // Any host can send to the port; only the answer to the question counts.
    if (answer?.id !== pending?.id || answer?.question.name !== pending?.question.name) return;
    if (!answer || !pending) return;
    if (answer.isTruncated) this.askOverTcp(pending);
    else this.settle(pending, answer);
  }

  private askOverTcp(pending: Pending): void {
    const { address, port } = parseServer(this.server);
    const socket = connect({ host: address, port });
    this.tcp.add(socket);
    let received = Buffer.alloc(0);
    socket.on('data', (data) => {
      received = Buffer.concat([received, data]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      socket.destroy();
      const answer = readable(received.subarray(2));
      if (answer?.id === pending.id && !answer.isTruncated) this.settle(pending, answer);
      else pending.reject(Object.assign(new Error('The answer is garbled.'), { code: 'EBADRESP' }));
    });
    socket.on('error', (error) => pending.reject(error));
    socket.on('close', () => {
      this.tcp.delete(socket);
      pending.reject(Object.assign(new Error('The answer broke off.'), { code: 'ECONNRESET' }));
    });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(pending.message.length);
    socket.write(Buffer.concat([length, pending.message]));
  }

  private settle(pending: Pending, answer: Answer): void {
    this.pending.delete(pending.question.type);
    pending.resolve(answer);
  }

  private fail(error: Error): void {
    this.udp?.close();
    this.udp = null;
    this.isConnected = false;
    for (const socket of this.tcp) socket.destroy();
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }
}

function readable(message: Buffer): Answer | null {
  try {
    return decodeAnswer(message);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function withResolvers<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<Value>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
