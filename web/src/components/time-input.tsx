import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTimeZone } from '../app/preferences';
import { fromField, TIME_PATTERN, toField } from './time-field';

interface TimeInputProps {
  label: string;
  /** ISO 8601; empty: none. */
  value: string;
  /** Called with an ISO time, or null where the field is empty, when the reader leaves it or presses Enter. */
  onChange: (iso: string | null) => void;
  description?: string;
  required?: boolean;
  /** What the API says against it. */
  error?: ReactNode;
  className?: string | undefined;
}

/** A field for a point in time, in the zone that the reader has chosen; the same text in every browser. */
export function TimeInput({ label, value, onChange, error, required, ...rest }: TimeInputProps) {
  const { timeZone } = useTimeZone();
  const zone = timeZone === 'utc' ? 'UTC' : 'local';
  const [text, setText] = useState(() => toField(value, timeZone));
  const [isLeft, setIsLeft] = useState(true);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    setText(toField(value, timeZone));
    setIsLeft(true);
  }, [value, timeZone]);
  const read = fromField(text, timeZone);
  const fault = read === undefined ? `Write it as ${TIME_PATTERN}, such as ${example()}` : '';
  // A form is not sent while the text is no time.
  useEffect(() => field.current?.setCustomValidity(fault), [fault]);
  const commit = (): void => {
    setIsLeft(true);
    if (read === undefined || toField(value, timeZone) === text) return;
    onChange(read);
    setText(read === null ? '' : toField(read, timeZone));
  };
  return (
    <TextInput
      {...rest}
      ref={field}
      label={`${label} (${zone})`}
      placeholder={TIME_PATTERN}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      autoComplete="off"
      spellCheck={false}
      required={required ?? false}
      value={text}
      error={isLeft && fault !== '' ? fault : error}
      onChange={(event) => {
        setIsLeft(false);
        setText(event.currentTarget.value);
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}

/** Today, so that the example is a time that can be meant. */
function example(): string {
  return `${new Date().toISOString().slice(0, 10)} 14:30`;
}
