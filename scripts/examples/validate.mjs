/** Validates CloudFormation and SAM templates offline. Prints what is wrong; exits 1 if anything. */
import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate';

/** CDK itself writes a `DependsOn` that the reference to the role of a function already implies. */
const OF_CDK = ['W3005'];

const engine = new RegoEngine();
const config = { severityLevel: 'WARN', exclude: { ids: OF_CDK } };
for (const path of process.argv.slice(2)) {
  const { diagnostics } = engine.validateStandard(new TemplateFile(path), config);
  for (const { severity, ruleId, message } of diagnostics) {
    console.log(`${path}: ${severity} ${ruleId}: ${message}`);
    process.exitCode = 1;
  }
}
engine.free();
