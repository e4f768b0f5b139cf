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
  private packed: Promise<Buffer> | undefined;

  constructor(
    content: string | Buffer,
    private readonly headers: Readonly<Record<string, string>>,
  ) {
    this.plain = Buffer.from(content);
    this.hash = createHash('sha256').update(this.plain).digest('hex').slice(0, 16);
  }

  /** Packed where the client takes gzip. It is packed once, on a thread of the pool. */
  async send(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    reply.headers({ ...this.headers, vary: 'accept-encoding' });
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(this.plain);
    this.packed ??= pack(this.plain);
    return reply.header('content-encoding', 'gzip').send(await this.packed);
  }
}
