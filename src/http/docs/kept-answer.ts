import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const pack = promisify(gzip);

/** An answer that is the same for everybody as long as the process runs: no request makes it anew. */
export class KeptAnswer {
  /** Of the content, for a name that changes with it. */
  readonly hash: string;
  private readonly plain: Buffer;
  private readonly etag: string;
  private packed: Promise<Buffer> | undefined;

  /** Clients ask each time whether they have the content still, unless the headers say otherwise. */
  constructor(
    content: string | Buffer,
    private readonly headers: Readonly<Record<string, string>>,
  ) {
    this.plain = Buffer.from(content);
    this.hash = createHash('sha256').update(this.plain).digest('hex').slice(0, 16);
    this.etag = `W/"${this.hash}"`;
  }

  /** Packed where the client takes gzip, and 304 where it has it. It is packed once, on a thread of the pool. */
  async send({ headers }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    reply.headers({ 'cache-control': 'no-cache', ...this.headers });
    reply.headers({ vary: 'accept-encoding', etag: this.etag });
    if (headers['if-none-match']?.includes(this.etag)) return reply.code(304).send();
    if (!/\bgzip\b/.test(headers['accept-encoding'] ?? '')) return reply.send(this.plain);
    this.packed ??= pack(this.plain);
    return reply.header('content-encoding', 'gzip').send(await this.packed);
  }
}
