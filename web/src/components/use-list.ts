import { useInfiniteQuery } from '@tanstack/react-query';

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
  return {
    rows: query.data?.pages.flatMap((page) => page.data) ?? [],
    isLoading: query.isPending,
    error: query.error,
    asOf: query.dataUpdatedAt,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
}
