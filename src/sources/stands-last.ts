import { misuse } from '../lib/misuse.js';
import type { IdentitySource, SourceName } from './source.js';

/**
 * A source of what the caller sent stands last and alone. Otherwise the caller could choose which
 * source reads the request, by leaving the token out.
 */
export function standsLast(name: SourceName): NonNullable<IdentitySource['check']> {
  return (isLast) => {
    if (!isLast)
      misuse('cognitoGroups: a source of what the caller sent', name, 'it last, and alone');
  };
}
