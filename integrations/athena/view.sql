-- The report lines in usage_log: bare, behind a timestamp, or as text in "log" (FireLens).
-- What is no report line is left out.
CREATE OR REPLACE VIEW usage_lines AS
SELECT
  day,
  l.type AS type,
  CAST(from_iso8601_timestamp(l.time) AS timestamp(3)) AS time,
  l.record.taskArn AS task_arn,
  nullif(split_part(l.record.taskArn, ':', 4), '') AS region,
  nullif(split_part(l.record.taskArn, ':', 5), '') AS account_id,
  l.record.cpuArchitecture AS cpu_architecture,
  l.record.family AS family,
  TRY(CAST(l.record.revision AS bigint)) AS revision,
  l.record.containerName AS container,
  l.record.job AS job,
  l.record.batchJobId AS batch_job_id,
  l.record.batchJobAttempt AS batch_job_attempt,
  l.record.batchArrayIndex AS batch_array_index,
  l.record.batchQueue AS batch_queue,
  l.record.launchType AS launch_type,
  l.record.capacityProviderName AS capacity_provider,
  l.record.status AS status,
  l.record.exitCode AS exit_code,
  coalesce(l.record.neverStarted, false) AS never_started,
  CAST(from_iso8601_timestamp(coalesce(l.record.startedAt, l.time)) AS timestamp(3)) AS started_at,
  coalesce(l.record.taskMetrics.durationMs, l.record.metrics.durationMs) AS duration_ms,
  l.record.taskMetrics.requestDelayMs AS request_delay_ms,
  l.record.taskMetrics.pullDurationMs AS pull_duration_ms,
  l.record.taskMetrics.sidecarPullMs AS sidecar_pull_ms,
  l.record.taskMetrics.initDurationMs AS init_duration_ms,
  l.record.taskMetrics.cpuSizeVcpu AS vcpu,
  l.record.taskMetrics.memorySizeMiB AS memory_mib,
  l.record.taskMetrics.avgCpuPercent AS avg_cpu_percent,
  -- The larger of what the readings and, on Fargate, the task's own machine said.
  coalesce(
    greatest(l.record.taskMetrics.maxMemoryUsedMiB, l.record.machine.maxMemoryUsedMiB),
    l.record.taskMetrics.maxMemoryUsedMiB,
    l.record.machine.maxMemoryUsedMiB
  ) AS max_memory_mib,
  l.record.taskMetrics.lastMemoryUsedMiB AS last_memory_mib,
  l.record.taskMetrics.durationAtVcpu AS duration_at_vcpu,
  l.record.metrics.memorySizeMiB AS container_memory_mib,
  l.record.metrics.maxMemoryUsedMiB AS container_max_memory_mib,
  l.record.metrics.lastMemoryUsedMiB AS container_last_memory_mib,
  l.record.outOfMemoryEvidence AS out_of_memory_evidence,
  l.record.machine.oomKills AS oom_kills,
  l.record.machine.cpuTimeMs AS machine_cpu_time_ms,
  l.record.machine.maxCpuPercent AS machine_max_cpu_percent,
  l.record.machine.maxMemoryUsedMiB AS machine_max_memory_mib,
  l.record.machine.lastMemoryUsedMiB AS machine_last_memory_mib,
  l.record.machine.offsetMemorySpreadMiB AS machine_memory_spread_mib,
  l.record.machine.readings AS machine_readings,
  coalesce(l.record.machine.cpuUpperBound, false) AS is_machine_cpu_upper_bound,
  coalesce(l.record.machine.memoryUpperBound, false) AS is_machine_memory_upper_bound,
  l.record.metrics.memoryCacheMiB AS container_cache_mib,
  l.record.metrics.oomKills AS container_oom_kills,
  l.record.sampling.source AS source,
  l.record.sampling.readings AS readings,
  l.record.sampling.coveragePercent AS coverage_percent,
  l.record.sampling.lastReadingAgeMs AS last_reading_age_ms,
  l.record.usageCurve.stepMs AS curve_step_ms,
  l.record.usageCurve.cpuPercent AS curve_cpu_percent,
  l.record.usageCurve.memoryMiB AS curve_memory_mib
FROM (
  SELECT
    day,
    TRY(CAST(json_parse(coalesce(
      json_extract_scalar(substr(line, strpos(line, '{')), '$.log'),
      substr(line, strpos(line, '{'))
    )) AS ROW(
      time varchar,
      type varchar,
      record ROW(
        taskArn varchar,
        family varchar,
        revision varchar,
        containerName varchar,
        job varchar,
        batchJobId varchar,
        batchJobAttempt bigint,
        batchArrayIndex bigint,
        batchQueue varchar,
        launchType varchar,
        capacityProviderName varchar,
        cpuArchitecture varchar,
        status varchar,
        exitCode bigint,
        neverStarted boolean,
        startedAt varchar,
        metrics ROW(
          durationMs double,
          memorySizeMiB double,
          maxMemoryUsedMiB double,
          lastMemoryUsedMiB double,
          memoryCacheMiB double,
          oomKills bigint
        ),
        taskMetrics ROW(
          durationMs double,
          requestDelayMs double,
          pullDurationMs double,
          sidecarPullMs double,
          initDurationMs double,
          cpuSizeVcpu double,
          memorySizeMiB double,
          avgCpuPercent double,
          maxMemoryUsedMiB double,
          lastMemoryUsedMiB double,
          durationAtVcpu ARRAY(ROW(vcpu double, durationMs double))
        ),
        outOfMemoryEvidence varchar,
        machine ROW(
          cpuTimeMs double,
          maxCpuPercent double,
          maxMemoryUsedMiB double,
          lastMemoryUsedMiB double,
          oomKills bigint,
          readings bigint,
          offsetMemorySpreadMiB double,
          cpuUpperBound boolean,
          memoryUpperBound boolean
        ),
        sampling ROW(source varchar, readings bigint, coveragePercent double, lastReadingAgeMs double),
        usageCurve ROW(stepMs bigint, cpuPercent varchar, memoryMiB varchar)
      )
    ))) AS l
  FROM usage_log
  WHERE strpos(line, 'ecs.task.') > 0
)
WHERE starts_with(l.type, 'ecs.task.') AND l.time IS NOT NULL
