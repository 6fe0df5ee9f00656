-- Runs that ran out of memory, the newest first, with the last reading before the end.
-- The kernel kills between two readings: what was wanted is more than what was seen.
SELECT
  time,
  family,
  container,
  job,
  exit_code,
  CAST(coalesce(container_memory_mib, memory_mib) AS integer) AS limit_mib,
  container_last_memory_mib AS last_memory_mib,
  container_max_memory_mib AS max_memory_mib,
  last_reading_age_ms,
  duration_ms,
  task_arn
FROM (
  -- At least once delivered, once told.
  SELECT *, row_number() OVER (PARTITION BY task_arn ORDER BY time) AS place
  FROM usage_lines
  WHERE day >= date_format(current_date - INTERVAL '30' DAY, '%Y-%m-%d')
    AND type = 'ecs.task.report'
    AND status = 'outOfMemory'
)
WHERE place = 1
ORDER BY time DESC
