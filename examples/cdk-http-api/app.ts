import { App } from 'aws-cdk-lib';
import { TeamsStack } from './stack.ts';

const app = new App();
new TeamsStack(app, 'Teams', { allowedOrigin: app.node.getContext('allowedOrigin') });
