import { generateKeyPairSync, sign } from 'node:crypto';

type Part = Record<string, unknown>;

/** The parts of a token, to be changed and put together again. */
export function open(token: string): { readonly header: Part; readonly payload: Part; readonly signature: string } {
  const [header, payload, signature] = token.split('.') as [string, string, string];
  return { header: decode(header), payload: decode(payload), signature };
}

export function close(header: Part, payload: Part, signature: string): string {
  return `${encode(header)}.${encode(payload)}.${signature}`;
}

/** Signs what it is given with a key that the pool has never had. */
export function signElsewhere(header: Part, payload: Part): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const content = `${encode(header)}.${encode(payload)}`;
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`;
}

function decode(part: string): Part {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Part;
}

function encode(part: Part): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
