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

/** A link to another page, followed without loading anew. */
export function AppLink({ to, search = {}, ...rest }: AppLinkProps) {
  return <Link to={to} search={search} {...rest} />;
}
