import { ActionIcon, Button, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { messageAt } from '../shared/form-errors';
import { isRequest, type Values } from './values';
import classes from './endpoint-form.module.css';

interface PartProps {
  values: Values;
  onChange: (changes: Partial<Values>) => void;
  error: unknown;
  isNew: boolean;
}

const ENVIRONMENTS = [
  { value: 'all', label: 'Live and sandbox events' },
  { value: 'live', label: 'Live events only' },
  { value: 'sandbox', label: 'Sandbox events only' },
];

/** How fast, in which order, with which headers. */
export function SendingFields({ values, onChange, error, isNew }: PartProps) {
  return (
    <>
      <Select
        label="Environment"
        data={ENVIRONMENTS}
        allowDeselect={false}
        value={values.environment}
        onChange={(environment) =>
          onChange({ environment: (environment ?? 'all') as Values['environment'] })
        }
        error={messageAt(error, 'environment')}
      />
      <Switch
        label="In order"
        description="Events of one subject are sent one after another; one that fails keeps later ones waiting."
        checked={values.ordered}
        onChange={(event) => onChange({ ordered: event.currentTarget.checked })}
        error={messageAt(error, 'ordered')}
      />
      <div className={classes['pair']}>
        <TextInput
          label="Requests per second, at most"
          description="Empty: no limit"
          inputMode="numeric"
          value={values.rate_limit_per_second}
          onChange={(event) => onChange({ rate_limit_per_second: event.currentTarget.value })}
          error={messageAt(error, 'rate_limit_per_second')}
        />
        {isRequest(values.channel) && (
          <TextInput
            label="In flight at once, at most"
            description="Empty: 50"
            inputMode="numeric"
            value={values.max_in_flight}
            onChange={(event) => onChange({ max_in_flight: event.currentTarget.value })}
            error={messageAt(error, 'max_in_flight')}
          />
        )}
      </div>
      {isRequest(values.channel) && (
        <>
          <HeaderFields values={values} onChange={onChange} error={error} />
          {isNew && (
            <PasswordInput
              label="Secret of your own"
              description="Empty: one is generated, which is better. 16 to 256 characters."
              value={values.secret}
              onChange={(event) => onChange({ secret: event.currentTarget.value })}
              error={messageAt(error, 'secret')}
              autoComplete="off"
            />
          )}
        </>
      )}
    </>
  );
}

/** Custom headers. Stored values are shown masked; a mask that is left as it is keeps the value. */
function HeaderFields({ values, onChange, error }: Omit<PartProps, 'isNew'>) {
  const { headers } = values;
  const change = (index: number, part: Partial<Values['headers'][number]>): void =>
    onChange({
      headers: headers.map((header, at) => (at === index ? { ...header, ...part } : header)),
    });
  const message = messageAt(error, 'headers');
  return (
    <fieldset className={classes['headers']}>
      <legend>Headers of your own</legend>
      <p className={classes['hint']}>
        Such as a key that your gateway asks for. Values can be written and not read again.
      </p>
      {headers.map(({ name, value }, index) => (
        <div key={index} className={classes['header']}>
          <TextInput
            aria-label={`Name of header ${index + 1}`}
            placeholder="X-Api-Key"
            value={name}
            onChange={(event) => change(index, { name: event.currentTarget.value })}
            error={message !== undefined}
            spellCheck={false}
          />
          <TextInput
            aria-label={`Value of header ${index + 1}`}
            placeholder="Value"
            value={value}
            onChange={(event) => change(index, { value: event.currentTarget.value })}
            error={message !== undefined}
            spellCheck={false}
            autoComplete="off"
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Remove header ${index + 1}`}
            onClick={() => onChange({ headers: headers.filter((_, at) => at !== index) })}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      {message !== undefined && <p className={classes['error']}>{message}</p>}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange({ headers: [...headers, { name: '', value: '' }] })}
      >
        Add a header
      </Button>
    </fieldset>
  );
}
