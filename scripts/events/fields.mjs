/** The fields of a type's `data`, nested ones after their parents, ready for a table. */
export function fieldsOf({ schema, personalFields, idFields, entityIdFields }, patterns) {
  const isPersonal = (pointer) =>
    personalFields.some((one) => one !== '' && (pointer === one || pointer.startsWith(`${one}/`)));
  const choice = entityIdFields.length > 1 ? new Set(entityIdFields) : new Set();
  return walk(schema, []).map(({ path, field, required }) => {
    const pointer = `/${path.join('/')}`;
    return {
      name: path.join('.'),
      type: typeOf(field, patterns),
      required: choice.has(path.join('.')) ? 'one of these' : required ? 'yes' : '',
      nullable: [field.type].flat().includes('null'),
      personal: isPersonal(pointer),
      id: idFields.includes(pointer),
      description: field.description ?? '',
    };
  });
}

function walk({ properties, required }, parents) {
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = [...parents, name];
    const own = { path, field, required: required.includes(name) };
    return field.properties ? [own, ...walk(field, path)] : [own];
  });
}

function typeOf(field, patterns) {
  const kinds = [field.type].flat().filter((kind) => kind !== 'null');
  const words = field.enum?.filter((word) => word !== null);
  if (words) return words.map((word) => `\`${word}\``).join(', ');
  if (field.pattern) return patterns.get(field.pattern) ?? `string, \`${field.pattern}\``;
  if (kinds[0] === 'array' && field.items) return `list of ${field.items.type}`;
  const atLeast = field.minimum === undefined ? '' : ` ≥ ${field.minimum}`;
  return `${kinds.map((kind) => (kind === 'array' ? 'list' : kind)).join(' or ')}${atLeast}`;
}
