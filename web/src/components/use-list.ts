import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

interface Page<Row> {
  data: Row[];
  next_cursor: string | null;
}

export interface List<Row> {
  rows: Row[];
  isLoading: boolean;
  error: unknown;
  /** When the rows are from, in milliseconds; a failed renewal leaves them as they were. */
  asOf: number;
  hasMore: boolean;
  isLoadingMore: boolean;
  more: () => void;
  retry: () => void;
}

interface ListOptions<Row> {
  /** Names the list, with everything that it is filtered by. */
  key: readonly unknown[];
  load: (page: { cursor?: string; signal: AbortSignal }) => Promise<Page<Row>>;
  /** Milliseconds between renewals; the rows stay meanwhile. */
  renewEvery?: number;
}

/** Pages without a row that are passed over by themselves: the API looks for rare rows in pieces. */
const MOST_EMPTY_PAGES = 8;

/** A list of the API, page after page by its cursors. */
export function useList<Row>({ key, load, renewEvery }: ListOptions<Row>): List<Row> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      load({ signal, ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    ...(renewEvery !== undefined && { refetchInterval: renewEvery }),
  });
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  const pages = query.data?.pages.length ?? 0;
  const looksFurther = rows.length === 0 && hasNextPage && pages < MOST_EMPTY_PAGES && !isError;
  useEffect(() => {
    if (looksFurther && !isFetching) void fetchNextPage();
  }, [looksFurther, isFetching, fetchNextPage]);
  return {
    rows,
    isLoading: query.isPending || looksFurther,
    error: query.error,
    asOf: query.dataUpdatedAt,
    hasMore: hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    more: () => void fetchNextPage(),
    retry: () => void query.refetch(),
  };
}
