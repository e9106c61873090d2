/** One start tag of a document, with its attributes as written. */
export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** The names of the elements around it. */
  readonly path: readonly string[];
  /** The text up to the next tag. */
  readonly text: string;
}

const VOID = new Set(['meta', 'input']);

/** Their content is not markup. */
const RAW = /(?<=<(script|style)\b[^<>]*>)[\s\S]*?(?=<\/\1>)/gu;

const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*>([^<]*)/gu;

const ATTRIBUTE = /\s+([a-z-]+)(?:="([^"<>]*)")?/gu;

/** @throws Error unless every `<` starts a tag, and every element is closed in order */
export function readMarkup(html: string): readonly Tag[] {
  const open: string[] = [];
  const tags: Tag[] = [];
  let end = '<!doctype html>\n'.length;
  const text = html.replace(RAW, '');
  if (!text.startsWith('<!doctype html>\n')) throw new Error('no doctype');
  for (const {
    0: whole,
    1: slash,
    2: name = '',
    3: rest = '',
    4: after = '',
    index,
  } of text.matchAll(TAG)) {
    if (index !== end) throw new Error(`not a tag: ${text.slice(end, end + 80)}`);
    end = index + whole.length;
    if (slash === '/') {
      const last = open.pop();
      if (last !== name) throw new Error(`</${name}> ends <${last}>`);
    } else {
      const attributes = [...rest.matchAll(ATTRIBUTE)].map(
        ([, attribute = '', value = '']) => [attribute, value] as const,
      );
      if (new Map(attributes).size < attributes.length) throw new Error(`duplicate in ${whole}`);
      tags.push({ name, attributes: new Map(attributes), path: [...open], text: decode(after) });
      if (!VOID.has(name)) open.push(name);
    }
  }
  if (end !== text.length) throw new Error(`not a tag: ${text.slice(end, end + 80)}`);
  if (open.length > 0) throw new Error(`not closed: ${open.join()}`);
  return tags;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
};

function decode(text: string): string {
  return text.replace(/&([^;\s]*);?/gu, (whole, name: string) => {
    const character = ENTITIES[name];
    if (character === undefined || !whole.endsWith(';')) throw new Error(`not an entity: ${whole}`);
    return character;
  });
}
