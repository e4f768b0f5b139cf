import type { Settings } from '../../config/index.js';
import { ok, reasonOf, warning } from './finding.js';
import type { Found } from './finding.js';

const DEADLINE_MS = 5_000;

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
    await ask(publicUrl),
  ];
}

async function ask(publicUrl: string): Promise<Found> {
  const advice = 'see the proxy in front, its certificate, and that it leads to an api that runs';
  try {
    const answer = await fetch(`${publicUrl}/health/live`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    return answer.ok
      ? ok(`PUBLIC_URL ${publicUrl} answers`)
      : warning(`PUBLIC_URL ${publicUrl} answers ${answer.status}`, advice);
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    return warning(`PUBLIC_URL ${publicUrl} is not reached (${reasonOf(cause)})`, advice);
  }
}
