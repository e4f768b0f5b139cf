import { isIP } from 'node:net';

/** Reads the text of a hosts(5) file: the addresses of each name, in their order, names in lower case. */
export function parseHosts(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of names) {
      const key = name.toLowerCase();
      const earlier = found.get(key);
      if (!earlier) found.set(key, [address]);
      else if (!earlier.includes(address)) earlier.push(address);
    }
  }
  return found;
}
