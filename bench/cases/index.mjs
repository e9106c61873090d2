/** All groups of contestants, by name. A group runs in a process of its own; its contestants take turns there. */
import { groups as growth } from './growth.mjs';
import { groups as peers } from './peers.mjs';
import { groups as requests } from './requests.mjs';
import { groups as routes } from './routes.mjs';
import { groups as tokens } from './tokens.mjs';

export const GROUPS = { ...requests, ...routes, ...tokens, ...peers, ...growth };
