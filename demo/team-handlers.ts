import type {
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  APIGatewayProxyResult,
} from 'aws-lambda';
import type { WithAuth } from 'middy-cognito-groups';

/** One function serves every kind of API: `cognitoGroups()` distinguishes them. */
export type ApiEvent = APIGatewayProxyEvent | APIGatewayProxyEventV2;
export type TeamEvent = WithAuth<ApiEvent>;
export type TeamHandler = (event: TeamEvent) => Promise<APIGatewayProxyResult>;

/** What the team API does. Who may do it: policy-api.ts, guarded-api.ts and routed-api.ts. */
export const health: TeamHandler = async (event) => ok(event, { healthy: true });
export const listTeams: TeamHandler = async (event) => ok(event, { teams: ['red', 'blue'] });
export const renameTeam: TeamHandler = async (event) =>
  ok(event, { renamed: event.pathParameters?.teamId });
export const deleteTeam: TeamHandler = async (event) =>
  ok(event, { deleted: event.pathParameters?.teamId });
export const readAudit: TeamHandler = async (event) => ok(event, { entries: [] });

/** CORS is attached first, so that browsers can read the 401s and 403s too. */
export const CORS = {
  disableBeforePreflightResponse: false,
  origin: 'https://teams.example',
  headers: 'authorization',
  methods: 'GET,PUT,DELETE',
};

function ok(event: TeamEvent, content: object): APIGatewayProxyResult {
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...content, groups: event.auth.groups }),
  };
}
