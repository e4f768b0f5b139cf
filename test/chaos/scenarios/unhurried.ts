/** Settings under which no attempt is given up, or made again, only because the machine is busy. */
export const UNHURRIED = { DELIVERY_TIMEOUT_MS: '30000', LEASE_MARGIN_MS: '15000' };
