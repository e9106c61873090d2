import {
  type DeployedRoute,
  type Deployment,
  keyOf,
} from '../../src/command/template/deployment.js';
import { readDeployment } from '../../src/command/template/read-deployment.js';
import { readTemplate } from '../../src/command/template/template.js';

export function deploymentOf(...templates: readonly string[]): Deployment {
  return readDeployment(templates.map((text, index) => readTemplate(`t${index}.yaml`, text)));
}

/** `GET /teams UserPool [Teams] {IsProd: true}`: route, authorizer, functions and conditions. */
function lineOf(route: DeployedRoute): string {
  const { authorizer, functions, when } = route;
  const name = 'name' in authorizer ? authorizer.name : authorizer.kind;
  const conditions = [...when].map(([condition, holds]) => ` {${condition}: ${holds}}`);
  return `${keyOf(route)} ${name} [${functions?.join(', ') ?? '?'}]${conditions.join('')}`;
}

export function linesOf(...templates: readonly string[]): string[] {
  return deploymentOf(...templates).routes.map(lineOf);
}

/** What could not be read, with where it stands. */
export function unresolvedOf(...templates: readonly string[]): string[] {
  return deploymentOf(...templates).unresolved.map(({ at, what }) => `${at}: ${what}`);
}
