const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** URLs allow further characters in a host, some of which would end a directive of the policy. */
const IN_POLICY = /^[\w:/.[\]-]+$/;

/** The provider by which staff signs in, and the claim with their roles. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly roleClaim: string;
}

/** Parses the URL of an issuer: https, or http on loopback for a trial. */
export function parseIssuer(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAllowed = url?.protocol === 'https:' || (url !== undefined && isPlainLoopback(url));
  if (!isAllowed || url?.username !== '' || /[?#]/.test(text)) {
    throw new Error('be an https URL without user, query and fragment');
  }
  return text;
}

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
  OIDC_ISSUER?: string;
  OIDC_CLIENT_ID?: string;
  OIDC_CLIENT_SECRET?: string;
  OIDC_ROLE_CLAIM: string;
}

const TOGETHER = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;

/** Returns the identity provider, or undefined where staff signs in with keys only. */
export function oidcOf(environment: Given): OidcSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = environment;
  const { OIDC_CLIENT_SECRET: clientSecret, OIDC_ROLE_CLAIM: roleClaim } = environment;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined)
    return undefined;
  return Object.freeze({ issuer, clientId, clientSecret, roleClaim });
}

/** Returns why these settings do not fit together. */
export function signInProblems(environment: Given, broken: Set<string>): string[] {
  const { NODE_ENV, PORTAL_FRAME_ANCESTORS, OIDC_ISSUER } = environment;
  const isProduction = NODE_ENV === 'production';
  const problems: string[] = [];
  const hasPlain =
    !broken.has('PORTAL_FRAME_ANCESTORS') &&
    PORTAL_FRAME_ANCESTORS.some((origin) => origin.startsWith('http:'));
  if (isProduction && hasPlain) {
    problems.push('PORTAL_FRAME_ANCESTORS must hold https origins only in production');
  }
  if (isProduction && !broken.has('OIDC_ISSUER') && OIDC_ISSUER?.startsWith('http:')) {
    problems.push('OIDC_ISSUER must be an https URL in production');
  }
  const [given] = TOGETHER.filter((name) => environment[name] !== undefined);
  if (given === undefined) return problems;
  const missing = TOGETHER.filter((name) => environment[name] === undefined);
  return [...problems, ...missing.map((name) => `${name} is required when ${given} is set`)];
}
