import type { Authorizer, DeployedRoute, Deployment } from './deployment.js';
import { emptyDeployment } from './deployment.js';
import { isFunction } from './functions.js';
import { readHttpApis } from './http-api.js';
import { readRestApis } from './rest-api.js';
import { readSam } from './sam.js';
import { resourcesOf, type Template } from './template.js';

/** Reads what one or more templates deploy. Each template is read separately. */
export function readDeployment(templates: readonly Template[]): Deployment {
  const all = emptyDeployment();
  for (const template of templates) {
    const one = readOne(template);
    for (const name of Object.keys(all) as (keyof Deployment)[]) {
      (all[name] as unknown[]).push(...one[name]);
    }
  }
  return all;
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

/** Notes nested templates, and macros that change this template when it is deployed. */
function addUnread(template: Template, deployment: Deployment): void {
  for (const name of template.transforms) {
    // The macros of AWS are read, or change no route.
    if (!name.startsWith('AWS::'))
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
}

/** A WebSocket API authorizes a connection. The result applies to every message. */
function withConnectAuthorizer(routes: readonly DeployedRoute[]): DeployedRoute[] {
  const connect = new Map<string, Authorizer>();
  for (const { api, apiKind, path, authorizer } of routes) {
    if (apiKind === 'websocket' && path === '$connect') connect.set(api, authorizer);
  }
  return routes.map((route) =>
    route.apiKind === 'websocket'
      ? { ...route, authorizer: connect.get(route.api) ?? { kind: 'none' } }
      : route,
  );
}
