/** A condition of a policy. A string is one comparison in Cedar. */
export type Formula =
  | boolean
  | string
  | { readonly all: readonly Formula[] }
  | { readonly any: readonly Formula[] };

/** True if every part is true. A repeated part is dropped. */
export function all(parts: readonly Formula[]): Formula {
  const flat = parts.flatMap((part) => (isAll(part) ? part.all : [part]));
  if (flat.includes(false)) return false;
  const left = [...new Set(flat)].filter((part) => part !== true);
  return left.length > 1 ? { all: left } : (left[0] ?? true);
}

/** True if at least one part is true. */
export function any(parts: readonly Formula[]): Formula {
  const flat = parts.flatMap((part) => (isAny(part) ? part.any : [part]));
  if (flat.includes(true)) return true;
  const left = [...new Set(flat)].filter((part) => part !== false);
  return left.length > 1 ? { any: left } : (left[0] ?? false);
}

/** The condition in Cedar, with one part on each line. A list inside another is in parentheses. */
export function formulaText(formula: Formula, separator = '\n  '): string {
  if (typeof formula !== 'object') return String(formula);
  const [parts, operator] = isAll(formula) ? [formula.all, ' &&'] : [formula.any, ' ||'];
  const texts = parts.map((part) => {
    const text = formulaText(part, ' ');
    return typeof part === 'object' ? `(${text})` : text;
  });
  return texts.join(operator + separator);
}

function isAll(formula: Formula): formula is { readonly all: readonly Formula[] } {
  return typeof formula === 'object' && 'all' in formula;
}

function isAny(formula: Formula): formula is { readonly any: readonly Formula[] } {
  return typeof formula === 'object' && 'any' in formula;
}
