import type { Schemas } from '../../api/client';
import { Moment } from '../../components/moment';
import { Columns, Panel } from '../../components/page';
import { writeBytes, writeNumber, writeShare } from '../../components/write-time';
import { PlainTable, rowsOf } from './plain-table';

/** How large the tables are, what is dropped next, and how much of them is dead. */
export function DatabasePanels({ database }: { database: Schemas['Platform']['database'] }) {
  return (
    <Columns min={420}>
      <Panel title="Partitions">
        <PlainTable
          label="Partitions"
          heads={['Partition', 'Size', 'Dropped']}
          rows={rowsOf(database?.partitions, ({ name, size_bytes: size, drops_at: at }) => [
            <code key="name">{name}</code>,
            writeBytes(size),
            <Moment key="at" at={at} show="relative" />,
          ])}
          empty="No partitions."
        />
      </Panel>
      <Panel title="Dead rows">
        <PlainTable
          label="Dead rows"
          heads={['Table', 'Live', 'Dead', 'Share']}
          rows={rowsOf(database?.dead_rows, ({ table, live, dead }) => [
            <code key="table">{table}</code>,
            writeNumber(live),
            writeNumber(dead),
            writeShare(live + dead === 0 ? 0 : dead / (live + dead)),
          ])}
          empty="No tables."
        />
      </Panel>
    </Columns>
  );
}
