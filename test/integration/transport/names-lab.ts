import { createSender, parseCidrs } from '../../../src/transport/index.js';
import type { NameSources, Sender, SendResult } from '../../../src/transport/index.js';
import { startDnsServer } from '../../support/dns-server.js';
import type { DnsServer } from '../../support/dns-server.js';
import { reply, startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';

/** Nothing waits so long unless it waits for the deadline. */
export const LONG_MS = 20_000;

/** A name server and a receiver of one test, with the senders that it makes. */
export interface NamesLab {
  dns: DnsServer;
  receiver: Receiver;
  /** Closes the name server; may be called before the end of the test. */
  closeDns(): Promise<unknown>;
  /** Runs at the end of the test, the last one first. */
  atEnd(...ends: (() => Promise<unknown>)[]): void;
  senderWith(names?: NameSources): Sender;
  sendTo(
    sender: Sender,
    host: string,
    options?: { timeoutMs?: number; tenantId?: string },
  ): Promise<SendResult>;
  close(): Promise<void>;
}

export async function startNamesLab(): Promise<NamesLab> {
  const dns = await startDnsServer();
  const receiver = await startReceiver();
  // Every request takes a lookup of its own.
  receiver.answer(reply(200, { connection: 'close' }));
  let closing: Promise<unknown> | undefined;
  const closeDns = () => (closing ??= dns.close());
  const ends: (() => Promise<unknown>)[] = [closeDns, () => receiver.close()];
  return {
    dns,
    receiver,
    closeDns,
    atEnd: (...more) => void ends.push(...more),
    senderWith: (names = { dnsServers: [dns.address] }) => {
      const sender = createSender({ allowedCidrs: parseCidrs('127.0.0.0/8,::1'), names });
      ends.push(() => sender.close());
      return sender;
    },
    sendTo: (sender, host, { timeoutMs = LONG_MS, tenantId = 'tenant' } = {}) => {
      const url = `http://${host}:${receiver.port}/hook`;
      const body = Buffer.from('{}');
      return sender.send({
        tenantId,
        url,
        headers: {},
        body,
        timeoutMs,
        responseBodyLimitBytes: 100,
      });
    },
    close: async () => {
      for (const end of ends.splice(0).toReversed()) await end();
    },
  };
}
