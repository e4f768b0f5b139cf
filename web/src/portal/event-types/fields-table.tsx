import { useMemo } from 'react';
import { ForeignText } from '../../components/foreign-text';
import { EmptyState } from '../../components/list-state';
import { Tag } from '../../components/status-badge';
import type { EventType } from '../shared/event-types';
import classes from './event-types.module.css';
import { readSchema, type Field } from './read-schema';

/** The fields of a type as a tree, with what is personal marked. */
export function FieldsTable({ type }: { type: EventType }) {
  const fields = useMemo(
    () => readSchema(type.schema, { personal: type.personal_fields, ids: type.id_fields }),
    [type],
  );
  if (fields.length === 0) return <EmptyState title="The schema declares no fields" />;
  return (
    <ul className={classes['fields']}>
      {fields.map((field) => (
        <li key={field.pointer} data-depth={Math.min(field.depth, 6)}>
          <FieldLine field={field} />
        </li>
      ))}
    </ul>
  );
}

function FieldLine({ field }: { field: Field }) {
  return (
    <>
      <span className={classes['fieldHead']}>
        <code className={classes['fieldName']}>
          <ForeignText text={field.name} />
        </code>
        <span className={classes['kind']}>{field.kind}</span>
        {field.isRequired && <Tag>required</Tag>}
        {field.isPersonal && <Tag tone="warn">personal</Tag>}
        {field.isId && <Tag tone="info">searchable id</Tag>}
      </span>
      {field.description !== null && (
        <span className={classes['about']}>
          <ForeignText text={field.description} />
        </span>
      )}
      {field.limits.length > 0 && (
        <span className={classes['limits']}>
          <ForeignText text={field.limits.join(' · ')} />
        </span>
      )}
    </>
  );
}
