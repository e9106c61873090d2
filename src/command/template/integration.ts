import { ownFields } from '../../lib/own-fields.js';
import { functionsIn } from './functions.js';
import { isOpaque, referencesIn, textOf } from './intrinsics.js';
import type { Template } from './template.js';

/** The functions of an integration of a REST API. Only a Lambda integration reaches one. */
export function functionsOfIntegration(
  template: Template,
  integration: unknown,
): readonly string[] | undefined {
  if (isOpaque(integration)) return undefined;
  const { Type, Uri, type, uri } = ownFields(integration);
  const kind = textOf(template, Type ?? type);
  const address = Uri ?? uri;
  if (typeof kind === 'string' && !/^aws(?:_proxy)?$/iu.test(kind)) return [];
  const functions = functionsIn(template, address);
  if (functions.length > 0) return functions;
  const isService = typeof kind === 'string' && /^aws$/iu.test(kind) && isOfService(address);
  return kind === undefined || isService ? [] : undefined;
}

/** Other services have addresses of the same form. What is written elsewhere may be a function. */
function isOfService(address: unknown): boolean {
  const text = JSON.stringify(address);
  return text === undefined || (text.includes('apigateway') && !text.includes('lambda'));
}

/** An integration of which the type is unknown counts as a proxy, which is what most are. */
export function isProxy(template: Template, integration: unknown): boolean {
  const { Type, type, IntegrationType } = ownFields(integration);
  const kind = textOf(template, Type ?? type ?? IntegrationType);
  return typeof kind !== 'string' || !/^aws$/iu.test(kind);
}

/** Whether all integrations of a target are proxies. */
export function isProxyTarget(template: Template, target: unknown): boolean {
  const ids = referencesIn(target);
  return [...ids].every((id) => isProxy(template, template.resources.get(id)?.properties));
}

/** The target of a route of version 2: `integrations/` and the id of an integration. */
export function functionsOfTarget(
  template: Template,
  target: unknown,
): readonly string[] | undefined {
  const found = new Set<string>();
  let isKnown = false;
  for (const id of referencesIn(target)) {
    const { type, properties = {} } = template.resources.get(id) ?? {};
    if (type !== 'AWS::ApiGatewayV2::Integration') continue;
    const { IntegrationType, IntegrationSubtype, IntegrationUri } = properties;
    const kind = textOf(template, IntegrationType);
    const functions = functionsIn(template, IntegrationUri);
    for (const one of functions) found.add(one);
    const isOther = typeof kind === 'string' && !/^AWS(?:_PROXY)?$/u.test(kind);
    isKnown = functions.length > 0 || isOther || IntegrationSubtype !== undefined;
  }
  return isKnown ? [...found] : undefined;
}
