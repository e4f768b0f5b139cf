import type { ReactNode } from 'react';
import { ForeignText } from '../../components/foreign-text';
import classes from './plain-table.module.css';

interface PlainTableProps {
  label: string;
  heads: readonly string[];
  rows: readonly (readonly ReactNode[])[];
  empty: string;
}

/** A table of what is known already. Numbers stand on the right. */
export function PlainTable({ label, heads, rows, empty }: PlainTableProps) {
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
