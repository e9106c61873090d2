import { PassThrough, type Writable } from 'node:stream';

interface Streamed {
  readonly metadata: unknown;
  readonly body: string;
}

type StreamHandler = (event: unknown, stream: Writable, context: object) => Promise<void>;

/** Runs a handler in the response-streaming mode of Lambda, with a mock of its global object. */
export async function streamed(build: () => unknown, event: unknown): Promise<Streamed> {
  const scope = globalThis as unknown as { awslambda?: unknown };
  let metadata: unknown;
  scope.awslambda = {
    streamifyResponse: (handler: StreamHandler) => handler,
    HttpResponseStream: {
      from(stream: Writable, given: unknown) {
        metadata = given;
        return stream;
      },
    },
  };
  try {
    const handler = build() as StreamHandler;
    const stream = new PassThrough();
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    await handler(event, stream, {});
    return { metadata, body: Buffer.concat(chunks).toString() };
  } finally {
    delete scope.awslambda;
  }
}
