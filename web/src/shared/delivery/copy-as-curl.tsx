import type { Schemas } from '../../api/client';
import { CopyButton } from '../../components/copy-button';
import { useSentBody } from './use-sent-body';
import { writeCurl } from './write-curl';

/** The last request as a command; signatures and secret headers stay masked in it. */
export function CopyAsCurl({ delivery }: { delivery: Schemas['DeliveryWithAttempts'] }) {
  const body = useSentBody(delivery);
  const last = delivery.attempts.at(-1);
  if (delivery.channel !== 'webhook') return null;
  const command = writeCurl({
    url: last?.url ?? `https://${delivery.endpoint_host ?? 'example.com'}/`,
    headers: last?.request.headers ?? { 'Content-Type': 'application/json' },
    body: body.data?.text ?? '',
  });
  return <CopyButton text={body.isLoading ? null : command} label="Copy as curl" look="button" />;
}
