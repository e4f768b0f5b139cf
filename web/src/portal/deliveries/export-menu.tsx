import { Button, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { asProblem } from '../../api/problem';
import { sessionHeaders } from '../../api/session';
import { useTenant } from '../../app/tenant';
import { ProblemNotice } from '../../components/problem-notice';
import { useAllowed, whyNot } from '../shared/allowed';

const FORMATS = { csv: 'CSV, for a spreadsheet', ndjson: 'NDJSON, one delivery per line' } as const;
type Format = keyof typeof FORMATS;

/** Saves the deliveries that the filters select as a file. */
export function ExportMenu({ filters }: { filters: Record<string, string> }) {
  const tenant = useTenant();
  const may = useAllowed();
  const download = useMutation({
    mutationFn: async (format: Format) => {
      const query = new URLSearchParams({ ...filters, format });
      const path = `/v1/tenants/${encodeURIComponent(tenant)}/deliveries/export?${query.toString()}`;
      const answer = await fetch(path, { headers: sessionHeaders('GET') }).catch(
        (error: unknown) => {
          throw asProblem(error);
        },
      );
      if (!answer.ok) {
        const problem: unknown = await answer.json().catch(() => undefined);
        throw asProblem(problem, answer.status);
      }
      save(await answer.blob(), `deliveries.${format}`);
    },
  });
  const isAllowed = may('export');
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            loading={download.isPending}
            disabled={!isAllowed}
            title={isAllowed ? undefined : whyNot('export')}
          >
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(Object.keys(FORMATS) as Format[]).map((format) => (
            <Menu.Item key={format} onClick={() => download.mutate(format)}>
              {FORMATS[format]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {download.isError && <ProblemNotice error={download.error} />}
    </>
  );
}

function save(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser reads the address after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
