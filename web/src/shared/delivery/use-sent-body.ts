import { useQuery } from '@tanstack/react-query';
import { api, read, type Schemas } from '../../api/client';

const FORMATS = [
  'envelope',
  'flat',
  'key-data',
  'callback',
  'topic',
  'event-type',
  'cloudevents',
] as const;
type Format = (typeof FORMATS)[number];

export interface SentBody {
  text: string;
  /** Whether its hash is the one on record; null where none can be compared. */
  isExact: boolean | null;
}

/** The body that a delivery's receiver gets, made anew from the event in the delivery's format. */
export function useSentBody(delivery: Schemas['DeliveryWithAttempts']) {
  const { tenant_id: tenant, event_id: id, format } = delivery;
  const hash = delivery.attempts.at(-1)?.request.body_hash ?? null;
  return useQuery({
    queryKey: ['sent-body', tenant, id, format, hash],
    enabled: isFormat(format),
    retry: false,
    queryFn: async ({ signal }): Promise<SentBody> => {
      const path = { tenant, id };
      const query = isFormat(format) ? { format } : {};
      const route = '/v1/tenants/{tenant}/events/{id}';
      const body: unknown = await read(api.GET(route, { params: { path, query }, signal }));
      const text = JSON.stringify(body);
      return { text, isExact: hash === null ? null : await hasHash(text, hash) };
    },
  });
}

function isFormat(format: string): format is Format {
  return FORMATS.some((one) => one === format);
}

/** Browsers hash in secure contexts only. */
async function hasHash(text: string, hash: string): Promise<boolean | null> {
  if (crypto.subtle === undefined) return null;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'));
  return hex.join('') === hash;
}
