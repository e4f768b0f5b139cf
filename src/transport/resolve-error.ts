/**
 * `no_name`: there is no such name. `no_address`: it has no address. `failing`: name servers say that
 * they cannot tell, or cannot be reached. `silent`: none has answered in time. `queued`: the look-up had
 * not begun when the time was over. `unfit`: no name server can be asked for it.
 */
export type ResolveProblem = 'no_name' | 'no_address' | 'failing' | 'silent' | 'queued' | 'unfit';

/** Why a host name led to no address. */
export class ResolveError extends Error {
  readonly isOurs: boolean;
  readonly codes: readonly string[];

  constructor(
    host: string,
    readonly problem: ResolveProblem,
    {
      isOurs = false,
      codes = [],
    }: {
      /** True where our name servers fail for every name, or we have no room for the look-up. */
      isOurs?: boolean;
      /** What name servers said, or the system did of them. */
      codes?: readonly string[];
    } = {},
  ) {
    super(explain(host, problem, isOurs, codes));
    this.name = 'ResolveError';
    this.isOurs = isOurs;
    this.codes = codes;
  }
}

type Explain = (host: string, said: string) => string;

const NOT_SPENT = 'It is no fault of the receiver; it spends nothing of the schedule.';
const OURS = `our own name servers answer no question at the moment. ${NOT_SPENT}`;

const THEIRS: Record<ResolveProblem, Explain> = {
  no_name: (host) =>
    `There is no host name ${host} in DNS (NXDOMAIN); check its spelling, and that its domain is registered.`,
  no_address: (host) =>
    `The host name ${host} has no address; add an A or AAAA record to its DNS zone.`,
  unfit: (host) =>
    `The host name ${host} is no name that a name server can be asked for; check its spelling.`,
  failing: (host, said) =>
    `The name servers of ${host} fail${said}; other names resolve. Check the DNS zone, its DNSSEC and its delegation.`,
  silent: (host) =>
    `The name servers of ${host} do not answer; other names resolve. Check the DNS zone and its delegation.`,
  queued: (host) =>
    `The host name ${host} could not be looked up in time: name servers do not answer for other host names of the same tenant, whose look-ups take up its share.`,
};

const OF_OURS: Partial<Record<ResolveProblem, Explain>> = {
  failing: (host, said) => `The host name ${host} could not be looked up${said}: ${OURS}`,
  silent: (host) => `The host name ${host} could not be looked up in time: ${OURS}`,
  queued: (host) =>
    `The host name ${host} could not be looked up in time: too many look-ups are under way in this process. ${NOT_SPENT}`,
};

function explain(
  host: string,
  problem: ResolveProblem,
  isOurs: boolean,
  codes: readonly string[],
): string {
  const said = codes.length === 0 ? '' : ` (${codes.join(', ')})`;
  const tell = (isOurs ? OF_OURS[problem] : undefined) ?? THEIRS[problem];
  return tell(host, said);
}
