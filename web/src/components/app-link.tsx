import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface AppLinkProps {
  /** A path within the pages; parts from outside are encoded by the caller. */
  to: string;
  search?: Record<string, string>;
  className?: string | undefined;
  children: ReactNode;
  'aria-label'?: string;
  'aria-current'?: 'page';
}

// A link that leads to a page above the one that is shown is not where the reader is.
const EXACT = { exact: true, includeSearch: false };

/** A link to another page, followed without loading anew. */
export function AppLink({ to, search = {}, ...rest }: AppLinkProps) {
  return <Link to={to} search={search} activeOptions={EXACT} {...rest} />;
}
