import { ForeignText } from '../../components/foreign-text';
import classes from './header-table.module.css';

interface HeaderTableProps {
  headers: Record<string, string | string[]> | null;
  label: string;
}

/** Names and values of HTTP headers. */
export function HeaderTable({ headers, label }: HeaderTableProps) {
  if (headers === null)
    return <p className={classes['none']}>The headers are not kept (any more).</p>;
  return (
    <table className={classes['table']} aria-label={label}>
      <tbody>
        {Object.entries(headers).flatMap(([name, value]) =>
          [value].flat().map((one, index) => (
            <tr key={`${name} ${index}`}>
              <th scope="row">
                <ForeignText text={name} />
              </th>
              <td>
                {one === '[masked]' ? (
                  <span className={classes['masked']}>masked</span>
                ) : (
                  <ForeignText text={one} />
                )}
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}
