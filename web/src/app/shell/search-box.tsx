import { Kbd, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useQueryState } from '../url-state';
import classes from './search-box.module.css';

/** Any id, host, tenant or reference. The key "/" leads to it from everywhere. */
export function SearchBox() {
  const [{ q = '' }] = useQueryState();
  const [text, setText] = useState(q);
  const field = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  useEffect(() => setText(q), [q]);
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      event.preventDefault();
      field.current?.select();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);
  const search = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = text.trim();
    if (wanted !== '') void navigate({ to: '/console/search', search: { q: wanted } });
  };
  return (
    <form role="search" onSubmit={search} className={classes['form']}>
      <TextInput
        ref={field}
        type="search"
        aria-label="Search"
        placeholder="Event, delivery, endpoint host, tenant or any id in an event"
        value={text}
        maxLength={500}
        onChange={(event) => setText(event.currentTarget.value)}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={<Kbd size="xs">/</Kbd>}
        spellCheck={false}
        autoComplete="off"
      />
    </form>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [role=dialog]') !== null
  );
}
