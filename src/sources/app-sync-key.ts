import { ownFields } from '../lib/own-fields.js';
import { joined } from '../lib/text.js';

/**
 * The route key of an AppSync event: the field of a resolver, `Query.teams`, or the operation and
 * channel of AppSync Events, `PUBLISH /default/news`. Amplify's `@function` has no `info`.
 *
 * @returns `undefined` for any other event
 */
export function appSyncKeyOf(event: unknown): string | undefined {
  const { info, typeName, fieldName } = ownFields(event);
  if (info === undefined) return joined(typeName, '.', fieldName);
  const { parentTypeName, fieldName: field, operation, channel } = ownFields(info);
  return parentTypeName === undefined
    ? joined(operation, ' ', ownFields(channel).path)
    : joined(parentTypeName, '.', field);
}
