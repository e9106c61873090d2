import { isRecord } from '../../lib/own-fields.js';
import { conditionsOf, type Deployment } from './deployment.js';
import { referenceOf, textOf } from './intrinsics.js';
import { resourcesOf, type Template } from './template.js';

/** `AWS::ApiGateway::GatewayResponse`. */
export function readGatewayResponses(template: Template, deployment: Deployment): void {
  for (const response of resourcesOf(template, 'AWS::ApiGateway::GatewayResponse')) {
    const { RestApiId, ResponseType, ResponseParameters } = response.properties;
    const type = textOf(template, ResponseType);
    const api = referenceOf(RestApiId);
    if (api === undefined || typeof type !== 'string') {
      deployment.notes.push(`${response.at} is not checked: its type is known only at deployment`);
      continue;
    }
    const allowsOrigin = allowsOriginIn(ResponseParameters);
    deployment.responses.push({ api, type, allowsOrigin, when: conditionsOf(response) });
  }
}

const ALLOW_ORIGIN = /^gatewayresponse\.header\.access-control-allow-origin$/iu;

/** Whether a gateway response adds the header that a browser asks for. */
export function allowsOriginIn(parameters: unknown): boolean {
  return isRecord(parameters) && Object.keys(parameters).some((name) => ALLOW_ORIGIN.test(name));
}
