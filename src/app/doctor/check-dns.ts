import type { Settings } from '../../config/index.js';
import { checkNameServers } from '../../transport/index.js';
import { ok, problem, warning } from './finding.js';
import type { Found } from './finding.js';

/** Whether each name server that receivers' names are asked of answers, and by which rules. */
export async function checkDns({ dnsServers }: Settings): Promise<Found[]> {
  const { source, servers, search, ndots } = await checkNameServers({ dnsServers });
  const areAllSilent = servers.every(({ problem: fault }) => fault !== null);
  const found = servers.map(({ server, answeredInMs, problem: fault }) => {
    const named = `name server ${server} (${source})`;
    if (fault === null) return ok(`${named} answers in ${answeredInMs} ms`);
    const advice = `mend it, or take it out of ${source}`;
    return (areAllSilent ? problem : warning)(`${named} gives no answer. ${fault}`, advice);
  });
  const rule = `tried for names with fewer than ${ndots} dots that do not exist as they are`;
  return [
    ...found,
    ok(search.length === 0 ? 'no search rules' : `search rules: ${search.join(', ')}, ${rule}`),
  ];
}
