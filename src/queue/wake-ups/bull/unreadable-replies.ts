import { createRequire } from 'node:module';

/** The part of the library that gives each reply to the command that waits for it. */
interface ReplyHandler {
  returnReply(reply: unknown): void;
  returnError(error: Error): void;
  returnFatalError(error: Error): void;
}

/**
 * Makes the library treat a reply that it cannot interpret as it treats bytes that it cannot parse: it drops the
 * connection and makes another one. Without this it throws a TypeError out of the socket's event (a null that no
 * command waits for; a list that begins with null while it is subscribed), which would end the process. It concerns
 * the connections that the library makes by itself as well: to each node of a cluster, to a sentinel.
 */
function survive(handler: ReplyHandler, method: 'returnReply' | 'returnError'): void {
  const interpret: (this: ReplyHandler, reply: never) => void = handler[method];
  handler[method] = function dropOnError(this: ReplyHandler, reply: unknown): void {
    try {
      interpret.call(this, reply as never);
    } catch (cause) {
      this.returnFatalError(new Error('Redis sent a reply that cannot be interpreted', { cause }));
    }
  };
}

// Node and the test runner give an import of this CommonJS module different shapes; `require` gives both the same.
const require = createRequire(import.meta.url);
const library = require('ioredis/built/DataHandler.js') as {
  default: { prototype: ReplyHandler };
};
const handler = library.default.prototype;
survive(handler, 'returnReply');
survive(handler, 'returnError');
