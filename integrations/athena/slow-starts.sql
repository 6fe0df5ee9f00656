-- How long tasks take to start, and at what: waiting for a place, pulling the image, the rest.
-- Percentiles here are Trino's own estimates, within some 1 %.
SELECT
  family,
  count(*) AS runs,
  approx_percentile(coalesce(request_delay_ms, 0) + init_duration_ms, 0.5) AS median_start_ms,
  approx_percentile(coalesce(request_delay_ms, 0) + init_duration_ms, 0.95) AS p95_start_ms,
  approx_percentile(request_delay_ms, 0.5) AS median_request_ms,
  approx_percentile(pull_duration_ms, 0.5) AS median_pull_ms,
  approx_percentile(init_duration_ms - pull_duration_ms, 0.5) AS median_rest_ms,
  max_by(task_arn, coalesce(request_delay_ms, 0) + init_duration_ms) AS slowest_task_arn
FROM (
  SELECT *, row_number() OVER (PARTITION BY task_arn ORDER BY time) AS place
  FROM usage_lines
  WHERE day >= date_format(current_date - INTERVAL '30' DAY, '%Y-%m-%d')
    AND type = 'ecs.task.report'
    AND init_duration_ms IS NOT NULL
)
WHERE place = 1
GROUP BY family
ORDER BY p95_start_ms DESC
