import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { addUsageReport } from './usage-report';

/** The sidecar of a synthesised task. */
function synthesised(
  environment?: { [name: string]: string },
  exact?: string,
): { [key: string]: unknown } {
  const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1' } });
  const task = new ecs.FargateTaskDefinition(stack, 'Task', { cpu: 512, memoryLimitMiB: 1024 });
  const logGroup = LogGroup.fromLogGroupName(stack, 'Logs', '/ecs/usage-report-example');
  const logging = ecs.LogDrivers.awsLogs({ logGroup, streamPrefix: 'ecs' });
  const container = task.addContainer('batch', {
    image: ecs.ContainerImage.fromRegistry('registry.example/batch:3'),
    logging,
  });
  addUsageReport(task, { container, logging, environment, exact });
  const [resource] = Object.values(
    Template.fromStack(stack).findResources('AWS::ECS::TaskDefinition'),
  );
  return resource.Properties.ContainerDefinitions.find(
    (each: { Name: string }) => each.Name === 'usage-report',
  );
}

/** As CloudFormation spells it: keys with a capital, but not those of a log driver's options. */
function capitalised(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(capitalised);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key.includes('-') ? key : key[0].toUpperCase() + key.slice(1),
      capitalised(each),
    ]),
  );
}

test('is the sidecar of task-definition.json', () => {
  const file = readFileSync(process.argv[2], 'utf8').replaceAll('PUT-REGION-HERE', 'eu-west-1');
  const shipped = JSON.parse(file).containerDefinitions.find(
    (each: { name: string }) => each.name === 'usage-report',
  );

  assert.deepEqual(synthesised(), capitalised(shipped));
});

test('takes settings', () => {
  assert.deepEqual(synthesised({ USAGE_FORMAT: 'emf' }).Environment, [
    { Name: 'USAGE_FORMAT', Value: 'emf' },
  ]);
});

test('is exact as the user of the batch', () => {
  assert.equal(synthesised(undefined, '1000:1000').User, '1000:1000');
});

test('is exact as root with one capability', () => {
  const sidecar = synthesised(undefined, 'root');

  assert.equal(sidecar.User, '0:0');
  assert.deepEqual(sidecar.LinuxParameters, {
    Capabilities: { Add: ['SYS_PTRACE'], Drop: ['ALL'] },
  });
});
