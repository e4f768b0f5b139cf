import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { StaticAnswer } from '../http/index.js';
import { FRAME_REFUSAL, isForeignFrame, pagePolicy } from './frames.js';
import type { PageFiles } from './page-files.js';

export interface ServedPages {
  /** Undefined where the application was not built. */
  files: PageFiles | undefined;
  /** Why there are no files, for people. */
  absence: string;
  /** Origins of pages that may show the portal in a frame. */
  frameAncestors: readonly string[];
}

/** Pages are answered from memory, and one visit asks for many files: they are not counted. */
const OPTIONS = { config: { unlimited: true } } as const;

/** Serves the console, the portal and their files. Every address below the two shows the same page. */
export function servePages(fastify: FastifyInstance, served: ServedPages): void {
  const { files, absence, frameAncestors } = served;
  fastify.get('/', OPTIONS, async (_request, reply) => reply.redirect('/console', 302));
  if (!files) {
    for (const path of [...addressesOf('/console'), ...addressesOf('/portal'), '/pages/*']) {
      fastify.get(path, OPTIONS, async (_request, reply) => sayMissing(reply, absence));
    }
    return;
  }
  serveFace(fastify, '/console', files.index, []);
  serveFace(fastify, '/portal', files.index, frameAncestors);
  fastify.get('/pages/*', OPTIONS, async (request, reply) => {
    const { '*': path } = request.params as { '*': string };
    const file = files.byPath.get(path);
    return file ? file.send(request, reply) : sayMissing(reply, 'There is no such file.');
  });
}

function addressesOf(face: string): string[] {
  return [face, `${face}/`, `${face}/*`];
}

function serveFace(
  fastify: FastifyInstance,
  face: string,
  index: Buffer,
  frameAncestors: readonly string[],
): void {
  const page = new StaticAnswer(index, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': pagePolicy(frameAncestors),
  });
  const send = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (isForeignFrame(request.headers, frameAncestors)) {
      return FRAME_REFUSAL.send(request, reply.code(403).removeHeader('x-frame-options'));
    }
    // Older browsers would obey this header, which can name no origin, against the policy.
    if (frameAncestors.length > 0) reply.removeHeader('x-frame-options');
    return page.send(request, reply);
  };
  for (const path of addressesOf(face)) fastify.get(path, OPTIONS, send);
}

function sayMissing(reply: FastifyReply, text: string): FastifyReply {
  return reply.code(404).type('text/plain; charset=utf-8').send(`${text}\n`);
}
