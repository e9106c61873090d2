import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import { cognitoGroups, type RespondOption, requireGroup } from 'middy-cognito-groups';
import { albToken, verifiedToken } from 'middy-cognito-groups/sources';
import { albEvent, functionUrlEvent, testVerifier } from 'middy-cognito-groups/testing';
import { type Answer, answeredBy, invoke, thrownBy } from '../support/chain.js';

const verifier = testVerifier;

const chain = (respond: RespondOption = 'json') =>
  middy()
    .use(cognitoGroups({ respond }))
    .use(requireGroup('admin'))
    .handler(async () => ({ statusCode: 200 }));

const headers = { host: 'x.example' };

describe('where no HTTP response is awaited, a denial is thrown', () => {
  it.each<[string, unknown]>([
    [
      'the destination of an asynchronous call',
      {
        version: '1.0',
        timestamp: '2026-11-24T12:00:00.000Z',
        requestContext: {
          requestId: 'c6af9ac6-0000-4000-8000-000000000000',
          functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:f:$LATEST',
          condition: 'RetriesExhausted',
          approximateInvokeCount: 3,
        },
        requestPayload: { headers, httpMethod: 'GET' },
        responseContext: { statusCode: 200, executedVersion: '$LATEST' },
        responsePayload: null,
      },
    ],
    [
      'a destination on success',
      {
        version: '1.0',
        requestContext: { functionArn: 'arn:x', condition: 'Success', requestId: 'r' },
        responsePayload: { statusCode: 200 },
      },
    ],
    [
      'a request to an authorizer of a REST API',
      {
        type: 'REQUEST',
        methodArn: 'arn:aws:execute-api:eu-west-1:123456789012:abc/test/GET/teams',
        resource: '/teams',
        path: '/teams',
        httpMethod: 'GET',
        headers,
        requestContext: { resourcePath: '/teams', httpMethod: 'GET' },
      },
    ],
    [
      'a token to an authorizer of a REST API',
      { type: 'TOKEN', authorizationToken: 'Bearer x', methodArn: 'arn:aws:execute-api:x' },
    ],
    [
      'a request to an authorizer of an HTTP API',
      {
        version: '2.0',
        type: 'REQUEST',
        routeArn: 'arn:aws:execute-api:eu-west-1:123456789012:abc/$default/GET/teams',
        identitySource: ['x'],
        routeKey: 'GET /teams',
        headers,
        requestContext: { http: { method: 'GET', path: '/teams' } },
      },
    ],
    [
      'a request to an authorizer of an HTTP API, payload 1.0',
      {
        version: '1.0',
        type: 'REQUEST',
        methodArn: 'arn:aws:execute-api:x',
        identitySource: 'x',
        authorizationToken: 'x',
        httpMethod: 'GET',
        headers,
        requestContext: { resourcePath: '/teams' },
      },
    ],
    [
      'a request to an authorizer of a WebSocket API',
      {
        type: 'REQUEST',
        methodArn: 'arn:aws:execute-api:x',
        headers,
        requestContext: { routeKey: '$connect', connectionId: 'c' },
      },
    ],
    [
      'a request to an authorizer of AppSync',
      { authorizationToken: 'x', requestContext: { apiId: 'a', queryString: 'query { x }' } },
    ],
    ['a queue', { Records: [{ eventSource: 'aws:sqs', body: '{}', messageId: '1' }] }],
    ['a topic', { Records: [{ EventSource: 'aws:sns', Sns: { Message: '{}' } }] }],
    ['a stream', { Records: [{ eventSource: 'aws:kinesis', kinesis: { data: '' } }] }],
    ['a table', { Records: [{ eventSource: 'aws:dynamodb', dynamodb: {} }] }],
    ['a bucket', { Records: [{ eventSource: 'aws:s3', s3: {} }] }],
    [
      'a schedule',
      { version: '0', 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} },
    ],
    ['a state machine', { input: { teamId: '7' } }],
    ['a trigger of a user pool', { triggerSource: 'PreSignUp_SignUp', request: {}, response: {} }],
    ['an agent', { messageVersion: '1.0', agent: {}, apiPath: '/teams', httpMethod: 'GET' }],
    ['a resolver', { arguments: {}, info: { parentTypeName: 'Query', fieldName: 'teams' } }],
    ['a message with a method and a path', { method: 'GET', raw_path: '/teams' }],
    ['a message with headers and a path', { raw_path: '/teams', headers }],
    ['a message with headers', { method: 'GET', path: '/teams', headers }],
    ['an empty event', {}],
    ['a list', [{}]],
    ['a requestContext that is text', { requestContext: 'x' }],
    ['a requestContext that is null', { requestContext: null }],
  ])('%s', async (_, event) => {
    for (const respond of ['json', 'problem', () => ({ statusCode: 401 })] as const) {
      expect(await answeredBy(chain(respond), event)).toBe('thrown 401');
    }
  });
});

