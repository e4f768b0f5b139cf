import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { DOCS_POLICY, docsPage } from './docs-page.js';
import { readBundle, START_SCRIPT } from './reader.js';
import { readingDocument } from './reading-document.js';

const SCRIPT = 'text/javascript; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';
const PAGE = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': DOCS_POLICY,
};

/** Serves a document as `/openapi.json` and, for people, as `/docs`. Builds both once. */
export function serveDocs(fastify: FastifyInstance, document: OpenAPIObject): void {
  serve(fastify, '/openapi.json', JSON.stringify(document), { 'content-type': JSON_TYPE });
  const bundle = readBundle();
  const assets = bundle && {
    scripts: [
      serveAsset(fastify, 'reader.js', bundle, SCRIPT),
      serveAsset(fastify, 'start.js', START_SCRIPT, SCRIPT),
    ],
    document: serveAsset(
      fastify,
      'document.json',
      JSON.stringify(readingDocument(document)),
      JSON_TYPE,
    ),
  };
  serve(fastify, '/docs', docsPage(assets), PAGE);
  fastify.get('/docs/', async (_request, reply) => reply.redirect('../docs', 308));
}

/**
 * Serves a file of the page under a name that changes with its content. Returns its path relative
 * to the page.
 */
function serveAsset(
  fastify: FastifyInstance,
  name: string,
  content: string | Buffer,
  type: string,
): string {
  const headers = {
    'content-type': type,
    'cache-control': 'public, max-age=31536000, immutable',
  };
  const answer = new StaticAnswer(content, headers);
  const path = `docs/assets/${answer.hash}/${name}`;
  fastify.get(`/${path}`, async (request, reply) => answer.send(request, reply));
  return path;
}

function serve(
  fastify: FastifyInstance,
  path: string,
  content: string,
  headers: Record<string, string>,
): void {
  const answer = new StaticAnswer(content, headers);
  fastify.get(path, async (request, reply) => answer.send(request, reply));
}

const pack = promisify(gzip);

/** An answer that is the same for all clients while the process runs, so that it is built only once. */
export class StaticAnswer {
  /** The hash of the content, for a name that changes with it. */
  readonly hash: string;
  private readonly plain: Buffer;
  private readonly etag: string;
  private packed: Promise<Buffer> | undefined;

  /**
   * By default clients check before each use whether the content has changed; the headers can
   * override this.
   */
  constructor(
    content: string | Buffer,
    private readonly headers: Readonly<Record<string, string>>,
  ) {
    this.plain = Buffer.from(content);
    this.hash = createHash('sha256').update(this.plain).digest('hex').slice(0, 16);
    this.etag = `W/"${this.hash}"`;
  }

  /**
   * Sends the content, by gzip where the client accepts it, or 304 where the client has it.
   * Compresses it once, outside the main thread.
   */
  async send({ headers }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    reply.headers({ 'cache-control': 'no-cache', ...this.headers });
    reply.headers({ vary: 'accept-encoding', etag: this.etag });
    if (headers['if-none-match']?.includes(this.etag)) return reply.code(304).send();
    if (!/\bgzip\b/.test(headers['accept-encoding'] ?? '')) return reply.send(this.plain);
    this.packed ??= pack(this.plain);
    return reply.header('content-encoding', 'gzip').send(await this.packed);
  }
}
