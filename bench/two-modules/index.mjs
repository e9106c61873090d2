export { nothing } from './other.mjs';
