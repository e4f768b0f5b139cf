import { getServers, Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import type { Settings } from '../../config/index.js';
import { ok, problem, warning } from './finding.js';
import type { Found } from './finding.js';

/** Reserved (RFC 6761): every server knows that it does not exist. */
const NAME = 'postrider-doctor.invalid';
const TIMEOUT_MS = 2_000;
const ANSWERS = new Set(['ENOTFOUND', 'ENODATA', 'EREFUSED']);

/** Whether each name server that receivers' names are asked of answers, and what is appended to names. */
export async function checkDns({ dnsServers }: Settings): Promise<Found[]> {
  const servers = dnsServers.length > 0 ? dnsServers : getServers();
  const origin = dnsServers.length > 0 ? 'DNS_SERVERS' : 'the system';
  if (servers.length === 0) return [problem('no name servers', 'set DNS_SERVERS')];
  const asked = await Promise.all(
    servers.map(async (server) => ({ server, answer: await ask(server) })),
  );
  const silent = asked.filter(({ answer }) => !ANSWERS.has(answer));
  const advice = `take it out of ${origin}, or mend it`;
  return [
    ...asked
      .filter(({ answer }) => ANSWERS.has(answer))
      .map(({ server }) => ok(`name server ${server} (of ${origin}) answers`)),
    ...silent.map(({ server, answer }) => {
      const found = `name server ${server} (of ${origin}) does not answer (${answer})`;
      return silent.length === servers.length ? problem(found, advice) : warning(found, advice);
    }),
    ...(await searchRules()),
  ];
}

async function ask(server: string): Promise<string> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
  try {
    resolver.setServers([server]);
    await resolver.resolve4(NAME);
    return 'ENODATA';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}

async function searchRules(): Promise<Found[]> {
  const text = await readFile('/etc/resolv.conf', 'utf8').catch(() => '');
  const domains = /^\s*(?:search|domain)\s+(.+)$/m.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
  const ndots = Number(/\bndots:(\d+)/.exec(text)?.[1] ?? 1);
  if (domains.length === 0) return [ok('no search rules')];
  const found = `search rules: ${domains.join(', ')} (ndots ${ndots})`;
  if (ndots <= 1) return [ok(found)];
  const lookUps = `a name with fewer than ${ndots} dots is asked for ${domains.length + 1} times`;
  return [warning(`${found}: ${lookUps}`, 'set ndots:1 for these processes')];
}
