import { readFile } from 'node:fs/promises';
import type { Settings } from '../../config/index.js';
import { checkNameServers } from '../../transport/index.js';
import { createMailSender } from '../../channels/index.js';
import { ok, problem, warning, reasonOf } from './finding.js';
import type { Found } from './finding.js';
import { getOnce } from './get-once.js';

/**
 * Checks whether each name server that resolves receivers' names answers, and shows the rules in
 * use.
 */
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

/** Connects to the mail server, starts TLS and logs in. Sends no mail. */
export async function checkMail({ mail, extraCaFile }: Settings): Promise<Found[]> {
  if (!mail) return [ok('no SMTP_URL: email endpoints are refused')];
  const { host, port, login } = mail.server;
  const extraCa = extraCaFile === undefined ? undefined : await readFile(extraCaFile, 'utf8');
  const sender = createMailSender(mail.server, extraCa);
  try {
    const error = await sender.check(DEADLINE_MS);
    if (error) {
      const found = `SMTP_URL: ${host}:${port}: ${error.message}`;
      return [problem(found, 'see host, port, login and starttls of SMTP_URL')];
    }
    return [ok(`${host}:${port} takes mail${login ? ' and the login' : ''}`)];
  } finally {
    sender.close();
  }
}

const DEADLINE_MS = 4_000;
const DAY_MS = 86_400_000;
/** Tools that renew certificates by themselves have done so by then. */
const SOON_DAYS = 14;

/** Checks whether the URL that links begin with leads to an api process, as seen from this machine. */
export async function checkPublicUrl(
  { publicUrl, production }: Settings,
  isSet: boolean,
): Promise<Found[]> {
  if (!isSet) {
    return production
      ? [
          warning(
            `no PUBLIC_URL: links begin with ${publicUrl}`,
            'set it to the address of the api',
          ),
        ]
      : [ok(`no PUBLIC_URL: links begin with ${publicUrl}`)];
  }
  const isPlain = production && publicUrl.startsWith('http:');
  return [
    ...(isPlain ? [warning(`PUBLIC_URL ${publicUrl} is not https`, 'put TLS in front of it')] : []),
    ...(await ask(publicUrl)),
  ];
}

async function ask(publicUrl: string): Promise<Found[]> {
  const advice = 'see the proxy in front, its certificate, and that it leads to an api that runs';
  try {
    const { status, certificateEndsAt } = await getOnce(`${publicUrl}/health/live`, DEADLINE_MS);
    return [
      status === 200
        ? ok(`PUBLIC_URL ${publicUrl} answers`)
        : warning(`PUBLIC_URL ${publicUrl} answers ${status}`, advice),
      ...(certificateEndsAt === undefined ? [] : [validity(certificateEndsAt)]),
    ];
  } catch (error) {
    return [
      warning(`PUBLIC_URL ${publicUrl} is not reached from here (${reasonOf(error)})`, advice),
    ];
  }
}

function validity(end: Date): Found {
  const days = Math.floor((end.getTime() - Date.now()) / DAY_MS);
  const found = `its certificate ends on ${end.toISOString()} (in ${days} days)`;
  return days < SOON_DAYS ? warning(found, 'renew it, and see why it was not renewed') : ok(found);
}
