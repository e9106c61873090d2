import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fields } from './graphql-access.ts';

const template = readFileSync(new URL('../appsync/template.yaml', import.meta.url), 'utf8');

test('the template has a resolver for each field of the table, and for no other', () => {
  const resolvers = template.matchAll(/TypeName: (\w+)\n\s+FieldName: (\w+)/gu);
  const resolved = Array.from(resolvers, ([, type, field]) => `${type}.${field}`);
  assert.deepEqual(resolved.sort(), Object.keys(fields).sort());
});
