import type { ReactNode } from 'react';
import { ForeignText } from '../../components/foreign-text';
import classes from './plain-table.module.css';

interface PlainTableProps {
  label: string;
  heads: readonly string[];
  /** Null: they could not be read. */
  rows: readonly (readonly ReactNode[])[] | null;
  empty: string;
}

/** What stands in the place of a part that the API could not read in time. */
const UNREAD = 'This could not be read at the moment. It is asked for again by itself.';

/** A row for each of the things; null where they are not known. */
export function rowsOf<T>(
  things: readonly T[] | null | undefined,
  write: (thing: T) => readonly ReactNode[],
): (readonly ReactNode[])[] | null {
  return things?.map(write) ?? null;
}

/** A table of what is known already. Numbers stand on the right. */
export function PlainTable({ label, heads, rows, empty }: PlainTableProps) {
  if (rows === null) return <p className={classes['empty']}>{UNREAD}</p>;
  if (rows.length === 0) return <p className={classes['empty']}>{empty}</p>;
  return (
    <div className={classes['frame']} tabIndex={0} role="group" aria-label={label}>
      <table className={classes['table']} aria-label={label}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, index) => (
            <tr key={index}>
              {cells.map((cell, column) => (
                <td key={heads[column]} data-number={typeof cell === 'number'}>
                  {typeof cell === 'string' ? <ForeignText text={cell} /> : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
