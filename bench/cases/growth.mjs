/** One kind of contestant at several sizes, each named `series @ size`. */
import { allOf, anyOf, cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { httpEvents, OTHERS, restEvents, WANTED } from '../events.mjs';
import { chain, empty } from './chain.mjs';
import { inlineGuard } from './inline.mjs';
import { policy } from './routes.mjs';

const ours = (name, texts, rule = WANTED) => chain(name, texts, [cognitoGroups(), requireGroup(rule)]);

function inline(name, texts) {
  const hook = inlineGuard((groups) => groups.includes(WANTED), Error);
  return chain(name, texts, [hook, { before: function emptyHook() {} }]);
}

function byGroups(eventsOf) {
  const sizes = [1, 3, 10, 30, 100, 300];
  const contestants = sizes.flatMap((size) => {
    const texts = eventsOf(size);
    return [ours(`ours @ ${size}`, texts), inline(`inline @ ${size}`, texts)];
  });
  return [empty(eventsOf(5)), ...contestants];
}

/** Each level adds one list around the rule, with a group that the caller is not in. */
function nestedRule(depth) {
  let rule = WANTED;
  for (let level = 0; level < depth; level += 1) {
    rule = level % 2 === 0 ? anyOf(OTHERS[139], rule) : allOf(rule, WANTED);
  }
  return rule;
}

export const groups = {
  'growth: groups, REST API': () => byGroups(restEvents),
  'growth: groups, HTTP API': () => byGroups(httpEvents),
  'growth: routes': () => {
    const sizes = [10, 100, 1000, 10_000];
    return [empty(restEvents(5)), ...sizes.map((size) => ({ ...policy(size), name: `ours @ ${size}` }))];
  },
  'growth: depth of a rule': () => {
    const texts = restEvents(5);
    return [empty(texts), ...[1, 2, 4, 8, 16].map((depth) => ours(`ours @ ${depth}`, texts, nestedRule(depth)))];
  },
  'growth: names in anyOf': () => {
    const texts = restEvents(5);
    const ruleOf = (size) => anyOf(...Array.from({ length: size - 1 }, (_, n) => `no_member_${n}`), WANTED);
    return [empty(texts), ...[1, 10, 100, 1000].map((size) => ours(`ours @ ${size}`, texts, ruleOf(size)))];
  },
};
