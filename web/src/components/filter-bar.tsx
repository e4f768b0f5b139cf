import { Button, Select, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useQueryState } from '../app/url-state';
import classes from './filter-bar.module.css';
import { TimeInput } from './time-input';

export type Filter = {
  /** Its name in the query of the address, and in the API's. */
  name: string;
  label: string;
} & (
  | { kind: 'select'; options: readonly (string | { value: string; label: string })[] }
  | { kind: 'text'; placeholder?: string }
  | { kind: 'time' }
);

/** The filters that are set, by name, and a function that clears them; undefined where none is set. */
export function useFilters(filters: readonly Filter[]): {
  values: Record<string, string>;
  clear: (() => void) | undefined;
} {
  const [query, change] = useQueryState();
  const set = filters.filter(({ name }) => query[name] !== undefined);
  const values = Object.fromEntries(set.map(({ name }) => [name, query[name] ?? '']));
  const clear = (): void => change(Object.fromEntries(filters.map(({ name }) => [name, null])));
  return { values, clear: set.length > 0 ? clear : undefined };
}

/** Filters of a list. They live in the address. */
export function FilterBar({ filters }: { filters: readonly Filter[] }) {
  const [query, change] = useQueryState();
  const { clear } = useFilters(filters);
  return (
    <div className={classes['bar']} role="group" aria-label="Filters">
      {filters.map((filter) => (
        <Field
          key={filter.name}
          filter={filter}
          value={query[filter.name] ?? ''}
          onChange={(value) => change({ [filter.name]: value })}
        />
      ))}
      {clear !== undefined && (
        <Button variant="subtle" size="sm" onClick={clear} className={classes['clear']}>
          Clear filters
        </Button>
      )}
    </div>
  );
}

interface FieldProps {
  filter: Filter;
  value: string;
  onChange: (value: string | null) => void;
}

function Field({ filter, value, onChange }: FieldProps) {
  if (filter.kind === 'select') {
    return (
      <Select
        label={filter.label}
        placeholder="Any"
        data={filter.options}
        value={value === '' ? null : value}
        onChange={onChange}
        clearable
        searchable={filter.options.length > 8}
        className={classes['field']}
      />
    );
  }
  if (filter.kind === 'time') {
    return (
      <TimeInput
        label={filter.label}
        value={value}
        onChange={onChange}
        className={classes['field']}
      />
    );
  }
  return <TextField filter={filter} value={value} onChange={onChange} />;
}

/** A text is taken over when the reader leaves the field or presses Enter, not at each letter. */
function TextField({ filter, value, onChange }: FieldProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = (): void => {
    if (text.trim() !== value) onChange(text.trim());
  };
  return (
    <TextInput
      label={filter.label}
      placeholder={filter.kind === 'text' ? (filter.placeholder ?? '') : ''}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
      className={classes['field']}
    />
  );
}
