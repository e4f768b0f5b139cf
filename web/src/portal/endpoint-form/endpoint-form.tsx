import { Textarea, TextInput } from '@mantine/core';
import { Panel } from '../../components/page';
import { messageAt } from '../shared/form-errors';
import { ChannelField } from './channel-field';
import { SendingFields } from './sending-fields';
import { ShapeFields } from './shape-fields';
import { TypeTree } from './type-tree';
import { UrlField } from './url-field';
import { isRequest, type Values } from './values';
import classes from './endpoint-form.module.css';

/** The fields that show their own messages. */
export const FORM_FIELDS = [
  'channel',
  'url',
  'recipients',
  'description',
  'event_types',
  'format',
  'payload',
  'environment',
  'signing',
  'headers',
  'secret',
  'ordered',
  'rate_limit_per_second',
  'max_in_flight',
];

interface EndpointFieldsProps {
  values: Values;
  onChange: (changes: Partial<Values>) => void;
  error: unknown;
  isNew: boolean;
}

/** All settings of an endpoint, in the order in which they are decided. */
export function EndpointFields({ values, onChange, error, isNew }: EndpointFieldsProps) {
  const { channel } = values;
  return (
    <>
      <Panel title="Where to">
        <div className={classes['fields']}>
          {isNew && (
            <ChannelField
              value={channel}
              onChange={(next) => onChange({ channel: next })}
              error={messageAt(error, 'channel')}
            />
          )}
          {channel === 'webhook' && (
            <UrlField
              value={values.url}
              onChange={(url) => onChange({ url })}
              error={messageAt(error, 'url')}
            />
          )}
          {channel === 'slack' && (
            <TextInput
              label="URL of the incoming webhook"
              description="From Slack. It is a secret, and shown masked once it is saved."
              placeholder="https://hooks.slack.com/services/…"
              required
              value={values.url}
              onChange={(event) => onChange({ url: event.currentTarget.value })}
              error={messageAt(error, 'url')}
              spellCheck={false}
            />
          )}
          {channel === 'email' && (
            <Textarea
              label="Recipients"
              description="One mail address per line. Each confirms by a link before mails are sent to it."
              required
              autosize
              minRows={2}
              value={values.recipients}
              onChange={(event) => onChange({ recipients: event.currentTarget.value })}
              error={messageAt(error, 'recipients')}
            />
          )}
          <TextInput
            label="Description"
            description="What people call it, such as “Case service, production”."
            maxLength={500}
            value={values.description}
            onChange={(event) => onChange({ description: event.currentTarget.value })}
            error={messageAt(error, 'description')}
          />
        </div>
      </Panel>
      <Panel title="Which events">
        <TypeTree
          value={values.event_types}
          onChange={(types) => onChange({ event_types: types })}
          error={messageAt(error, 'event_types')}
          format={isRequest(channel) ? values.format : null}
        />
      </Panel>
      {isRequest(channel) && (
        <Panel title="Body and signature">
          <div className={classes['fields']}>
            <ShapeFields values={values} onChange={onChange} error={error} />
          </div>
        </Panel>
      )}
      <Panel title="Sending">
        <div className={classes['fields']}>
          <SendingFields values={values} onChange={onChange} error={error} isNew={isNew} />
        </div>
      </Panel>
    </>
  );
}
