import { isCompatible } from './conditions.js';
import type { DeployedRoute, Deployment } from './deployment.js';
import { emptyDeployment } from './deployment.js';
import { isFunction } from './functions.js';
import { readHttpApis } from './http-api.js';
import { readRestApis } from './rest-api.js';
import { readSam } from './sam.js';
import { resourcesOf, type Template } from './template.js';

/** Reads what one or more templates deploy. Each template is read separately. */
export function readDeployment(templates: readonly Template[]): Deployment {
  const all = emptyDeployment();
  for (const [index, template] of templates.entries()) {
    const taken = all.apis.map(({ id }) => id);
    const one = withOwnApis(readOne(template), taken, index + 1);
    for (const name of Object.keys(all) as (keyof Deployment)[]) {
      (all[name] as unknown[]).push(...one[name]);
    }
  }
  return all;
}

/** Two templates may declare different APIs with one logical id, such as `ServerlessRestApi`. */
function withOwnApis(one: Deployment, taken: readonly string[], position: number): Deployment {
  const twins = one.apis.map(({ id }) => id).filter((id) => taken.includes(id));
  const own = (id: string) => (twins.includes(id) ? `${id} of template ${position}` : id);
  return {
    ...one,
    apis: one.apis.map((api) => ({ ...api, id: own(api.id) })),
    routes: one.routes.map((route) => ({ ...route, api: own(route.api) })),
    responses: one.responses.map((response) => ({ ...response, api: own(response.api) })),
  };
}

function readOne(template: Template): Deployment {
  const deployment = emptyDeployment();
  readSam(template, deployment);
  readRestApis(template, deployment);
  readHttpApis(template, deployment);
  addUnread(template, deployment);
  const functions = [...template.resources.keys()].filter((id) => isFunction(template, id));
  deployment.functions.push(...functions);
  return { ...deployment, routes: withConnectAuthorizer(deployment.routes) };
}

const NESTED = ['AWS::CloudFormation::Stack', 'AWS::Serverless::Application'];

/** The types whose parts are routes or authorizers. */
const READ = /^AWS::(?:Serverless|ApiGateway|ApiGatewayV2)::/u;

/** Notes nested templates, and what changes this template when it is deployed. */
function addUnread(template: Template, deployment: Deployment): void {
  for (const name of template.transforms) {
    if (name === 'AWS::Include') addIncluded(deployment, name, undefined);
    // The other macros of AWS are read, or change no route.
    else if (!name.startsWith('AWS::'))
      deployment.notes.push(`the macro ${name} may change the template`);
  }
  for (const { at, type } of resourcesOf(template, ...NESTED)) {
    deployment.notes.push(`${at} (${type}) is another template, which is not checked`);
  }
  for (const { at } of resourcesOf(template, 'Fn::ForEach', 'Fn::Transform')) {
    deployment.unresolved.push({
      at,
      what: 'it creates resources that are known only at deployment',
      fix: 'check the expanded template',
      functions: undefined,
    });
  }
  for (const { id, at, type, isOpen } of template.resources.values()) {
    if (!isOpen || !READ.test(type)) continue;
    addIncluded(deployment, at, isFunction(template, id) ? [id] : undefined);
  }
}

function addIncluded(
  deployment: Deployment,
  at: string,
  functions: readonly string[] | undefined,
): void {
  const what = 'it adds what only a deployment knows';
  const fix = 'check the template that it is expanded to';
  deployment.unresolved.push({ at, what, fix, functions });
}

/** A WebSocket API authorizes a connection. The result applies to every message. */
function withConnectAuthorizer(routes: readonly DeployedRoute[]): DeployedRoute[] {
  const connects = routes.filter(({ path }) => path === '$connect');
  return routes.flatMap((route) => {
    if (route.apiKind !== 'websocket' || route.path === '$connect') return [route];
    const ways = connects.filter(
      ({ api, when }) => api === route.api && isCompatible(when, route.when),
    );
    const different = new Set(ways.map(({ authorizer }) => JSON.stringify(authorizer)));
    if (different.size < 2) {
      return [{ ...route, authorizer: ways[0]?.authorizer ?? { kind: 'none' } }];
    }
    return ways.map(({ authorizer, when }) => {
      return { ...route, authorizer, when: new Map([...route.when, ...when]) };
    });
  });
}
