import type { FieldProblem } from '../../api/problem';
import { ForeignText } from '../../components/foreign-text';
import { Panel } from '../../components/page';
import classes from './violations.module.css';

/** The fields that break a rule. */
export function Violations({ errors }: { errors: readonly FieldProblem[] }) {
  return (
    <Panel title="What is wrong">
      <table className={classes['table']} aria-label="Fields that break a rule">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Rule</th>
            <th scope="col">In words</th>
          </tr>
        </thead>
        <tbody>
          {errors.map(({ pointer, code, message }, index) => (
            <tr key={index}>
              <th scope="row">
                <code>
                  <ForeignText text={pointer === '' ? '(body)' : pointer} />
                </code>
              </th>
              <td>
                <code>{code}</code>
              </td>
              <td>
                <ForeignText text={message} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
