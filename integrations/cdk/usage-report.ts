import { Duration } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';

export interface UsageReportProps {
  /** The container whose end is the end of the run. */
  readonly container: ecs.ContainerDefinition;
  /** Where the lines go; the group of the batch will do, with the stream prefix "ecs". */
  readonly logging: ecs.LogDriver;
  /** The sidecar's image, by digest if you like. */
  readonly image?: ecs.ContainerImage;
  /** Settings, such as { USAGE_FORMAT: 'emf' }. */
  readonly environment?: { [name: string]: string };
  /**
   * For exact numbers, with `pidMode: ecs.PidMode.TASK` in the task: the batch's user as 'uid:gid',
   * or 'root', which takes SYS_PTRACE.
   */
  readonly exact?: string;
}

/** Adds the sidecar of ecs-usage-report to a task. */
export function addUsageReport(
  task: ecs.TaskDefinition,
  props: UsageReportProps,
): ecs.ContainerDefinition {
  const linuxParameters = new ecs.LinuxParameters(task, 'UsageReportLinuxParameters');
  linuxParameters.dropCapabilities(ecs.Capability.ALL);
  if (props.exact === 'root') {
    linuxParameters.addCapabilities(ecs.Capability.SYS_PTRACE);
  }
  const sidecar = task.addContainer('usage-report', {
    image:
      props.image ??
      ecs.ContainerImage.fromRegistry('ghcr.io/ecsusagereport/ecs-usage-report:0.1.0'),
    essential: false,
    cpu: 32,
    memoryReservationMiB: 48,
    stopTimeout: Duration.seconds(120),
    user: props.exact === 'root' ? '0:0' : (props.exact ?? '65532:65532'),
    readonlyRootFilesystem: true,
    linuxParameters,
    logging: props.logging,
    environment: props.environment,
  });
  sidecar.addContainerDependencies({
    container: props.container,
    condition: ecs.ContainerDependencyCondition.START,
  });
  return sidecar;
}
