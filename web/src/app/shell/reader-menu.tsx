import { ActionIcon, Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconCheck, IconLogout, IconSettings } from '@tabler/icons-react';
import { signOut, useSession } from '../../api/session';
import { useTimeZone, type TimeZone } from '../preferences';

const THEMES: [MantineColorScheme, string][] = [
  ['auto', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];
const ZONES: [TimeZone, string][] = [
  ['utc', 'UTC'],
  ['local', 'Local time'],
];

/** How the reader wants to see the pages, and the way out. */
export function ReaderMenu() {
  const { role, person } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { timeZone, setTimeZone } = useTimeZone();
  const leave = (everywhere: boolean): void => void signOut({ everywhere }).catch(() => undefined);
  return (
    <Menu width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Settings and sign out">
          <IconSettings size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Signed in as {person?.name ?? role}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        {THEMES.map(([value, label]) => (
          <Choice
            key={value}
            label={label}
            isChosen={colorScheme === value}
            onChoose={() => setColorScheme(value)}
          />
        ))}
        <Menu.Divider />
        <Menu.Label>Times</Menu.Label>
        {ZONES.map(([value, label]) => (
          <Choice
            key={value}
            label={label}
            isChosen={timeZone === value}
            onChoose={() => setTimeZone(value)}
          />
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => leave(false)}>
          Sign out
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => leave(true)}>
          Sign out everywhere
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface ChoiceProps {
  label: string;
  isChosen: boolean;
  onChoose: () => void;
}

function Choice({ label, isChosen, onChoose }: ChoiceProps) {
  return (
    <Menu.Item
      role="menuitemradio"
      aria-checked={isChosen}
      closeMenuOnClick={false}
      onClick={onChoose}
      rightSection={isChosen ? <IconCheck size={16} aria-hidden /> : undefined}
    >
      {label}
    </Menu.Item>
  );
}
