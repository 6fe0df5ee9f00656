-- Which size each task should have, and what that saves: the method of docs/REPORT.md, and its
-- guards. Percentiles are exact. Within 1.25 times as long (--goal balanced), prices of x86.
WITH
sizes (vcpu, memory_mib) AS (VALUES
  (0.25e0, 512e0), (0.25e0, 1024e0), (0.25e0, 2048e0), (0.5e0, 1024e0), (0.5e0, 2048e0),
  (0.5e0, 3072e0), (0.5e0, 4096e0), (1.0e0, 2048e0), (1.0e0, 3072e0), (1.0e0, 4096e0),
  (1.0e0, 5120e0), (1.0e0, 6144e0), (1.0e0, 7168e0), (1.0e0, 8192e0), (2.0e0, 4096e0),
  (2.0e0, 5120e0), (2.0e0, 6144e0), (2.0e0, 7168e0), (2.0e0, 8192e0), (2.0e0, 9216e0),
  (2.0e0, 10240e0), (2.0e0, 11264e0), (2.0e0, 12288e0), (2.0e0, 13312e0), (2.0e0, 14336e0),
  (2.0e0, 15360e0), (2.0e0, 16384e0), (4.0e0, 8192e0), (4.0e0, 9216e0), (4.0e0, 10240e0),
  (4.0e0, 11264e0), (4.0e0, 12288e0), (4.0e0, 13312e0), (4.0e0, 14336e0), (4.0e0, 15360e0),
  (4.0e0, 16384e0), (4.0e0, 17408e0), (4.0e0, 18432e0), (4.0e0, 19456e0), (4.0e0, 20480e0),
  (4.0e0, 21504e0), (4.0e0, 22528e0), (4.0e0, 23552e0), (4.0e0, 24576e0), (4.0e0, 25600e0),
  (4.0e0, 26624e0), (4.0e0, 27648e0), (4.0e0, 28672e0), (4.0e0, 29696e0), (4.0e0, 30720e0),
  (8.0e0, 16384e0), (8.0e0, 20480e0), (8.0e0, 24576e0), (8.0e0, 28672e0), (8.0e0, 32768e0),
  (8.0e0, 36864e0), (8.0e0, 40960e0), (8.0e0, 45056e0), (8.0e0, 49152e0), (8.0e0, 53248e0),
  (8.0e0, 57344e0), (8.0e0, 61440e0), (16.0e0, 32768e0), (16.0e0, 40960e0), (16.0e0, 49152e0),
  (16.0e0, 57344e0), (16.0e0, 65536e0), (16.0e0, 73728e0), (16.0e0, 81920e0), (16.0e0, 90112e0),
  (16.0e0, 98304e0), (16.0e0, 106496e0), (16.0e0, 114688e0), (16.0e0, 122880e0),
  (32.0e0, 61440e0), (32.0e0, 122880e0), (32.0e0, 249856e0)
),
prices (region, architecture, usd_per_vcpu_hour, usd_per_gb_hour) AS (VALUES
  ('us-east-1', 'x86', 0.04048e0, 0.004445e0),
  ('us-east-1', 'arm', 0.03238e0, 0.00356e0),
  ('ap-northeast-1', 'x86', 0.05056e0, 0.00553e0),
  ('ap-northeast-1', 'arm', 0.04045e0, 0.00442e0)
),
-- Each run once: its report, or else its last checkpoint.
ranked AS (
  SELECT
    *,
    type = 'ecs.task.report' AS is_report,
    max(time) OVER () AS newest,
    row_number() OVER (
      PARTITION BY task_arn ORDER BY IF(type = 'ecs.task.report', 0, 1), time DESC
    ) AS place
  FROM usage_lines
  WHERE day >= date_format(current_date - INTERVAL '30' DAY, '%Y-%m-%d')
),
runs AS (
  SELECT
    *,
    is_report AND status = 'success' AND max_memory_mib IS NOT NULL AS is_good,
    -- It ended, and not well.
    max_memory_mib IS NOT NULL
      AND IF(is_report, status <> 'success', time < newest - INTERVAL '1' HOUR) AS is_other,
    coverage_percent >= 50 AND readings >= 3 AND avg_cpu_percent IS NOT NULL
      AND duration_ms > 0 AS has_cpu,
    -- The limit may be the container's own.
    container_memory_mib > 0 AND container_memory_mib < coalesce(memory_mib, infinity()) AS is_own
  FROM ranked
  WHERE IF(task_arn IS NULL, is_report, place = 1)
),
workloads AS (
  SELECT
    family, container, job,
    count(*) AS runs,
    count_if(is_report AND status IN ('failure', 'stopped', 'unknown')) AS failed,
    count_if(is_report AND status = 'outOfMemory') AS out_of_memory,
    count_if(is_good) AS good,
    count_if(is_other) AS others,
    min(started_at) AS first_started_at,
    max(started_at) AS last_started_at,
    max(max_memory_mib) AS max_memory_mib,
    max(
      greatest(1.25 * IF(is_own, container_memory_mib, memory_mib),
        100 + IF(is_own, container_memory_mib, memory_mib))
      + IF(is_own, greatest(0, coalesce(max_memory_mib - container_max_memory_mib, 0)), 0)
    ) FILTER (
      WHERE is_report AND status = 'outOfMemory' AND max_memory_mib IS NOT NULL
        AND (is_own OR memory_mib > 0)
    ) AS out_of_memory_need_mib,
    -- Of the newest run that has a size.
    max_by(ROW(vcpu, memory_mib, region, launch_type), started_at)
      FILTER (WHERE vcpu > 0 AND memory_mib >= 1) AS now
  FROM runs
  GROUP BY family, container, job
),
needs AS (
  SELECT
    family, container, job, runs, failed, out_of_memory, good, others, max_memory_mib,
    first_started_at, last_started_at,
    greatest(1.2 * max_memory_mib, max_memory_mib + 64, coalesce(out_of_memory_need_mib, 0))
      AS need_mib,
    out_of_memory_need_mib IS NOT NULL AS is_out_of_memory,
    now[1] AS now_vcpu,
    now[2] AS now_memory_mib,
    now[4] AS now_launch_type,
    coalesce(price.region, 'us-east-1') AS price_region
  FROM workloads
  LEFT JOIN prices AS price ON price.region = now[3] AND price.architecture = 'x86'
),
-- The runs that succeeded at the present number of vCPUs.
present AS (
  SELECT runs.*
  FROM runs
  JOIN needs
    ON runs.family IS NOT DISTINCT FROM needs.family
    AND runs.container IS NOT DISTINCT FROM needs.container
    AND runs.job IS NOT DISTINCT FROM needs.job
  WHERE is_good AND vcpu = now_vcpu
),
times AS (
  SELECT
    family, container, job,
    array_sort(array_agg(duration_ms) FILTER (WHERE duration_ms IS NOT NULL)) AS durations,
    array_sort(array_agg(init_duration_ms) FILTER (WHERE init_duration_ms IS NOT NULL)) AS inits,
    array_sort(array_agg(avg_cpu_percent) FILTER (WHERE has_cpu)) AS cpus
  FROM present
  GROUP BY family, container, job
),
-- How many times as long 95 of 100 runs would take, at most; of 10 that say so at least.
longer AS (
  SELECT
    family, container, job, entry.vcpu,
    element_at(array_sort(array_agg(entry.ms / duration_ms)), CAST((95 * count(*) + 99) / 100 AS integer))
      AS times_as_long
  FROM present
  CROSS JOIN UNNEST(duration_at_vcpu) AS entry (vcpu, ms)
  WHERE has_cpu
  GROUP BY family, container, job, entry.vcpu
  HAVING count(*) >= 10
),
known AS (
  SELECT
    needs.*,
    element_at(durations, (cardinality(durations) + 1) / 2) AS median_duration_ms,
    element_at(durations, (95 * cardinality(durations) + 99) / 100) AS p95_duration_ms,
    coalesce(element_at(inits, (cardinality(inits) + 1) / 2), 0) AS median_init_ms,
    coalesce(cardinality(cpus), 0) AS cpu_runs,
    element_at(cpus, (cardinality(cpus) + 1) / 2) AS median_cpu_percent,
    usd_per_vcpu_hour,
    usd_per_gb_hour,
    CASE
      WHEN max_memory_mib IS NULL THEN 'noReadings'
      WHEN now_launch_type = 'EC2' OR now_vcpu IS NULL
        OR (now_vcpu, now_memory_mib) NOT IN (SELECT vcpu, memory_mib FROM sizes) THEN 'notFargate'
      WHEN good < 10 AND NOT is_out_of_memory THEN 'notEnoughRuns'
    END AS obstacle
  FROM needs
  LEFT JOIN times
    ON needs.family IS NOT DISTINCT FROM times.family
    AND needs.container IS NOT DISTINCT FROM times.container
    AND needs.job IS NOT DISTINCT FROM times.job
  JOIN prices ON prices.region = price_region AND prices.architecture = 'x86'
),
-- Every size that holds the need, with the time that a run would take there.
options AS (
  SELECT
    known.family, known.container, known.job, sizes.vcpu, sizes.memory_mib,
    IF(sizes.vcpu >= now_vcpu, 1, times_as_long) AS times_as_long,
    greatest(60, (median_init_ms
        + coalesce(median_duration_ms * IF(sizes.vcpu >= now_vcpu, 1, times_as_long), 0)) / 1000)
      * (sizes.vcpu * usd_per_vcpu_hour + sizes.memory_mib / 1024 * usd_per_gb_hour) / 3600 AS usd,
    sizes.vcpu = now_vcpu AND sizes.memory_mib = now_memory_mib AS is_now,
    sizes.memory_mib >= need_mib
      AND (others = 0 OR sizes.memory_mib >= now_memory_mib)
      AND IF(sizes.vcpu >= now_vcpu, 1, times_as_long) <= 1.25 + 1e-9 AS fits
  FROM known
  CROSS JOIN sizes
  LEFT JOIN longer
    ON known.family IS NOT DISTINCT FROM longer.family
    AND known.container IS NOT DISTINCT FROM longer.container
    AND known.job IS NOT DISTINCT FROM longer.job
    AND sizes.vcpu = longer.vcpu
  WHERE obstacle IS NULL
),
-- Of two that cost the same the present one, else the faster.
best AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY family, container, job
      ORDER BY IF(fits, 0, 1), round(usd / 1e-12), IF(is_now, 0, 1), times_as_long, memory_mib
    ) AS place
  FROM options
)
SELECT
  known.family,
  known.container,
  known.job,
  runs,
  failed,
  out_of_memory,
  median_duration_ms,
  p95_duration_ms,
  median_cpu_percent,
  known.max_memory_mib,
  need_mib,
  CAST(1024 * now_vcpu AS integer) AS now_cpu,
  CAST(now_memory_mib AS integer) AS now_memory,
  coalesce(obstacle, IF(take.vcpu IS NULL, 'tooLarge', IF(is_now, 'keep', 'change'))) AS verdict,
  CAST(1024 * take.vcpu AS integer) AS take_cpu,
  CAST(take.memory_mib AS integer) AS take_memory,
  median_duration_ms * take.times_as_long AS take_duration_ms,
  now_usd,
  take.usd AS take_usd,
  -- A month has 730 hours; less than a day says nothing about one.
  IF(seconds >= 86400, (now_usd - take.usd) * (runs - 1) / seconds * 730 * 3600)
    AS saving_usd_per_month,
  price_region,
  array_join(ARRAY[
    IF(is_out_of_memory, 'outOfMemory'),
    IF(take.vcpu IS NOT NULL AND cpu_runs < 10 AND now_vcpu > 0.25, 'cpuNotKnown'),
    IF((take.vcpu IS NULL OR cpu_runs >= 10) AND now_vcpu >= 2
      AND median_cpu_percent BETWEEN 85 AND 101, 'singleThreaded')
  ], ' ') AS notes
FROM (
  SELECT
    *,
    date_diff('millisecond', first_started_at, last_started_at) / 1e3 AS seconds,
    IF(coalesce(obstacle, '') <> 'notFargate', greatest(60, (median_init_ms + median_duration_ms) / 1000)
      * (now_vcpu * usd_per_vcpu_hour + now_memory_mib / 1024 * usd_per_gb_hour) / 3600) AS now_usd
  FROM known
) AS known
LEFT JOIN best AS take
  ON take.place = 1 AND take.fits
  AND known.family IS NOT DISTINCT FROM take.family
  AND known.container IS NOT DISTINCT FROM take.container
  AND known.job IS NOT DISTINCT FROM take.job
ORDER BY saving_usd_per_month DESC NULLS LAST, family, container, job
