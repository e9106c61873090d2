import type { routes } from './api-access.ts';
import { deleteTeam, listTeams, renameTeam } from './teams.ts';

type Route = keyof typeof routes;

/** The fields that the events of an HTTP API and of a REST API share. */
interface Request {
  readonly pathParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
}

/** What each route does. A missing route is a compile error. */
const actions: Readonly<Record<Route, (request: Request) => unknown>> = {
  'GET /health': () => ({ healthy: true }),
  'GET /teams': () => listTeams(),
  'PUT /teams/{teamId}': ({ pathParameters, queryStringParameters }) =>
    renameTeam(pathParameters?.teamId, queryStringParameters?.name),
  'DELETE /teams/{teamId}': ({ pathParameters }) => deleteTeam(pathParameters?.teamId),
};

/** @param route the route that API Gateway matched; the guard has denied all others */
export function answer(route: string, request: Request) {
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(actions[route as Route](request)),
  };
}
