import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

interface CopyButtonProps {
  /** Null: it is not known yet. */
  text: string | null;
  /** The button's name, such as "Copy as curl". */
  label: string;
  /** An icon alone, or a button with its label. */
  look?: 'icon' | 'button';
}

/** Copies a text and says so, to readers of the screen too. */
export function CopyButton({ text, label, look = 'icon' }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (outcome === null) return undefined;
    const timer = setTimeout(() => setOutcome(null), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = (): void => {
    copyText(text ?? '').then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    );
  };
  const said = outcome === 'copied' ? 'Copied' : outcome === 'failed' ? 'Could not copy' : '';
  const icon = outcome === 'copied' ? <IconCheck size={14} /> : <IconCopy size={14} />;
  return (
    <>
      {look === 'icon' ? (
        <Tooltip label={said === '' ? label : said}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={label}
            disabled={text === null}
            onClick={copy}
          >
            {icon}
          </ActionIcon>
        </Tooltip>
      ) : (
        <Button
          variant="default"
          leftSection={icon}
          disabled={text === null}
          onClick={copy}
          aria-label={label}
        >
          {said === '' ? label : said}
        </Button>
      )}
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}

/** Without TLS on another host than loopback a page has no clipboard: a selected text is copied instead. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  if (!isCopied) throw new Error('The browser did not copy.');
}
