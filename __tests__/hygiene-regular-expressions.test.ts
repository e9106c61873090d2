import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { nodesOf, sourceFiles } from './support/source-files.js';

const EXPRESSIONS = sourceFiles.flatMap((file) =>
  nodesOf(file)
    .filter(ts.isRegularExpressionLiteral)
    .map(({ text }) => ({ file, text })),
);

const LENGTH = 4_000;

/** Linear time is a tenth of a millisecond. Quadratic time is 15 or more. */
const MOST_MILLISECONDS = 4;

/** A pause of the machine may fall into one attempt, not into each of them. */
const ATTEMPTS = 4;

function toRegExp(text: string): RegExp {
  const end = text.lastIndexOf('/');
  return new RegExp(text.slice(1, end), text.slice(end + 1));
}

/** What an expression could repeat: its own characters, alone and in pairs, and usual ones. */
function pumpsFor(text: string): string[] {
  const own = [...new Set(text.replace(/\\[a-zA-Z]/gu, ''))].filter((character) =>
    /[^a-zA-Z]/u.test(character),
  );
  const characters = [...new Set([...own, 'a', 'Z', '0', ' ', '/', ',', '.', '\\'])];
  const pairs = ['${', '/a', '{a}', '{a', '-a', '.0', ', ', ' bearer', '/{a}', '{+', 'a.'];
  return [...characters, ...pairs];
}

/** Beginnings that let an expression reach its repetition. */
const STARTS = ['', '/', 'GET /', 'PUBLISH /a', 'cognito-idp.a', '{'];

/** Ends that no expression takes, so that it has to try every other way. */
const ENDS = ['', '\u0000'];

function millisecondsFor(expression: RegExp, text: string): number {
  const start = performance.now();
  text.match(expression);
  return performance.now() - start;
}

/** A text for which every attempt takes too long. */
function findSlowText(expression: RegExp, text: string): string | undefined {
  for (const pump of pumpsFor(text)) {
    const repeated = pump.repeat(LENGTH / pump.length);
    for (const start of STARTS) {
      for (const end of ENDS) {
        const whole = start + repeated + end;
        const isSlow = Array.from({ length: ATTEMPTS }).every(
          () => millisecondsFor(expression, whole) > MOST_MILLISECONDS,
        );
        if (isSlow) return `${start}${pump}...${JSON.stringify(end)}`;
      }
    }
  }
  return undefined;
}

describe('every regular expression of src takes linear time', () => {
  it.each(EXPRESSIONS)('$file: $text', ({ text }) => {
    expect(findSlowText(toRegExp(text), text)).toBeUndefined();
  });
});

it.each(['/,+$/u', '/\\$\\{([^}]*)\\}/u', '/^(?:\\/[^{]*)\\/(?:\\w*\\/)*\\w$/u'])(
  '%s, which does not, is noticed',
  (text) => {
    expect(findSlowText(toRegExp(text), text)).toBeDefined();
  },
);
