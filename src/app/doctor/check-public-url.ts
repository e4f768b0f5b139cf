import type { Settings } from '../../config/index.js';
import { ok, reasonOf, warning } from './finding.js';
import type { Found } from './finding.js';
import { getOnce } from './get-once.js';

const DEADLINE_MS = 4_000;
const DAY_MS = 86_400_000;
/** What renews certificates by itself has done so by then. */
const SOON_DAYS = 14;

/** Whether what links begin with leads to an api, as seen from here. */
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
