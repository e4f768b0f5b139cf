// Ports from 1024 on that browsers refuse (WHATWG Fetch, "port blocking").
const BAD_PORTS = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669,
  6679, 6697, 10080,
]);

// MySQL, PostgreSQL, Redis, Elasticsearch, memcached, MongoDB: they never speak HTTP on purpose.
const DATABASE_PORTS = new Set([3306, 5432, 6379, 9200, 11211, 27017]);

/** 443 (and 80 outside production), 1024–65535 without bad and database ports, and what is allowed besides. */
export function isReceiverPort(
  port: number,
  policy: { production: boolean; allowedPorts: readonly number[] },
): boolean {
  if (policy.allowedPorts.includes(port) || port === 443) return true;
  if (port === 80) return !policy.production;
  return port >= 1024 && port <= 65_535 && !BAD_PORTS.has(port) && !DATABASE_PORTS.has(port);
}
