/*! This file contains yaml (https://eemeli.org/yaml), Copyright Eemeli Aro <eemeli@gmail.com>.
Permission to use, copy, modify, and/or distribute this software for any purpose with or without
fee is hereby granted, provided that the above copyright notice and this permission notice appear
in all copies. THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD
TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL
THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT,
NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE. */
import { Pair, parseDocument, Scalar, type Tags, visit, YAMLMap, type YAMLSeq } from 'yaml';
import { quote } from '../../lib/quote.js';

/** The functions that a template may write as a tag: `!Sub` is `Fn::Sub`. */
const FUNCTIONS = `And Base64 Cidr Equals FindInMap GetAtt GetAZs If ImportValue Join Length Not Or
  Select Split Sub ToJsonString Transform`.split(/\s+/u);

const TAGS: Tags = [
  ...['Ref', 'Condition'].flatMap((name) => tagsOf(`!${name}`, name)),
  ...FUNCTIONS.flatMap((name) => tagsOf(`!${name}`, `Fn::${name}`)),
];

/** A tagged list, map or string becomes a map with one key, as in JSON. */
function tagsOf(tag: string, key: string): Exclude<Tags[number], string>[] {
  const wrap = (node: YAMLMap | YAMLSeq) => {
    const map = new YAMLMap();
    map.items.push(new Pair(new Scalar(key), node));
    return map;
  };
  return [
    { tag, collection: 'map', resolve: wrap as never },
    { tag, collection: 'seq', resolve: wrap as never },
    { tag, resolve: (text) => ({ [key]: text }) },
  ];
}

/**
 * The limit of uses of one anchor. Nested uses multiply, so a few lines could exhaust the memory.
 */
const MAX_ALIASES = 1000;

/** @throws Error with a one-line message for anything but YAML */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, {
    customTags: TAGS,
    merge: true,
    stringKeys: true,
    // Both are slow for a large file: `uniqueKeys` compares every key with every other.
    prettyErrors: false,
    uniqueKeys: false,
  });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    throw new Error(`${problem.message} in line ${lineOf(text, problem.pos[0])}`);
  }
  visit(document, { Map: (_, map) => checkKeys(text, map) });
  return document.toJS({ maxAliasCount: MAX_ALIASES });
}

function checkKeys(text: string, { items }: YAMLMap): void {
  const seen = new Set<unknown>();
  for (const { key } of items) {
    const { value, range } = key as Scalar.Parsed;
    if (seen.has(value)) {
      throw new Error(`duplicate key ${quote(value)} in line ${lineOf(text, range[0])}`);
    }
    seen.add(value);
  }
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}
