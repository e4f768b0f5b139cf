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

const ENVIRONMENTS: readonly string[] = ['live', 'sandbox', 'all'] satisfies Environment[];

/** The environment that the address names, or the given one. */
export function useEnvironment(unnamed: Environment = 'live'): Environment {
  const [{ environment = unnamed }] = useQueryState();
  return ENVIRONMENTS.includes(environment) ? (environment as Environment) : unnamed;
}

export const parseQuery = (text: string): Query => Object.fromEntries(new URLSearchParams(text));

export function writeQuery(query: Record<string, unknown>): string {
  const entries = Object.entries(query).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries).toString()}`;
}
