import { describe, expect, it } from '@jest/globals';
import { allOf, defineGroups, everyone, guardRoutes, routePolicy } from '../../src/index.js';
import { carriedTableOf } from '../../src/rules/carried-table.js';

const handler = () => ({ statusCode: 200 });

describe('the table that a guard carries for reports', () => {
  it('has the routes of `routePolicy` in their order, with the rules as data', () => {
    const policy = routePolicy({ 'GET /teams': allOf('a', 'b'), $connect: 'c' });
    expect(carriedTableOf(policy)).toEqual({
      rules: { 'GET /teams': { allOf: ['a', 'b'] }, $connect: 'c' },
      groups: undefined,
      implies: undefined,
    });
  });

  it('has the routes of `guardRoutes`, each as it was written', () => {
    const routes = [
      { method: 'GET', path: '/teams', access: 'a', handler },
      { method: 'ANY', path: '/teams', access: everyone, handler },
    ] as const;
    const { rules } = carriedTableOf(guardRoutes(routes, { any: 'last' })) ?? {};
    expect(Object.entries(rules ?? {})).toEqual([
      ['GET /teams', 'a'],
      ['ANY /teams', everyone],
    ]);
  });

  it('has the names and the hierarchy of `defineGroups`', () => {
    const defined = defineGroups(['admin', 'member'], { implies: { admin: ['member'] } });
    expect(carriedTableOf(defined.routePolicy({ 'GET /': 'member' }))).toEqual({
      rules: { 'GET /': 'member' },
      groups: ['admin', 'member'],
      implies: { admin: ['member'] },
    });
  });

  it('is out of sight: no key, no symbol that is enumerated', () => {
    const policy = routePolicy({ 'GET /': 'a' });
    expect(Reflect.ownKeys({ ...policy })).toEqual(['before', 'onError']);
  });

  it.each([undefined, null, 'a', {}, [], { before() {} }])('is absent from %j', (value) => {
    expect(carriedTableOf(value)).toBeUndefined();
  });
});
