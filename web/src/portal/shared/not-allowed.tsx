import type { ReactNode } from 'react';
import { EmptyState } from '../../components/list-state';
import { LockedNote } from '../../components/locked-note';
import { useAllowed, whyNot, type Action } from './allowed';

/** Said in the place of a button that a reader would expect. */
export function NotAllowed({ action }: { action: Action }) {
  return <LockedNote text={whyNot(action)} />;
}

/** Shows its content to who may do the action, and to others why not. `isSilent`: nothing to others. */
export function Allowed({
  action,
  isSilent = false,
  children,
}: {
  action: Action;
  isSilent?: boolean;
  children: ReactNode;
}) {
  const may = useAllowed();
  if (may(action)) return <>{children}</>;
  return isSilent ? null : <NotAllowed action={action} />;
}

/** A whole page that a session may not open. */
export function PageNotAllowed({ action }: { action: Action }) {
  return (
    <EmptyState
      title={whyNot(action)}
      hint="Ask the people who gave you your link or key for one that does."
    />
  );
}
