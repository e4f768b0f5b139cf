import { Cluster, Redis } from 'ioredis';
import type { Command } from 'ioredis';

/**
 * Connections whose failed commands end no process. The library itself subscribes and selects again
 * after each reconnection, and listens to none of these answers; one refusal among them (a new
 * password, a disabled user) would be an unhandled rejection, whose error holds the arguments of AUTH.
 * Callers that wait for an answer get the error as before.
 */
export class SturdyRedis extends Redis {
  override sendCommand(...given: Parameters<Redis['sendCommand']>): unknown {
    return answerOf(given[0], super.sendCommand(...given));
  }
}

/** The same for Redis Cluster. */
export class SturdyCluster extends Cluster {
  override sendCommand(...given: Parameters<Cluster['sendCommand']>): unknown {
    return answerOf(given[0], super.sendCommand(...given));
  }
}

/**
 * A subscription that is refused counts as had: Bull never consumes after one that failed, and looks
 * for delayed jobs every few seconds all the same.
 */
function answerOf(command: Command, answer: unknown): unknown {
  command.promise.catch(() => undefined);
  return command.name === 'subscribe' ? command.promise.catch(() => 0) : answer;
}
