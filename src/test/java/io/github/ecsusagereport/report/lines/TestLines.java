package io.github.ecsusagereport.report.lines;

/** Report lines in the smallest form that says something. */
public final class TestLines {
  static final String ARN = "arn:aws:ecs:us-east-1:123456789012:task/nightly/";

  private TestLines() {}

  public static String report(String taskId) {
    return line("ecs.task.report", taskId, "03:10:00.000", "success", 60_000);
  }

  public static String checkpoint(String taskId, String time) {
    return line("ecs.task.checkpoint", taskId, time, "running", 30_000);
  }

  static String line(String type, String taskId, String time, String status, double durationMs) {
    return ("{'time':'2026-01-05T%sZ','type':'%s','record':{'schemaVersion':1,'status':'%s',"
            + "'taskArn':'%s%s','family':'import','launchType':'FARGATE','containerName':'batch',"
            + "'startedAt':'2026-01-05T03:00:00.000000Z','metrics':{'durationMs':59000.0},"
            + "'taskMetrics':{'durationMs':%s,'cpuSizeVcpu':1.0,'memorySizeMiB':2048,"
            + "'avgCpuPercent':50.0,'maxMemoryUsedMiB':512.5,'durationAtVcpu':"
            + "[{'vcpu':0.25,'durationMs':120000.0},{'vcpu':0.5,'durationMs':70000.0}]},"
            + "'containers':[],'sampling':{'readings':60,'coveragePercent':99.0},'collector':{}}}")
        .formatted(time, type, status, ARN, taskId, durationMs)
        .replace('\'', '"');
  }

  /** As a text within JSON. */
  public static String quoted(String line) {
    return '"' + line.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
