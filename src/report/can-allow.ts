import type { CompiledRule } from '../rules/compile.js';
import type { Principal } from '../rules/principal.js';
import { satisfies, type Truth } from '../rules/truth.js';
import { type Fact, factsOf, type World } from './facts.js';

/** The limit of evaluations. A rule that compares a few facts needs fewer than a hundred. */
const MAX_WORLDS = 5000;

/**
 * Whether a rule allows at least one request from the callers of a column. It adds one fact after
 * another and evaluates the rule each time. Facts that are still missing are unknown, so a definite
 * result ends the search early.
 *
 * @returns `true` also if the search takes too long, so that no cell is `denied` without proof
 */
export function canAllow(rule: CompiledRule, caller: Principal): boolean {
  const [start, facts] = factsOf(rule, caller);
  let worlds = 0;

  function search(world: World, next: number): boolean {
    worlds += 1;
    if (worlds > MAX_WORLDS) return true;
    const truth = truthIn(rule, world);
    const fact: Fact | undefined = facts[next];
    if (truth !== undefined || fact === undefined) return truth === true;
    for (const known of fact(world)) {
      if (search(known, next + 1)) return true;
    }
    return false;
  }

  return search(start, 0);
}

/** Reads the clock for each world, so that tokens do not age during a long search. */
function truthIn(rule: CompiledRule, world: World): Truth {
  const since = (age: number | undefined) =>
    age === undefined ? undefined : Date.now() / 1000 - age;
  const { caller, parameters, issuedAge, signedInAge } = world;
  const principal = { ...caller, issuedAt: since(issuedAge), signedInAt: since(signedInAge) };
  return satisfies(rule, principal, { pathParameters: parameters }, []);
}
