import { Agent } from 'node:http';
import { create } from 'axios';
import { Pool } from 'undici';
import { nowMs, serve } from './remote.js';
import { sampleData } from './sample-event.js';

export interface LoopPlan {
  client: 'axios' | 'undici';
  url: string;
  requests: number;
  atOnce: number;
}

export interface LoopResult {
  durationMs: number;
  cpuMs: number;
}

type Post = (body: Buffer, headers: Record<string, string>) => Promise<number>;

const methods = {
  /** Posts what a delivery looks like, with nothing around it: no store, no signature, no record. */
  run: async ({ client, url, requests, atOnce }: LoopPlan): Promise<LoopResult> => {
    const { post, close } = client === 'axios' ? axiosLoop(url, atOnce) : undiciLoop(url, atOnce);
    let begun = 0;
    const worker = async (): Promise<void> => {
      while (begun < requests) {
        begun += 1;
        const status = await post(bodyOf(begun), headersOf(begun));
        if (status !== 200) throw new Error(`The receiver answered ${status}.`);
      }
    };
    const cpu = process.cpuUsage();
    const startedAtMs = nowMs();
    await Promise.all(Array.from({ length: atOnce }, worker));
    const durationMs = nowMs() - startedAtMs;
    const { user, system } = process.cpuUsage(cpu);
    await close();
    return { durationMs, cpuMs: (user + system) / 1000 };
  },
};

export type LoopMethods = typeof methods;

/** axios as it comes, but for the kept connections. */
function axiosLoop(url: string, atOnce: number): { post: Post; close: () => Promise<void> } {
  const httpAgent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const client = create({ httpAgent });
  return {
    post: async (body, headers) => (await client.post(url, body, { headers })).status,
    close: async () => httpAgent.destroy(),
  };
}

function undiciLoop(url: string, atOnce: number): { post: Post; close: () => Promise<void> } {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections: atOnce });
  return {
    post: async (body, headers) => {
      const response = await pool.request({ path, method: 'POST', headers, body });
      await response.body.dump();
      return response.statusCode;
    },
    close: () => pool.close(),
  };
}

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
