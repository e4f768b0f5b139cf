import { ActionIcon, Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconLogout, IconSettings } from '@tabler/icons-react';
import { signOut, useSession } from '../../api/session';
import { ForeignText } from '../../components/foreign-text';
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
        <Menu.Label>
          Signed in as <ForeignText text={person?.name ?? role} />
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) => setColorScheme(value as MantineColorScheme)}
        >
          <Choices of={THEMES} />
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>Times</Menu.Label>
        <Menu.RadioGroup value={timeZone} onChange={(value) => setTimeZone(value as TimeZone)}>
          <Choices of={ZONES} />
        </Menu.RadioGroup>
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

function Choices({ of }: { of: readonly (readonly [value: string, label: string])[] }) {
  return of.map(([value, label]) => (
    <Menu.RadioItem key={value} value={value}>
      {label}
    </Menu.RadioItem>
  ));
}
