export { default } from './generator.js';
export type { TryOptions } from './options.js';
