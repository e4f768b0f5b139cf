import { Checkbox, Select, Switch } from '@mantine/core';
import { messageAt } from '../shared/form-errors';
import type { Values } from './values';
import classes from './endpoint-form.module.css';

interface PartProps {
  values: Values;
  onChange: (changes: Partial<Values>) => void;
  error: unknown;
}

export const FORMATS = [
  { value: 'envelope', label: 'envelope: id, type, created and data (default)' },
  { value: 'flat', label: 'flat: the fields of the data beside the event' },
  { value: 'key-data', label: 'key-data: key and data' },
  { value: 'callback', label: 'callback: the classic array of compliance records' },
  { value: 'topic', label: 'topic: an array with the topic of each entry' },
  { value: 'event-type', label: 'event-type: event and event_type apart' },
  { value: 'cloudevents', label: 'cloudevents: CloudEvents 1.0' },
];

export const PRESETS: readonly [name: string, description: string][] = [
  ['standard', 'Standard Webhooks: webhook-signature, over id, time and body'],
  ['x-webhook', 'X-Webhook-Signature, over the body'],
  ['x-webhook-timestamped', 'X-Webhook-Signature, over time and body'],
  ['verifa', 'X-Verifa-Signature, over time and body'],
  ['qoreid', 'x-verifyme-signature, SHA-512 over the body'],
];

/** The presets that sign where none is chosen. */
function defaultSigning(format: string): string[] {
  return format === 'event-type' ? ['qoreid', 'standard'] : ['standard', 'x-webhook'];
}

/** How the body looks, and which headers prove where it is from. */
export function ShapeFields({ values, onChange, error }: PartProps) {
  const signing = values.signing ?? defaultSigning(values.format);
  const own = signing.filter((profile) => typeof profile !== 'string');
  const names = signing.filter((profile) => typeof profile === 'string');
  return (
    <>
      <Select
        label="Format"
        description="The shape of the body."
        data={FORMATS}
        allowDeselect={false}
        value={values.format}
        onChange={(format) => format !== null && onChange({ format })}
        error={messageAt(error, 'format')}
      />
      <Switch
        label="Ids only"
        description="The body holds ids and no other data; your server reads the rest over the API."
        checked={values.payload === 'thin'}
        onChange={(event) => onChange({ payload: event.currentTarget.checked ? 'thin' : 'full' })}
        error={messageAt(error, 'payload')}
      />
      <Checkbox.Group
        label="Signatures"
        description="Each is a header of the request. One that your server checks is enough."
        value={names}
        onChange={(chosen) => onChange({ signing: [...chosen, ...own] })}
        error={messageAt(error, 'signing')}
      >
        {PRESETS.map(([name, description]) => (
          <Checkbox key={name} value={name} label={name} description={description} mt={6} />
        ))}
      </Checkbox.Group>
      {own.length > 0 && (
        <p className={classes['hint']}>
          {own.length === 1 ? 'One profile' : `${own.length} profiles`} of your own stay as they
          are. They are changed over the API.
        </p>
      )}
    </>
  );
}
