import { Radio } from '@mantine/core';
import type { Channel } from './values';
import classes from './endpoint-form.module.css';

const CHANNELS: readonly [Channel, string, string][] = [
  ['webhook', 'Webhook', 'POST requests to your server'],
  ['inspector', 'Inspector', 'No server needed: shows here what would be sent'],
  ['email', 'Email', 'Mails to people'],
  ['slack', 'Slack', 'Messages to a Slack channel'],
];

/** How events are sent. It cannot be changed later. */
export function ChannelField({
  value,
  onChange,
  error,
}: {
  value: Channel;
  onChange: (value: Channel) => void;
  error: string | undefined;
}) {
  return (
    <Radio.Group
      label="Channel"
      value={value}
      error={error}
      onChange={(next) => onChange(CHANNELS.find(([name]) => name === next)?.[0] ?? 'webhook')}
    >
      <div className={classes['channels']}>
        {CHANNELS.map(([name, label, description]) => (
          <label key={name} className={classes['channel']} data-chosen={name === value}>
            <Radio value={name} aria-label={label} />
            <span>
              <span className={classes['channelName']}>{label}</span>
              <span className={classes['hint']}>{description}</span>
            </span>
          </label>
        ))}
      </div>
    </Radio.Group>
  );
}
