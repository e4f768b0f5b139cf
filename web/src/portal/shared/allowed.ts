import { useSession, type Capability } from '../../api/session';

/** What can be done on the pages of a tenant. */
export type Action =
  | 'change_endpoints'
  | 'steer_endpoints'
  | 'read_secrets'
  | 'write_secrets'
  | 'test'
  | 'send_again'
  | 'administer'
  | 'read_audit'
  | 'export';

interface Rule {
  needs: readonly Capability[];
  /** Whether the role `support` may do it. */
  isForSupport: boolean;
  /** Completes "Your sign-in does not let you …". */
  words: string;
}

const ALL: readonly Capability[] = [
  'view',
  'endpoints.write',
  'secrets.read',
  'secrets.write',
  'test',
  'deliveries.write',
  'payloads.read',
];

const RULES: Record<Action, Rule> = {
  change_endpoints: { needs: ['endpoints.write'], isForSupport: false, words: 'change endpoints' },
  steer_endpoints: {
    needs: ['endpoints.write'],
    isForSupport: true,
    words: 'pause and resume endpoints',
  },
  read_secrets: { needs: ['secrets.read'], isForSupport: false, words: 'see secrets' },
  write_secrets: { needs: ['secrets.write'], isForSupport: false, words: 'change secrets' },
  test: { needs: ['test'], isForSupport: true, words: 'send tests' },
  send_again: { needs: ['deliveries.write'], isForSupport: true, words: 'send events again' },
  administer: { needs: ALL, isForSupport: false, words: 'manage access and settings' },
  read_audit: { needs: ['view'], isForSupport: true, words: 'read the audit log' },
  export: { needs: ['payloads.read'], isForSupport: true, words: 'export deliveries' },
};

/** Says of each action whether the session may do it; the API decides again. */
export function useAllowed(): (action: Action) => boolean {
  const { role, capabilities } = useSession();
  return (action) => {
    const { needs, isForSupport } = RULES[action];
    if (role === 'support' && !isForSupport) return false;
    if (role === 'viewer' && action !== 'export') return false;
    return needs.every((capability) => capabilities.includes(capability));
  };
}

/** Why an action is not offered, as a sentence. */
export function whyNot(action: Action): string {
  return `Your sign-in does not let you ${RULES[action].words}.`;
}
