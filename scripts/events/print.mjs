/** The catalogue as lines for a terminal: pack by pack, the first sentence of each description. */
export function printCatalogue(types) {
  const packs = [...new Set(types.map(({ pack }) => pack))];
  const width = Math.max(...types.map(({ type }) => type.length));
  const blocks = packs.map((pack) => {
    const own = types.filter((one) => one.pack === pack);
    const lines = own.map(
      ({ type, description }) => `  ${type.padEnd(width)}  ${firstSentence(description)}`,
    );
    return `${pack} (${own.length})\n${lines.join('\n')}\n`;
  });
  return `${blocks.join('\n')}\n${types.length} event types in ${packs.length} packs\n`;
}

/** @param {string} text */
export function firstSentence(text) {
  return /^.*?\.(?= [A-Z]|$)/s.exec(text)?.[0] ?? text;
}
