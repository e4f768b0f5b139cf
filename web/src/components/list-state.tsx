import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './list-state.module.css';
import { Moment } from './moment';
import { Notice } from './notice';
import { ProblemNotice } from './problem-notice';
import type { List } from './use-list';

interface ListStateProps {
  list: Pick<List<unknown>, 'rows' | 'isLoading' | 'error' | 'asOf' | 'retry'> &
    Partial<Pick<List<unknown>, 'hasMore' | 'isLoadingMore' | 'more'>>;
  empty: { title: string; hint?: ReactNode; action?: ReactNode };
  onClearFilters?: (() => void) | undefined;
}

/** What a list says besides its rows: loading, failed, stale, empty, or nothing that matches. */
export function ListState({ list, empty, onClearFilters }: ListStateProps) {
  const { rows, isLoading, error, asOf, retry, hasMore = false, isLoadingMore, more } = list;
  const hasFailed = error !== null && error !== undefined;
  if (isLoading) return <Loading />;
  if (hasFailed && rows.length === 0) return <ProblemNotice error={error} onRetry={retry} />;
  if (hasFailed) return <StaleNotice asOf={asOf} onRetry={retry} />;
  if (rows.length > 0) return null;
  if (hasMore) {
    return (
      <EmptyState
        title="Nothing found so far"
        hint="The newest part of the list was looked through. Older ones may match."
        action={
          <Button variant="default" size="xs" loading={isLoadingMore ?? false} onClick={more}>
            Look further
          </Button>
        }
      />
    );
  }
  if (onClearFilters !== undefined) {
    return (
      <EmptyState
        title="Nothing matches these filters"
        action={
          <Button variant="default" size="xs" onClick={onClearFilters}>
            Clear filters
          </Button>
        }
      />
    );
  }
  return <EmptyState {...empty} />;
}

/** Said above what is shown still, when it could not be renewed. `asOf` in milliseconds. */
export function StaleNotice({ asOf, onRetry }: { asOf: number; onRetry: () => void }) {
  return (
    <Notice tone="warn" isSaid title="This may be out of date">
      <div className={classes['stale']}>
        <span>
          It could not be renewed. Shown as of <Moment at={asOf / 1000} />.
        </span>
        <Button size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      </div>
    </Notice>
  );
}

export function EmptyState({
  title,
  hint,
  action,
}: {
  title: string;
  hint?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classes['empty']}>
      <div className={classes['title']}>{title}</div>
      {hint !== undefined && <div className={classes['hint']}>{hint}</div>}
      {action}
    </div>
  );
}

/** Grey lines in the place of what is being loaded. */
export function Loading({ lines = 5 }: { lines?: number }) {
  return (
    <div className={classes['loading']} role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} height={18} width={`${92 - ((index * 17) % 40)}%`} />
      ))}
    </div>
  );
}
