/** JSON text of a format's own names followed by the fields of data, which must not bear them. */
export function withFields(own: Readonly<Record<string, string>>, dataJson: string): string {
  const head = JSON.stringify(own).slice(0, -1);
  const fields = withoutNames(dataJson, Object.keys(own)).slice(1);
  return fields === '}' ? `${head}}` : `${head},${fields}`;
}

/** Parses only where one of the names stands somewhere in the text, which is rare. */
function withoutNames(dataJson: string, names: readonly string[]): string {
  if (!names.some((name) => dataJson.includes(`"${name}":`))) return dataJson;
  const data = JSON.parse(dataJson) as Record<string, unknown>;
  for (const name of names) Reflect.deleteProperty(data, name);
  return JSON.stringify(data);
}
