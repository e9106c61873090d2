/**
 * The side of the Lambda Runtime API that AWS runs, for one event after the other:
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const DEADLINE_MS = 3000;
const ANSWER_LIMIT_MS = 20_000;

/** What stands between the metadata and the body of a streamed HTTP response. */
const PRELUDE_END = '\0'.repeat(8);

export async function startRuntimeApi() {
  /** The event that waits for an answer, and the runtime's request that waits for an event. */
  let invocation;
  let runtime;

  function hand() {
    if (invocation === undefined || runtime === undefined) return;
    const headers = {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': crypto.randomUUID(),
      'Lambda-Runtime-Deadline-Ms': Date.now() + DEADLINE_MS,
      'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:eu-west-1:123456789012:function:teams',
      'Lambda-Runtime-Trace-Id': 'Root=1-66f51f00-000000000000000000000000;Sampled=0',
    };
    runtime.writeHead(200, headers).end(JSON.stringify(invocation.event));
    runtime = undefined;
  }

  const server = createServer(async (request, response) => {
    if (request.url.endsWith('/invocation/next')) {
      runtime = response;
      return hand();
    }
    const body = await text(request);
    response.writeHead(202, { 'Content-Type': 'application/json' }).end('{"status":"OK"}');
    const [, kind] = /\/invocation\/[^/]+\/(response|error)$/u.exec(request.url) ?? [];
    if (kind !== undefined) invocation?.resolve(answerOf(kind, request, body));
    // `init/error`: the function could not even be loaded.
    else invocation?.reject(new Error(`${request.url}: ${body}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    address: `127.0.0.1:${server.address().port}`,

    /** What the runtime posts for this event. */
    invoke(event) {
      return new Promise((resolve, reject) => {
        invocation = { event, resolve, reject };
        const late = () => reject(new Error('the runtime did not answer'));
        setTimeout(late, ANSWER_LIMIT_MS).unref();
        hand();
      });
    },

    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * `kind`: `response`, `stream` or `error`. `body`: a streamed response is put together again.
 * `posted`: all of it, headers too, since an error's message and stack are in one for X-Ray.
 */
function answerOf(kind, { headers, trailers }, content) {
  // A stream that has begun can only fail in a trailer.
  const trailer = trailers['lambda-runtime-function-error-body'];
  const failure = trailer && Buffer.from(trailer, 'base64').toString();
  const posted = JSON.stringify(headers) + content + failure;
  if (failure) return { kind: 'error', body: JSON.parse(failure), posted };
  if (headers['lambda-runtime-function-response-mode'] !== 'streaming') {
    return { kind, body: JSON.parse(content), posted };
  }
  const [prelude, body] = content.split(PRELUDE_END);
  return { kind: 'stream', body: { ...JSON.parse(prelude), body }, posted };
}
