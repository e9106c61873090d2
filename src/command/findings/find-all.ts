import type { Access } from '../access.js';
import type { DeployedRoute, Deployment } from '../template/deployment.js';
import { findAuthorizers, findUnknownAuthorizers } from './find-authorizers.js';
import { findCors } from './find-cors.js';
import { findIntegrations } from './find-integrations.js';
import { appSyncKeys, findUnpaired } from './find-rules.js';
import type { Finding } from './finding.js';
import { pairsOf } from './pairs.js';

export interface FindOptions {
  /** Check only the routes of these functions; if empty, check all routes. */
  readonly functions: readonly string[];
  /** The functions verify tokens themselves, so their routes need no authorizer. */
  readonly verifiesItself: boolean;
}

export interface Findings {
  readonly findings: readonly Finding[];
  /** What was not checked, in sentences. */
  readonly notes: readonly string[];
  /** How many deployed routes were compared. */
  readonly routes: number;
}

/** Compares what is deployed with the rules. */
export function findAll(access: Access, deployment: Deployment, options: FindOptions): Findings {
  const isOurs = (functions: readonly string[] | undefined) =>
    options.functions.length === 0
      ? functions === undefined || functions.length > 0
      : functions === undefined || functions.some((id) => options.functions.includes(id));
  const routes = deployment.routes.filter((route) => isOurs(route.functions));
  const unresolved = deployment.unresolved.filter((part) => isOurs(part.functions));
  const pairs = pairsOf(access, routes);
  const apis = new Map(deployment.apis.map((api) => [api.id, api]));
  const findings = [
    ...unresolved.map(({ at, what, fix }) => ({ route: at, problem: what, fix, at: undefined })),
    ...findUnknownAuthorizers(routes),
    ...findUnpaired(access, deployment, routes, pairs),
    ...findAuthorizers(access, pairs, apis, options.verifiesItself),
    ...(options.verifiesItself ? [] : findIntegrations(pairs)),
    ...findCors(deployment, routes),
  ];
  const notes = [
    ...deployment.notes,
    ...notesOf(access, routes, appSyncKeys(access, pairs), options),
  ];
  return { findings: distinct(findings), notes: [...new Set(notes)], routes: routes.length };
}

function notesOf(
  access: Access,
  routes: readonly DeployedRoute[],
  appSync: readonly string[],
  { functions }: FindOptions,
): string[] {
  const notes: string[] = [];
  if (appSync.length > 0 && access.kind === 'table') {
    notes.push(`rules for AppSync are not compared: ${appSync.join(', ')}`);
  }
  const unknown = routes.filter((route) => route.functions === undefined);
  if (functions.length > 0 && unknown.length > 0) {
    const names = unknown.map(({ at }) => at).join(', ');
    notes.push(
      `it is unknown which function these routes reach, so they are compared too: ${names}`,
    );
  }
  return notes;
}

function distinct(findings: readonly Finding[]): Finding[] {
  const byText = new Map(findings.map((one) => [JSON.stringify(one), one]));
  return [...byText.values()];
}
