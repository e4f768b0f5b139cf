/** Pairs of bucket and count, by ascending bucket, as `histogram_bucket` numbers them. */
export type Histogram = readonly (readonly [bucket: number, count: number])[];

/** Bucket b has the times from BASE^b to BASE^(b+1) milliseconds. */
const BASE = 1.1;

/**
 * Returns a percentile in milliseconds, at most 4.9 % away from the exact one (and half a millisecond, because times
 * are whole milliseconds); null if nothing was measured.
 *
 * @param share  the share of the values that are at most as large, such as 0.95
 */
export function percentile(histogram: Histogram, share: number): number | null {
  const total = histogram.reduce((sum, [, count]) => sum + count, 0);
  if (total <= 0) return null;
  const rank = Math.max(1, Math.ceil(share * total));
  let seen = 0;
  for (const [bucket, count] of histogram) {
    seen += count;
    if (seen >= rank) return Math.round(10 * BASE ** (bucket + 0.5)) / 10;
  }
  return null;
}
