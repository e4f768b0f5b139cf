import { writeNumber, writeShare } from '../../components/write-time';
import type { StatisticsRow } from './over-time';
import type { Standing } from './statistics';

interface EventualSuccessProps {
  row: Partial<StatisticsRow> | undefined;
  standing: Standing | undefined;
}

/** The share of settled deliveries that succeeded, beside what it does not count. */
export function EventualSuccess({ row, standing }: EventualSuccessProps) {
  return (
    <>
      {writeShare(row?.success_rate)} {row !== undefined && `(${ofSettled(row, standing)})`}
    </>
  );
}

/** Such as `of 95 settled; 5 pending, 2 held`. */
export function ofSettled(row: Partial<StatisticsRow>, standing: Standing | undefined): string {
  const settled = (row.succeeded ?? 0) + (row.failed ?? 0);
  const others = (['pending', 'held', 'skipped', 'cancelled'] as const).flatMap((status) => {
    const count = standing?.[status] ?? 0;
    return count > 0 ? [`${writeNumber(count)} ${status}`] : [];
  });
  const counted = settled === 0 ? 'nothing settled yet' : `of ${writeNumber(settled)} settled`;
  return others.length === 0 ? counted : `${counted}; ${others.join(', ')}`;
}
