import { type Fields, isRecord, ownFields } from '../../lib/own-fields.js';
import type { Authorizer } from './deployment.js';
import { isOpaque, isUnresolved, textOf } from './intrinsics.js';
import type { SamApi } from './sam-api.js';
import type { Template } from './template.js';

/**
 * The authorizer of one method: that of its event, or the `DefaultAuthorizer` of its API. SAM does
 * not apply the default to OPTIONS of an HTTP API, nor, if `AddDefaultAuthorizerToCorsPreflight` is
 * false, to OPTIONS of a REST API.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiauth.html
 */
export function samAuthorizer(
  template: Template,
  { kind }: SamApi,
  api: Fields,
  event: Fields,
  method: string,
): Authorizer {
  for (const auth of [event.Auth, api.Auth]) {
    if (auth !== undefined && (!isRecord(auth) || isOpaque(auth)))
      return { kind: 'unknown', why: '`Auth` is not a map' };
  }
  const auth = ownFields(api.Auth);
  const named = textOf(template, ownFields(event.Auth).Authorizer);
  const skipsDefault = method === 'OPTIONS' && (kind === 'http' || !guardsPreflights(auth));
  const name = named ?? (skipsDefault ? undefined : textOf(template, auth.DefaultAuthorizer));
  if (isUnresolved(name)) return { kind: 'unknown', why: `its authorizer is ${name.unresolved}` };
  if (name === undefined || name === 'NONE') return { kind: 'none' };
  if (authorizerNames(api).includes(name)) return { kind: 'authorizer', name };
  if (name === 'AWS_IAM') return { kind: 'iam' };
  return { kind: 'unknown', why: `${name} is not among the Authorizers of its API` };
}

export function guardsPreflights(auth: Fields): boolean {
  // A text counts as true, whatever it says.
  return auth.AddDefaultAuthorizerToCorsPreflight !== false;
}

export function authorizerNames(api: Fields): string[] {
  return Object.keys(ownFields(ownFields(api.Auth).Authorizers));
}
