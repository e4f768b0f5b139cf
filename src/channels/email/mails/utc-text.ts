const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `15 Jan 2026, 09:44 UTC`; undefined for what is no time. */
export function utcText(time: Date | string): string | undefined {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return undefined;
  const [day, clock = ''] = date.toISOString().split('T');
  const [year = '', month = '', of = ''] = (day ?? '').split('-');
  return `${Number(of)} ${MONTHS[Number(month) - 1] ?? ''} ${year}, ${clock.slice(0, 5)} UTC`;
}
