package io.github.ecsusagereport.integrations;

import java.util.List;

/**
 * A panel of both dashboards, Kibana's and Grafana's.
 *
 * @param unit of the values: {@code ms}, {@code %}, {@code MiB}, or empty for counts
 * @param query in Lucene's query language, which all of them understand
 * @param buckets what the runs are divided by, outermost first
 * @param columns of a panel that lists documents and has no metrics
 */
record Panel(
    String id,
    String title,
    Kind kind,
    String unit,
    String query,
    List<Metric> metrics,
    List<String> buckets,
    List<String> columns) {
  private static final String TASK = "record.taskMetrics.";
  private static final String FAMILY = "record.family";
  private static final String STATUS = "record.status";
  static final String TIME = "@timestamp";

  private static final String RUNS = "NOT type:ecs.task.longRunning";
  private static final String REPORTS = "type:ecs.task.report";
  private static final String SUCCESSES = REPORTS + " AND record.status:success";
  private static final String OUT_OF_MEMORY = REPORTS + " AND record.status:outOfMemory";
  private static final String CHECKPOINTS = "type:ecs.task.checkpoint";

  /** How it is drawn. */
  enum Kind {
    BARS,
    LINES,
    HEAT,
    TABLE,
    DOCUMENTS
  }

  /**
   * A number for each bucket.
   *
   * @param type {@code count}, {@code avg}, {@code max}, {@code median} or {@code p95}
   * @param field null for a count
   */
  record Metric(String type, String field, String label) {}

  /** In the order of the page. */
  static List<Panel> all() {
    Metric count = new Metric("count", null, "Runs");
    return List.of(
        drawn("tasks", "Tasks by status", Kind.BARS, "", RUNS, TIME, STATUS, count),
        drawn(
            "durations",
            "Duration by family, runs that succeeded",
            Kind.LINES,
            "ms",
            SUCCESSES,
            TIME,
            FAMILY,
            new Metric("median", TASK + "durationMs", "Median duration")),
        drawn(
            "cpu",
            "Average CPU, % of the size",
            Kind.HEAT,
            "%",
            REPORTS,
            TIME,
            FAMILY,
            new Metric("avg", TASK + "avgCpuUtilization", "Average CPU")),
        drawn(
            "memory",
            "Average memory in use, MiB",
            Kind.HEAT,
            "MiB",
            REPORTS,
            TIME,
            FAMILY,
            new Metric("avg", TASK + "avgMemoryUsedMiB", "Average memory")),
        drawn(
            "peak-memory",
            "Peak memory, % of the size",
            Kind.LINES,
            "%",
            REPORTS,
            TIME,
            FAMILY,
            new Metric("max", TASK + "maxMemoryUtilization", "Peak memory")),
        table(
            "start-delay",
            "Start delay: from the request to the pull, from the pull to the start",
            Kind.BARS,
            "ms",
            REPORTS,
            new Metric("avg", TASK + "requestDelayMs", "To the pull"),
            new Metric("avg", TASK + "initDurationMs", "To the start")),
        table(
            "families",
            "Duration by family, runs that succeeded: table",
            Kind.TABLE,
            "ms",
            SUCCESSES,
            count,
            new Metric("median", TASK + "durationMs", "Median duration"),
            new Metric("p95", TASK + "durationMs", "95th percentile"),
            new Metric("max", TASK + "durationMs", "Longest")),
        table(
            "out-of-memory",
            "Out of memory",
            Kind.TABLE,
            "MiB",
            OUT_OF_MEMORY,
            count,
            new Metric("max", TASK + "maxMemoryUsedMiB", "Peak memory, MiB"),
            new Metric("max", TASK + "memorySizeMiB", "Size, MiB")),
        documents("last-runs", "Last runs", REPORTS),
        documents("unfinished", "Running, or lost: no report yet", CHECKPOINTS));
  }

  private static Panel drawn(
      String id,
      String title,
      Kind kind,
      String unit,
      String query,
      String time,
      String by,
      Metric metric) {
    return new Panel(id, title, kind, unit, query, List.of(metric), List.of(time, by), List.of());
  }

  private static Panel table(
      String id, String title, Kind kind, String unit, String query, Metric... metrics) {
    return new Panel(id, title, kind, unit, query, List.of(metrics), List.of(FAMILY), List.of());
  }

  private static Panel documents(String id, String title, String query) {
    List<String> columns =
        List.of(
            FAMILY,
            "record.job",
            STATUS,
            "record.exitCode",
            TASK + "durationMs",
            TASK + "avgCpuUtilization",
            TASK + "maxMemoryUtilization",
            "record.taskId");
    return new Panel(id, title, Kind.DOCUMENTS, "", query, List.of(), List.of(), columns);
  }

  /**
   * Where a panel stands on a page of two columns.
   *
   * @param columns how wide it is
   */
  record Place(int column, int row, int columns) {
    /** The one with this index: lists of documents come last and are wide. */
    static Place of(List<Panel> panels, int index) {
      int narrow = (int) panels.stream().filter(panel -> panel.kind != Kind.DOCUMENTS).count();
      return index < narrow
          ? new Place(index % 2, index / 2, 1)
          : new Place(0, (narrow + 1) / 2 + index - narrow, 2);
    }
  }
}