describe('where an HTTP response is awaited, a denial is answered', () => {
  it.each<[string, object]>([
    [
      'VPC Lattice, version 1',
      {
        raw_path: '/teams',
        method: 'GET',
        headers,
        query_string_parameters: {},
        body: '',
        is_base64_encoded: false,
      },
    ],
    [
      'VPC Lattice, version 2',
      {
        version: '2.0',
        path: '/teams',
        method: 'GET',
        headers: { host: ['x.example'] },
        requestContext: {
          serviceNetworkArn: 'arn:aws:vpc-lattice:eu-west-1:123456789012:servicenetwork/sn-0',
          serviceArn: 'arn:aws:vpc-lattice:eu-west-1:123456789012:service/svc-0',
          targetGroupArn: 'arn:aws:vpc-lattice:eu-west-1:123456789012:targetgroup/tg-0',
          identity: {},
          region: 'eu-west-1',
          timeEpoch: '1696331543569073',
        },
      },
    ],
    ['a Function URL', functionUrlEvent()],
    ['a load balancer', albEvent()],
    ['a REST API', { httpMethod: 'GET', resource: '/teams', requestContext: {} }],
    [
      'a REST API with a body that names methodArn',
      { body: '{"methodArn":"x"}', requestContext: {} },
    ],
    ['an HTTP API', { version: '2.0', routeKey: 'GET /teams', requestContext: { http: {} } }],
    ['a WebSocket API', { requestContext: { connectionId: 'c', routeKey: '$connect' } }],
  ])('%s', async (_, event) => {
    expect(await answeredBy(chain(), event)).toBe(401);
    expect(await invoke(chain('problem'), event)).toMatchObject({
      statusCode: 401,
      body: '{"type":"about:blank","title":"Unauthorized","status":401}',
    });
  });
});

describe('a load balancer', () => {
  const source = albToken({ verifier, albVerifier: verifier });

  const guarded = (respond: RespondOption = 'json') =>
    middy()
      .use(cognitoGroups({ source, respond }))
      .use(requireGroup('admin'))
      .handler(async () => ({ statusCode: 200 }));

  /** The event as the load balancer sends it with multi-value headers on. */
  function multiValued(event: object) {
    const { headers: single, ...rest } = event as { headers: Record<string, string> };
    const lists = Object.entries(single).map(([name, value]) => [name, [value]]);
    return { ...rest, multiValueHeaders: Object.fromEntries(lists) };
  }

  it.each<[string, object, number, Record<string, string>]>([
    ['without a token', albEvent(), 401, { 'WWW-Authenticate': 'Bearer' }],
    [
      'with a wrong token',
      albEvent({ accessToken: 'a.b.c', data: 'a.b.c' }),
      401,
      { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
    ],
    ['with a caller outside the group', albEvent({ groups: ['member'] }), 403, {}],
  ])('is answered in the form it sent: %s', async (_, event, statusCode, challenge) => {
    const body = `{"message":"${statusCode === 401 ? 'Unauthorized' : 'Forbidden'}"}`;
    const sent = { 'Content-Type': 'application/json', ...challenge };
    const lists = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, [value]]));
    expect(await invoke(guarded(), event)).toEqual({ statusCode, headers: sent, body });
    expect(await invoke(guarded(), multiValued(event))).toEqual({
      statusCode,
      multiValueHeaders: lists,
      body,
    });
  });

  it('with multi-value headers gets the problem and what others added in that form', async () => {
    const handler = middy()
      .use(cognitoGroups({ source, respond: 'problem' }))
      .use(requireGroup('admin'))
      .onError(({ response }) => {
        Object.assign((response as Answer).headers, { 'X-Trace': '1' });
      })
      .use(httpErrorHandler({ logger: false }));
    const answer = await invoke(handler, multiValued(albEvent({ groups: ['member'] })));
    expect(answer).toEqual({
      statusCode: 403,
      multiValueHeaders: { 'X-Trace': ['1'], 'Content-Type': ['application/problem+json'] },
      body: '{"type":"about:blank","title":"Forbidden","status":403}',
    });
  });

  it('lets a member in in both forms', async () => {
    const event = () => albEvent({ groups: ['admin'] });
    expect(await invoke(guarded(), event())).toEqual({ statusCode: 200 });
    expect(await invoke(guarded(), multiValued(event()))).toEqual({ statusCode: 200 });
  });

  it('gets the answer of a function as the function made it', async () => {
    const made = { statusCode: 403, multiValueHeaders: { 'X-A': ['1', '2'] }, body: '' };
    const event = multiValued(albEvent({ groups: ['member'] }));
    expect(
      await invoke(
        guarded(() => made),
        event,
      ),
    ).toEqual(made);
    const both = { ...made, headers: { 'X-A': '2' } };
    expect(
      await invoke(
        guarded(() => both),
        event,
      ),
    ).toBe(both);
  });
});

describe('a REST API, which sends both forms of headers,', () => {
  it('is answered with headers', async () => {
    const event = { headers, multiValueHeaders: { host: ['x.example'] }, requestContext: {} };
    const answer = await invoke(chain(), event);
    expect(Object.keys(answer)).toEqual(['statusCode', 'headers', 'body']);
  });
});

describe('a verifier that fails', () => {
  const failing = middy()
    .use(
      cognitoGroups({
        source: verifiedToken({
          verifier: { verify: () => Promise.reject(new Error('down')) },
          token: () => 'a.b.c',
        }),
      }),
    )
    .use(requireGroup('admin'))
    .handler(async () => ({ statusCode: 200 }));

  it('is answered with a 503 where a response is awaited, and thrown elsewhere', async () => {
    expect(await answeredBy(failing, functionUrlEvent())).toBe(503);
    expect(await answeredBy(failing, { raw_path: '/', method: 'GET', headers })).toBe(503);
    for (const event of [
      { Records: [] },
      { requestContext: { functionArn: 'arn:x' } },
      { methodArn: 'arn:x', requestContext: {} },
    ]) {
      expect(await thrownBy(failing, event)).toMatchObject({ statusCode: 503 });
    }
  });
});
