import type { FastifyInstance } from 'fastify';
import { DOCS_POLICY, docsPage } from './docs-page.js';
import { KeptAnswer } from './kept-answer.js';
import { readBundle, START_SCRIPT } from './reader.js';

/** The name of a script changes with its content. */
const SCRIPT = {
  'content-type': 'text/javascript; charset=utf-8',
  'cache-control': 'public, max-age=31536000, immutable',
};

const PAGE = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': DOCS_POLICY,
};

/** Serves `/docs`, which shows `/openapi.json`, and the scripts that it needs under `/docs/assets/`. */
export function serveDocs(fastify: FastifyInstance): void {
  const bundle = readBundle();
  const scripts = bundle
    ? [serveScript(fastify, 'reader', bundle), serveScript(fastify, 'start', START_SCRIPT)]
    : [];
  serve(fastify, '/docs', new KeptAnswer(docsPage(scripts), PAGE));
}

function serveScript(fastify: FastifyInstance, name: string, content: string | Buffer): string {
  const script = new KeptAnswer(content, SCRIPT);
  const path = `/docs/assets/${name}-${script.hash}.js`;
  serve(fastify, path, script);
  return path;
}

/** Answers GET and HEAD at a path. */
export function serve(fastify: FastifyInstance, path: string, answer: KeptAnswer): void {
  fastify.get(path, async (request, reply) => answer.send(request, reply));
}
