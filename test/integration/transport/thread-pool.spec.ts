import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { builtModule } from '../../support/app/index.js';
import { startDnsServer } from '../../support/dns-server.js';

/** Sends to names that hang, and meanwhile asks for what the one thread of the pool has to do. */
const CHILD = `
const [transport, paths] = process.argv.slice(1);
const { createSender, parseCidrs } = await import(transport);
const { lookup } = await import('node:dns/promises');
const { readFile } = await import('node:fs/promises');
const sender = createSender({ allowedCidrs: parseCidrs('127.0.0.1'), names: JSON.parse(paths) });
let ended = 0;
const sends = [1, 2, 3, 4].map(async (n) => {
  const url = 'http://hang-' + n + '.example.com/hook';
  const rest = { headers: {}, body: Buffer.from('{}'), timeoutMs: 5000, responseBodyLimitBytes: 1 };
  const { error } = await sender.send({ tenantId: 't', url, ...rest });
  ended += 1;
  return error.class;
});
await new Promise((resolve) => setTimeout(resolve, 100));
await Promise.all([lookup('localhost'), readFile(process.execPath)]);
const endedBefore = ended;
process.stdout.write(JSON.stringify({ endedBefore, classes: await Promise.all(sends) }));
`;

// The product is built first.
it(
  'names of receivers that hang leave the threads to the database, by default as well',
  { timeout: 180_000 },
  async () => {
    const dns = await startDnsServer();
    const directory = await mkdtemp(join(tmpdir(), 'postrider-pool-'));
    try {
      dns.silence('*');
      const [host, port] = dns.address.split(':');
      const resolvConfPath = join(directory, 'resolv.conf');
      await writeFile(resolvConfPath, `nameserver ${host}\n`);
      const transport = await builtModule('transport/index.js');
      const names = { dnsServers: [], resolvConfPath, port: Number(port) };
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--input-type=module', '-e', CHILD, transport, JSON.stringify(names)],
        { env: { ...process.env, UV_THREADPOOL_SIZE: '1' } },
      );
      expect(JSON.parse(stdout)).toEqual({
        endedBefore: 0,
        classes: ['timeout', 'timeout', 'timeout', 'timeout'],
      });
      expect(dns.lookups('hang-4.example.com')).toBeGreaterThan(0);
    } finally {
      await dns.close();
      await rm(directory, { recursive: true });
    }
  },
);
