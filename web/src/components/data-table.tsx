import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { AppLink } from './app-link';
import classes from './data-table.module.css';
import { ListState } from './list-state';
import type { List } from './use-list';

export interface Column<Row> {
  header: string;
  cell: (row: Row) => ReactNode;
  align?: 'end';
  /** Takes no more room than it needs. */
  isNarrow?: boolean;
}

interface DataTableProps<Row> {
  /** The name of the table, for readers of the screen. */
  label: string;
  columns: readonly Column<Row>[];
  list: List<Row>;
  rowKey: (row: Row) => string;
  /** The page of a row; its first cell becomes the link, and a click anywhere on the row follows it. */
  rowLink?: (row: Row) => string;
  /** Said where there is nothing at all. */
  empty: { title: string; hint?: ReactNode; action?: ReactNode };
  /** Given where filters are set: they may be why nothing matches. */
  onClearFilters?: (() => void) | undefined;
}

/** A list of the API as a table; on a narrow screen, as cards. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, list, rowKey, rowLink } = props;
  const { rows, hasMore, isLoadingMore, more } = list;
  return (
    <div className={classes['frame']}>
      <ListState list={list} empty={props.empty} onClearFilters={props.onClearFilters} />
      {rows.length > 0 && (
        <table role="table" className={classes['table']} aria-label={label}>
          <thead role="rowgroup">
            <tr role="row">
              {columns.map(({ header, align, isNarrow }) => (
                <th
                  key={header}
                  role="columnheader"
                  scope="col"
                  data-align={align}
                  data-narrow={isNarrow}
                >
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {rows.map((row) => (
              <tr key={rowKey(row)} role="row" data-linked={rowLink !== undefined}>
                {columns.map(({ header, cell, align }, index) => (
                  <td key={header} role="cell" data-label={header} data-align={align}>
                    {index === 0 && rowLink !== undefined ? (
                      <AppLink to={rowLink(row)} className={classes['link']}>
                        {cell(row)}
                      </AppLink>
                    ) : (
                      cell(row)
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hasMore && rows.length > 0 && (
        <div className={classes['more']}>
          <Button variant="default" size="xs" loading={isLoadingMore} onClick={more}>
            Show more
          </Button>
        </div>
      )}
    </div>
  );
}
