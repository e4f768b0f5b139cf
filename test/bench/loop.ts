import { Agent } from 'node:http';
import { create } from 'axios';
import type { CreateAxiosDefaults } from 'axios';
import { nowMs, serve } from './remote.js';
import { sampleData } from './sample-event.js';

/**
 * `careful`: what a user writes who wants axios to be fast and to judge the status alone.
 * `plain`: axios as it comes, but for the kept connections.
 */
export type LoopKind = 'careful' | 'plain';

export interface LoopPlan {
  kind: LoopKind;
  url: string;
  requests: number;
}

export interface LoopResult {
  durationMs: number;
  cpuMs: number;
}

const AT_ONCE = 100;

const SETTINGS: Record<LoopKind, CreateAxiosDefaults> = {
  careful: { maxRedirects: 0, validateStatus: () => true },
  plain: {},
};

const methods = {
  /** Posts what a delivery looks like, with nothing around it: no store, no signature, no record. */
  run: async ({ kind, url, requests }: LoopPlan): Promise<LoopResult> => {
    const httpAgent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
    const client = create({ httpAgent, ...SETTINGS[kind] });
    let begun = 0;
    const sendInTurn = async (): Promise<void> => {
      while (begun < requests) {
        begun += 1;
        const { status } = await client.post(url, bodyOf(begun), { headers: headersOf(begun) });
        if (status !== 200) throw new Error(`The receiver answered ${status}.`);
      }
    };
    const cpu = process.cpuUsage();
    const startedAtMs = nowMs();
    await Promise.all(Array.from({ length: AT_ONCE }, sendInTurn));
    const durationMs = nowMs() - startedAtMs;
    const { user, system } = process.cpuUsage(cpu);
    httpAgent.destroy();
    return { durationMs, cpuMs: (user + system) / 1000 };
  },
};

export type LoopMethods = typeof methods;

const data = JSON.stringify(sampleData(1));

function bodyOf(nth: number): Buffer {
  return Buffer.from(
    `{"id":"${idOf(nth)}","type":"session.approved","created":1763640000,"data":${data}}`,
  );
}

function headersOf(nth: number): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'KYC-Webhooks/1.0',
    'X-Webhook-ID': idOf(nth),
    'webhook-id': idOf(nth),
    'X-Webhook-Timestamp': '1763640000',
    'webhook-timestamp': '1763640000',
    'X-Webhook-Sequence': '1',
    'X-Webhook-Attempt': '1',
    'X-Webhook-Delivery-ID': `dlv_${idOf(nth).slice(4)}`,
    'webhook-signature': 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
    'X-Webhook-Signature': `sha256=${'0123456789abcdef'.repeat(4)}`,
  };
}

function idOf(nth: number): string {
  return `evt_${String(nth).padStart(32, '0')}`;
}

serve(methods);
