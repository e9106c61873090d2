import { describe, expect, it } from '@jest/globals';
import { conditionOf } from '../../src/cedar/condition.js';
import type { CompiledRule } from '../../src/rules/compile.js';

/** A kind that a newer compiler might produce and this export does not know. */
const mystery = { kind: 'mystery', data: 'mystery', text: 'mystery' } as unknown as CompiledRule;

const around = (kind: 'anyOf' | 'allOf' | 'noneOf'): CompiledRule => ({
  kind,
  value: [mystery],
  depth: 1,
  data: 'around',
  text: 'around',
});

describe('a rule kind that the export does not know', () => {
  it.each<[string, CompiledRule]>([
    ['alone', mystery],
    ['inside anyOf', around('anyOf')],
    ['inside allOf', around('allOf')],
    ['inside noneOf', around('noneOf')],
  ])('%s is refused', (_, rule) => {
    expect(() => conditionOf("toCedar: 'GET /'", rule, () => [])).toThrow(
      new TypeError(
        "toCedar: 'GET /': mystery cannot be exported: the kind of the rule is not known",
      ),
    );
  });
});
