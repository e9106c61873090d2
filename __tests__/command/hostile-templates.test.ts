import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { authenticated, everyone } from 'middy-cognito-groups';
import { parse } from 'yaml';
import { toAccess } from '../../src/command/access.js';
import { findAll } from '../../src/command/findings/find-all.js';
import type { Finding } from '../../src/command/findings/finding.js';
import { readDeployment } from '../../src/command/template/read-deployment.js';
import { readTemplate } from '../../src/command/template/template.js';
import { UsageError } from '../../src/command/usage-error.js';
import { readDocument } from '../support/documents.js';
import { runs } from '../support/runs.js';

const FOLDER = '__tests__/fixtures/templates/';

/** Every fixture as JSON; its tags are gone, which is one more way to be malformed. */
const templates = readdirSync(new URL(`../../${FOLDER}`, import.meta.url)).map(
  (name) => parse(readDocument(FOLDER + name), { logLevel: 'silent', merge: true }) as object,
);

const access = toAccess({ 'GET /teams': authenticated, 'GET /health': everyone }, undefined);

/** The findings of a template; `undefined` if it is refused in one sentence. */
function findingsOf(text: string): readonly Finding[] | undefined {
  try {
    const deployment = readDeployment([readTemplate('t.json', text)]);
    return findAll(access, deployment, { functions: [], verifiesItself: false }).findings;
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return undefined;
  }
}

/** Replaces the part at a path, chosen by numbers. */
function replaced(value: unknown, path: readonly number[], part: unknown): unknown {
  const [at, ...rest] = path;
  if (at === undefined || typeof value !== 'object' || value === null) return part;
  const entries = Object.entries(value);
  const chosen = at % Math.max(entries.length, 1);
  const changed = entries.map(([key, item], index) =>
    index === chosen ? [key, replaced(item, rest, part)] : [key, item],
  );
  return Array.isArray(value)
    ? changed.map(([, item]) => item)
    : Object.fromEntries(changed as [string, unknown][]);
}

/** JavaScript cannot make a string of it. */
const NOT_TEXT = { toString: '' };

const REFERENCES: readonly unknown[] = [
  { Ref: 'Teams' },
  { Ref: 'AWS::NoValue' },
  { 'Fn::GetAtt': ['TeamApi', 'RootResourceId'] },
  { 'Fn::GetAtt': [NOT_TEXT, NOT_TEXT] },
  { 'Fn::If': ['C', { Ref: 'D' }, 'e'] },
  { 'Fn::Sub': ['x', 7] },
  { 'Fn::Transform': { Name: 'AWS::Include' } },
  { Ref: NOT_TEXT },
  { 'Fn::Join': [NOT_TEXT, ['a', 'b']] },
  NOT_TEXT,
];

const part = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom<unknown>(...REFERENCES));

it('a parameter whose type is no text has its default', () => {
  const text = JSON.stringify({
    Parameters: { Stage: { Type: NOT_TEXT, Default: 'dev' } },
    Resources: { A: { Type: 'T' } },
  });
  expect([...readTemplate('t.json', text).defaults]).toEqual([['Stage', 'dev']]);
});

describe('a template with any part replaced by anything', () => {
  it('is compared, or refused in one sentence', () => {
    const outcomes = { compared: 0, refused: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom(...templates),
        fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }),
        part,
        (template, path, value) => {
          const found = findingsOf(JSON.stringify(replaced(template, path, value)));
          outcomes[found === undefined ? 'refused' : 'compared'] += 1;
          for (const { route, problem, fix } of found ?? []) {
            expect(`${route} ${problem} ${fix}`).not.toMatch(/undefined|\[object/u);
          }
        },
      ),
      { numRuns: runs(8000) },
    );
    expect(Math.min(outcomes.compared, outcomes.refused)).toBeGreaterThan(0);
  });
});

describe('names that objects have by themselves', () => {
  it('are names of routes, functions, APIs and conditions like any other', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const resources = names.flatMap((name) => [
      [name, { Type: 'AWS::Lambda::Function' }],
      [
        `${name}Route`,
        {
          Type: 'AWS::ApiGatewayV2::Route',
          Condition: name,
          Properties: {
            ApiId: { Ref: name },
            RouteKey: `GET /${name}`,
            AuthorizationType: { 'Fn::If': [name, 'JWT', 'NONE'] },
          },
        },
      ],
    ]);
    const text = JSON.stringify({ Resources: Object.fromEntries(resources) });
    const { routes, functions } = readDeployment([readTemplate('t.json', text)]);
    expect(functions).toEqual(names);
    expect(
      routes.map(({ api, path, authorizer, when }) => [api, path, authorizer.kind, [...when]]),
    ).toEqual(names.map((name) => [name, `/${name}`, 'authorizer', [[name, true]]]));
  });
});
