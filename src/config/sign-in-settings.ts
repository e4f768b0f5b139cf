const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** URLs allow further characters in a host, some of which would end a directive of the policy. */
const IN_POLICY = /^[\w:/.[\]-]+$/;

/** Parses the origin of a page that may show the portal in a frame. */
export function parseFrameAncestor(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAllowed = url?.protocol === 'https:' || (url !== undefined && isPlainLoopback(url));
  if (!isAllowed || url?.origin !== text || !IN_POLICY.test(text)) {
    throw new Error(
      'be a comma-separated list of origins such as https://app.example.com, without a path',
    );
  }
  return text;
}

function isPlainLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && LOOPBACK_HOST.test(hostname);
}

interface Given {
  NODE_ENV: string;
  PORTAL_FRAME_ANCESTORS: readonly string[];
}

/** Returns why these settings do not fit together. */
export function signInProblems(
  { NODE_ENV, PORTAL_FRAME_ANCESTORS }: Given,
  broken: Set<string>,
): string[] {
  const isPlain =
    NODE_ENV === 'production' &&
    !broken.has('PORTAL_FRAME_ANCESTORS') &&
    PORTAL_FRAME_ANCESTORS.some((origin) => origin.startsWith('http:'));
  return isPlain ? ['PORTAL_FRAME_ANCESTORS must hold https origins only in production'] : [];
}
