import { useNavigate, useSearch } from '@tanstack/react-router';

export type Query = Record<string, string>;

/** The query of the address. Every filter lives there, so that a link shows a colleague the same. */
export function useQueryState(): [Query, (changes: Record<string, string | null>) => void] {
  const query: Query = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = (changes: Record<string, string | null>): void => {
    void navigate({
      to: '.',
      replace: true,
      resetScroll: false,
      search: (former: Query) => withChanges(former, changes),
    });
  };
  return [query, change];
}

function withChanges(query: Query, changes: Record<string, string | null>): Query {
  const all = Object.entries({ ...query, ...changes });
  return Object.fromEntries(all.filter(([, value]) => value !== null && value !== '')) as Query;
}

export type Environment = 'live' | 'sandbox' | 'all';

export function useEnvironment(): Environment {
  const [{ environment }] = useQueryState();
  return environment === 'sandbox' || environment === 'all' ? environment : 'live';
}

export const parseQuery = (text: string): Query => Object.fromEntries(new URLSearchParams(text));

export function writeQuery(query: Record<string, unknown>): string {
  const entries = Object.entries(query).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries).toString()}`;
}
