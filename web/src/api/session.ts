import { useSyncExternalStore } from 'react';
import { asProblem } from './problem';
import type { components } from './schema';
import { sendJson } from './send-json';

export type Session = components['schemas']['Session'] &
  Partial<Pick<components['schemas']['StartedSession'], 'session_token'>>;
type SignInOptions = components['schemas']['SignInOptions'];

/** Who is signed in. `signed_out` says why in words, where there is more to say than that. */
export type SessionState =
  | { status: 'loading' }
  | { status: 'signed_out'; why: string | null }
  | { status: 'unreachable'; why: string }
  | { status: 'signed_in'; session: Session };

export type Capability =
  | 'view'
  | 'endpoints.write'
  | 'secrets.read'
  | 'secrets.write'
  | 'test'
  | 'deliveries.write'
  | 'payloads.read';

const ENDED = 'Your session ended. Sign in again to go on.';
const FRAGMENT = /^#sign-in=([\w.~-]+)$/;

let state: SessionState = { status: 'loading' };
const listeners = new Set<() => void>();

function become(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

export function useSessionState(): SessionState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}

/** The session of who is signed in. Pages are shown to no other reader. */
export function useSession(): Session {
  const current = useSessionState();
  if (current.status !== 'signed_in') throw new Error('A page was shown without a session.');
  return current.session;
}

/** Whether the session is of staff, who work across tenants, and not of a tenant. */
export function isOfStaff({ role }: Pick<Session, 'role'>): boolean {
  return role === 'admin' || role === 'support';
}

export function useCan(capability: Capability): boolean {
  return useSession().capabilities.includes(capability);
}

/** Headers that prove the session: a token against forged requests, and in a foreign frame the session itself. */
export function sessionHeaders(method: string): Record<string, string> {
  if (state.status !== 'signed_in') return {};
  const { csrf_token, session_token } = state.session;
  return {
    ...(session_token !== undefined && { Authorization: `Bearer ${session_token}` }),
    ...(method !== 'GET' && method !== 'HEAD' && { 'X-CSRF-Token': csrf_token }),
  };
}

/** Called where the API answers 401 to a page that was signed in. */
export function sessionEnded(): void {
  if (state.status === 'signed_in') become({ status: 'signed_out', why: ENDED });
}

/**
 * Finds out who is signed in, once, when the page is opened. A token in the fragment of the address is
 * exchanged first and taken out of the address. Gives the path that the session wants to open.
 */
export async function openSession(): Promise<string | null> {
  const token = FRAGMENT.exec(location.hash)?.[1];
  if (token !== undefined) {
    history.replaceState(history.state, '', location.pathname + location.search);
    try {
      return await signIn({ token });
    } catch (error) {
      const problem = asProblem(error);
      become({ status: 'signed_out', why: problem.message });
      return null;
    }
  }
  try {
    become({ status: 'signed_in', session: await request<Session>('GET') });
  } catch (error) {
    const problem = asProblem(error);
    if (problem.status === 401) become({ status: 'signed_out', why: null });
    else become({ status: 'unreachable', why: problem.message });
  }
  return null;
}

/** Where another site shows the page in a frame, browsers keep no cookie of ours: the session is kept in memory. */
function isInForeignFrame(): boolean {
  try {
    return window.top?.location.origin !== location.origin;
  } catch {
    return true;
  }
}

/** Signs in with an API key, or with the token of a link. Throws an `ApiProblem` that says why not. */
export async function signIn(
  proof: { api_key: string } | { token: string },
): Promise<string | null> {
  const session = await request<Session>('POST', { ...proof, embedded: isInForeignFrame() });
  become({ status: 'signed_in', session });
  return session.next;
}

export async function signOut(options: { everywhere: boolean }): Promise<void> {
  await request('DELETE', undefined, options.everywhere ? '?everywhere=true' : '');
  become({ status: 'signed_out', why: 'You signed out.' });
}

export async function signInOptions(): Promise<SignInOptions> {
  return request<SignInOptions>('GET', undefined, '/options');
}

function request<T>(method: string, body?: unknown, suffix = ''): Promise<T> {
  return sendJson(method, `/v1/session${suffix}`, { headers: sessionHeaders(method), body });
}
