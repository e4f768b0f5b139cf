import { Button, Checkbox, Pill, Radio, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { ForeignText } from '../../components/foreign-text';
import { Loading } from '../../components/list-state';
import { ProblemNotice } from '../../components/problem-notice';
import { Tag } from '../../components/status-badge';
import { byPack, useEventTypes, type EventType } from '../shared/event-types';
import { takes } from '../shared/takes';
import classes from './endpoint-form.module.css';

interface TypeTreeProps {
  /** Names and patterns; null: everything that the format carries. */
  value: string[] | null;
  onChange: (value: string[] | null) => void;
  error: string | undefined;
  /** The format of the endpoint: types that it cannot carry are marked. Null: every type can be sent. */
  format: string | null;
}

/** Which events an endpoint takes: all, or types by pack, and patterns such as `session.*`. */
export function TypeTree({ value, onChange, error, format }: TypeTreeProps) {
  return (
    <div className={classes['types']}>
      <Radio.Group
        label="Event types"
        value={value === null ? 'all' : 'some'}
        onChange={(choice) => onChange(choice === 'all' ? null : [])}
        error={error}
      >
        <Radio value="all" label="All that the format carries, later ones too" mt={6} />
        <Radio value="some" label="Only these" mt={6} />
      </Radio.Group>
      {value !== null && <Chosen value={value} onChange={onChange} format={format} />}
    </div>
  );
}

interface ChosenProps extends Pick<TypeTreeProps, 'format'> {
  value: string[];
  onChange: (value: string[]) => void;
}

function Chosen({ value, onChange, format }: ChosenProps) {
  const { data, error, refetch } = useEventTypes();
  const [find, setFind] = useState('');
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const shown = data.filter(({ type, description }) =>
    `${type} ${description}`.toLowerCase().includes(find.trim().toLowerCase()),
  );
  const patterns = value.filter((each) => each.endsWith('*'));
  const group = find.trim().replace(/\.?\*?$/, '.*');
  const canAdd = find.includes('.') && !value.includes(group) && shown.length > 1;
  return (
    <div className={classes['tree']}>
      <TextInput
        aria-label="Search event types"
        placeholder="Search, such as session."
        leftSection={<IconSearch size={15} aria-hidden />}
        value={find}
        onChange={(event) => setFind(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      <div className={classes['picked']}>
        <span>{countOf(data.filter(({ type }) => takes(value, type)).length)}</span>
        {patterns.map((pattern) => (
          <Pill
            key={pattern}
            withRemoveButton
            removeButtonProps={{ 'aria-label': `Remove ${pattern}`, tabIndex: 0 }}
            onRemove={() => onChange(value.filter((each) => each !== pattern))}
          >
            {pattern}
          </Pill>
        ))}
        {canAdd && (
          <Button size="compact-xs" variant="light" onClick={() => onChange([...value, group])}>
            Take every {group}
          </Button>
        )}
      </div>
      <div className={classes['packs']} role="group" aria-label="Event types by pack" tabIndex={0}>
        {byPack(shown).map(([pack, types]) => (
          <Pack
            key={pack}
            pack={pack}
            types={types}
            value={value}
            onChange={onChange}
            format={format}
          />
        ))}
        {shown.length === 0 && <p className={classes['hint']}>No type has this in its name.</p>}
      </div>
    </div>
  );
}

interface PackProps extends ChosenProps {
  pack: string;
  types: readonly EventType[];
}

function Pack({ pack, types, value, onChange, format }: PackProps) {
  const open = types.filter(
    ({ type, formats }) => !isByPattern(value, type) && isCarried(formats, format),
  );
  const names = open.map(({ type }) => type);
  const taken = names.filter((name) => value.includes(name)).length;
  return (
    <div className={classes['pack']}>
      <Checkbox
        label={`All of ${pack}`}
        fw={600}
        checked={names.length > 0 && taken === names.length}
        indeterminate={taken > 0 && taken < names.length}
        disabled={names.length === 0}
        onChange={(event) => {
          const rest = value.filter((each) => !names.includes(each));
          onChange(event.currentTarget.checked ? [...rest, ...names] : rest);
        }}
      />
      <div className={classes['members']}>
        {types.map(({ type, confidential, formats }) => {
          const isPattern = isByPattern(value, type);
          return (
            <Checkbox
              key={type}
              checked={isPattern || value.includes(type)}
              disabled={isPattern || !isCarried(formats, format)}
              onChange={(event) => {
                const rest = value.filter((each) => each !== type);
                onChange(event.currentTarget.checked ? [...rest, type] : rest);
              }}
              label={
                <span className={classes['member']}>
                  <ForeignText text={type} />
                  {confidential && <Tag tone="warn">confidential</Tag>}
                  {!isCarried(formats, format) && <Tag>not in this format</Tag>}
                </span>
              }
            />
          );
        })}
      </div>
    </div>
  );
}

function isByPattern(value: readonly string[], type: string): boolean {
  return takes(
    value.filter((each) => each.endsWith('*')),
    type,
  );
}

function isCarried(formats: readonly string[], format: string | null): boolean {
  return format === null || formats.includes(format);
}

function countOf(count: number): string {
  return count === 1 ? '1 type is taken' : `${count} types are taken`;
}
