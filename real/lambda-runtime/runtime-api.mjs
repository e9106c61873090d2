import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const PREFIX = '/2018-06-01/runtime/';
const DEADLINE_MS = 3000;
const ANSWER_LIMIT_MS = 20_000;

/** What stands between the metadata and the body of a streamed HTTP response. */
const PRELUDE_END = '\0'.repeat(8);

/**
 * The side of the Lambda Runtime API that AWS runs: it hands events to a runtime and takes what the runtime posts back, on a free port of the
 * loopback interface.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function startRuntimeApi() {
  const queue = [];
  const waiting = [];
  const pending = new Map();

  function hand(response, { id, event }) {
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': id,
      'Lambda-Runtime-Deadline-Ms': Date.now() + DEADLINE_MS,
      'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:eu-west-1:123456789012:function:teams',
      'Lambda-Runtime-Trace-Id': 'Root=1-66f51f00-000000000000000000000000;Sampled=0',
    });
    response.end(JSON.stringify(event));
  }

  const server = createServer(async (request, response) => {
    const path = request.url.replace(PREFIX, '');
    if (path === 'invocation/next') {
      const next = queue.shift();
      if (next === undefined) waiting.push(response);
      else hand(response, next);
      return;
    }
    const body = await text(request);
    response.writeHead(202, { 'Content-Type': 'application/json' }).end('{"status":"OK"}');
    const [, id, kind] = /^invocation\/([^/]+)\/(response|error)$/u.exec(path) ?? [];
    if (id !== undefined) pending.get(id)?.resolve(answerOf(kind, request, body));
    // `init/error`: the function could not even be loaded.
    else for (const { reject } of pending.values()) reject(new Error(`${path}: ${body}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    address: `127.0.0.1:${server.address().port}`,

    /** What the runtime posts for this event. */
    async invoke(event) {
      const id = crypto.randomUUID();
      const { promise, resolve, reject } = deferred();
      pending.set(id, { resolve, reject });
      const limit = setTimeout(() => reject(new Error('the runtime did not answer')), ANSWER_LIMIT_MS);
      const runtime = waiting.shift();
      if (runtime === undefined) queue.push({ id, event });
      else hand(runtime, { id, event });
      try {
        return await promise;
      } finally {
        clearTimeout(limit);
        pending.delete(id);
      }
    },

    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/**
 * What was posted: `kind`, `'response'`, `'stream'` or `'error'`; `body`, in which a streamed HTTP response is put together again; and `posted`,
 * all of it as text, headers too, since the runtime puts an error's message and stack into one for X-Ray.
 */
function answerOf(kind, { headers, trailers }, text) {
  const streamed = headers['lambda-runtime-function-response-mode'] === 'streaming';
  // A stream that has begun can only fail in a trailer.
  const failure = trailers['lambda-runtime-function-error-body'];
  const content = failure === undefined ? text : Buffer.from(failure, 'base64').toString();
  const posted = JSON.stringify(headers) + text + content;
  if (failure !== undefined) return { kind: 'error', body: JSON.parse(content), posted };
  if (!streamed) return { kind, body: JSON.parse(text), posted };
  const end = text.indexOf(PRELUDE_END);
  return {
    kind: 'stream',
    body: { ...JSON.parse(text.slice(0, end)), body: text.slice(end + PRELUDE_END.length) },
    posted,
  };
}

/** `Promise.withResolvers()`, which Node 20 does not have. */
function deferred() {
  let settle;
  const promise = new Promise((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
}
