/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const config: Config = {
  testEnvironment: 'node',
  maxWorkers: 2,
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts', '.html'],
  setupFiles: ['<rootDir>/__tests__/support/quiet.ts'],
  transform: {
    '^.+\\.ts$': ['ts-jest', { useESM: true }],
    '/page\\.html$': '<rootDir>/scripts/lib/jest-page.mjs',
  },
  moduleNameMapper: {
    '^middy-cognito-groups$': '<rootDir>/src/index.ts',
    '^middy-cognito-groups/cedar$': '<rootDir>/src/cedar/index.ts',
    '^middy-cognito-groups/testing$': '<rootDir>/src/testing/index.ts',
    '^middy-cognito-groups/sources$': '<rootDir>/src/sources/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  // The script of the page runs in a browser: `npm run test:page`.
  collectCoverageFrom: ['src/**/*.ts', '!src/report/page/*.ts'],
  coverageThreshold: { global: { branches: 100, functions: 100, lines: 100, statements: 100 } },
};

export default config;
