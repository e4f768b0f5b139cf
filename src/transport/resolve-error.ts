/**
 * `no_name`: the name does not exist. `no_address`: it has no address. `failing`: the name servers
 * report an error or cannot be reached. `silent`: no name server answered in time. `queued`: the lookup
 * had not begun when the time was over. `unfit`: the name does not fit into a DNS question.
 */
export type ResolveProblem = 'no_name' | 'no_address' | 'failing' | 'silent' | 'queued' | 'unfit';

/** The error of a host name that could not be resolved. */
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
      /** True if our name servers fail for every name, or this process has no capacity for the lookup. */
      isOurs?: boolean;
      /** Response codes of the name servers or error codes of the system. */
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
    `The host name ${host} could not be looked up in time: name servers do not answer for other host names of the same tenant, whose lookups take up its share.`,
};

const OF_OURS: Partial<Record<ResolveProblem, Explain>> = {
  failing: (host, said) => `The host name ${host} could not be looked up${said}: ${OURS}`,
  silent: (host) => `The host name ${host} could not be looked up in time: ${OURS}`,
  queued: (host) =>
    `The host name ${host} could not be looked up in time: too many lookups are under way in this process. ${NOT_SPENT}`,
};

function explain(
  host: string,
  problem: ResolveProblem,
  isOurs: boolean,
  codes: readonly string[],
): string {
  const said = codes.length === 0 ? '' : ` (${codes.join(', ')})`;
  const textFor = (isOurs ? OF_OURS[problem] : undefined) ?? THEIRS[problem];
  return textFor(host, said);
}
