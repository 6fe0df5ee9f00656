-- Which size each task should have, and what that saves: the method of docs/REPORT.md, and its
-- guards. Percentiles are exact. Within 1.25 times as long (--goal balanced), runs on Spot at 0.3 of
-- the price on demand (--spot).
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
  ('us-east-2', 'x86', 0.04048e0, 0.004445e0),
  ('us-east-2', 'arm', 0.03238e0, 0.00356e0),
  ('us-west-2', 'x86', 0.04048e0, 0.004445e0),
  ('ca-central-1', 'x86', 0.04456e0, 0.004865e0),
  ('sa-east-1', 'x86', 0.0696e0, 0.0076e0),
  ('eu-west-1', 'x86', 0.04048e0, 0.004445e0),
  ('eu-west-1', 'arm', 0.03238e0, 0.00356e0),
  ('eu-west-2', 'x86', 0.04656e0, 0.00511e0),
  ('eu-west-2', 'arm', 0.03725e0, 0.00409e0),
  ('eu-central-1', 'x86', 0.04656e0, 0.00511e0),
  ('ap-northeast-1', 'x86', 0.05056e0, 0.00553e0),
  ('ap-northeast-1', 'arm', 0.04045e0, 0.00442e0),
  ('ap-northeast-2', 'x86', 0.04656e0, 0.00511e0),
  ('ap-northeast-2', 'arm', 0.03725e0, 0.00409e0),
  ('ap-southeast-1', 'x86', 0.05056e0, 0.00553e0),
  ('ap-southeast-2', 'x86', 0.04856e0, 0.00532e0)
),
-- Each run once: its report, or else its last checkpoint. What is sized together has one number.
ranked AS (
  SELECT
    *,
    type = 'ecs.task.report' AS is_report,
    max(time) OVER () AS newest,
    dense_rank() OVER (ORDER BY account_id, region, family, container, job) AS task,
    row_number() OVER (
      PARTITION BY task_arn ORDER BY IF(type = 'ecs.task.report', 0, 1), time DESC
    ) AS place
  FROM usage_lines
  WHERE day >= date_format(current_date - INTERVAL '30' DAY, '%Y-%m-%d')
),
runs AS (
  SELECT
    *,
    is_report AND status = 'success' AS is_success,
    is_report AND status = 'success' AND max_memory_mib IS NOT NULL AS is_good,
    -- It ended, and not well.
    IF(is_report, coalesce(status, '') <> 'success', time < newest - INTERVAL '1' HOUR) AS has_failed,
    -- Of the readings, or else of the task's own machine.
    CASE
      WHEN duration_ms <= 0 THEN NULL
      WHEN coverage_percent >= 50 AND readings >= 3 AND avg_cpu_percent IS NOT NULL
        THEN avg_cpu_percent
      WHEN machine_readings >= 3 THEN 100 * machine_cpu_time_ms / duration_ms
    END AS cpu_percent,
    vcpu > 0 AND memory_mib >= 1 AS is_sized,
    IF(cpu_architecture = 'ARM64', 'arm', 'x86') AS architecture,
    coalesce(launch_type = 'FARGATE_SPOT', false)
      OR coalesce(capacity_provider = 'FARGATE_SPOT', false) AS is_spot,
    -- The launch type where that is not Fargate.
    IF(launch_type IN ('FARGATE', 'FARGATE_SPOT') OR capacity_provider = 'FARGATE_SPOT', NULL,
      launch_type) AS elsewhere,
    -- From the start of the pull to the end, in whole seconds, a minute at least.
    greatest(60, ceil(round(1000 * (coalesce(init_duration_ms, 0) + duration_ms)) / 1e6)) AS seconds,
    -- The limit may be the container's own.
    container_memory_mib > 0 AND container_memory_mib < coalesce(memory_mib, infinity()) AS is_own
  FROM ranked
  WHERE IF(task_arn IS NULL, is_report, place = 1)
),
workloads AS (
  SELECT
    task, account_id, region, family, container, job,
    count(*) AS runs,
    count_if(is_report AND status IN ('failure', 'stopped', 'unknown')) AS failed,
    count_if(is_report AND status = 'outOfMemory') AS out_of_memory,
    count_if(is_good) AS good,
    -- Memory may have been what ended them.
    count_if(has_failed AND (
      status = 'outOfMemory' OR coalesce(exit_code = 137, false)
      OR coalesce(100 * max_memory_mib / memory_mib > 90, false)
      OR coalesce(100 * container_max_memory_mib > 90 * container_memory_mib, false)
    )) AS suspects,
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
    ) AS out_of_memory_need_mib
  FROM runs
  GROUP BY task, account_id, region, family, container, job
),
-- The size now: that of most runs of the last revision, or of the last 20 without revisions.
latest AS (
  SELECT
    task, vcpu, memory_mib, elsewhere, started_at,
    coalesce(revision, -1) AS revision,
    max(coalesce(revision, -1)) OVER (PARTITION BY task) AS last_revision,
    row_number() OVER (PARTITION BY task ORDER BY started_at DESC) AS place
  FROM runs
  WHERE is_sized
),
present_sizes AS (
  SELECT
    task, vcpu, memory_mib, elsewhere,
    row_number() OVER (
      PARTITION BY task
      ORDER BY count(*) DESC, max(started_at) DESC, memory_mib DESC, vcpu DESC, elsewhere DESC
    ) AS place
  FROM latest
  WHERE revision = last_revision AND (revision >= 0 OR place <= 20)
  GROUP BY task, vcpu, memory_mib, elsewhere
),
needs AS (
  SELECT
    workloads.*,
    greatest(1.2 * max_memory_mib, max_memory_mib + 64, coalesce(out_of_memory_need_mib, 0))
      AS need_mib,
    out_of_memory_need_mib IS NOT NULL AS is_out_of_memory,
    now.vcpu AS now_vcpu,
    now.memory_mib AS now_memory_mib,
    now.elsewhere AS now_elsewhere
  FROM workloads
  LEFT JOIN present_sizes AS now ON now.task = workloads.task AND now.place = 1
),
-- Each run on Fargate with its own prices; those of us-east-1 where its region has none.
priced AS (
  SELECT
    runs.*,
    own.region IS NOT NULL AS has_own_price,
    IF(is_spot, 0.3e0, 1) / 3600
      * coalesce(own.usd_per_vcpu_hour, other.usd_per_vcpu_hour) AS usd_per_vcpu_second,
    IF(is_spot, 0.3e0, 1) / 3600
      * coalesce(own.usd_per_gb_hour, other.usd_per_gb_hour) AS usd_per_gb_second
  FROM runs
  LEFT JOIN prices AS own ON own.region = runs.region AND own.architecture = runs.architecture
  JOIN prices AS other
    ON other.region = 'us-east-1' AND other.architecture = runs.architecture
  WHERE elsewhere IS NULL AND vcpu > 0 AND memory_mib > 0 AND duration_ms IS NOT NULL
),
spendings AS (
  SELECT
    task,
    count(*) AS priced_runs,
    bool_and(has_own_price) AS has_own_prices,
    sum(seconds * (vcpu * usd_per_vcpu_second + memory_mib / 1024 * usd_per_gb_second)) AS spent_usd,
    coalesce(
      sum(seconds * (vcpu * usd_per_vcpu_second + memory_mib / 1024 * usd_per_gb_second))
        FILTER (WHERE has_failed), 0) AS on_failures_usd
  FROM priced
  GROUP BY task
),
-- What each run would be billed for with fewer vCPUs; null when it does not say.
stretched AS (
  SELECT
    task, architecture, is_spot, usd_per_vcpu_second, usd_per_gb_second, seconds,
    grid.vcpu AS at_vcpu,
    is_success AND grid.vcpu < priced.vcpu AS is_longer,
    IF(cpu_percent IS NOT NULL, greatest(60, ceil(round(1000 * (coalesce(init_duration_ms, 0)
      + element_at(filter(duration_at_vcpu, entry -> entry[1] = grid.vcpu), 1)[2])) / 1e6)))
      AS longer_seconds
  FROM priced
  CROSS JOIN (SELECT DISTINCT vcpu FROM sizes) AS grid
),
-- Those that do not say stretch as the others with the same prices do.
tariffs AS (
  SELECT
    task, at_vcpu, usd_per_vcpu_second, usd_per_gb_second,
    coalesce(sum(IF(is_longer, longer_seconds, seconds)), 0)
      + coalesce(sum(seconds) FILTER (WHERE is_longer AND longer_seconds IS NULL), 0)
      * coalesce(
        sum(longer_seconds) FILTER (WHERE is_longer)
          / sum(seconds) FILTER (WHERE is_longer AND longer_seconds IS NOT NULL), 1) AS seconds
  FROM stretched
  GROUP BY task, architecture, is_spot, usd_per_vcpu_second, usd_per_gb_second, at_vcpu
),
bills AS (
  SELECT
    task, at_vcpu,
    sum(seconds * usd_per_vcpu_second) AS usd_per_vcpu,
    sum(seconds * usd_per_gb_second) AS usd_per_gb
  FROM tariffs
  GROUP BY task, at_vcpu
),
-- The runs that succeeded at the present number of vCPUs.
present AS (
  SELECT runs.*
  FROM runs
  JOIN needs ON runs.task = needs.task
  WHERE is_good AND vcpu = now_vcpu
),
times AS (
  SELECT
    task,
    array_sort(array_agg(duration_ms) FILTER (WHERE duration_ms IS NOT NULL)) AS durations,
    array_sort(array_agg(cpu_percent) FILTER (WHERE cpu_percent IS NOT NULL)) AS cpus
  FROM present
  GROUP BY task
),
-- How many times as long 95 of 100 runs would take, at most; of 10 that say so at least.
longer AS (
  SELECT
    task, entry.vcpu,
    element_at(array_sort(array_agg(entry.ms / duration_ms)), CAST((95 * count(*) + 99) / 100 AS integer))
      AS times_as_long
  FROM present
  CROSS JOIN UNNEST(duration_at_vcpu) AS entry (vcpu, ms)
  WHERE cpu_percent IS NOT NULL
  GROUP BY task, entry.vcpu
  HAVING count(*) >= 10
),
known AS (
  SELECT
    needs.*,
    element_at(durations, (cardinality(durations) + 1) / 2) AS median_duration_ms,
    element_at(durations, (95 * cardinality(durations) + 99) / 100) AS p95_duration_ms,
    coalesce(cardinality(cpus), 0) AS cpu_runs,
    element_at(cpus, (cardinality(cpus) + 1) / 2) AS median_cpu_percent,
    spent_usd,
    on_failures_usd,
    priced_runs,
    IF(has_own_prices, region, 'us-east-1') AS price_region,
    (now_vcpu * usd_per_vcpu + now_memory_mib / 1024 * usd_per_gb) / priced_runs AS usd_at_now,
    CASE
      WHEN max_memory_mib IS NULL THEN 'noReadings'
      WHEN now_elsewhere IS NOT NULL OR now_vcpu IS NULL
        OR (now_vcpu, now_memory_mib) NOT IN (SELECT vcpu, memory_mib FROM sizes) THEN 'notFargate'
      WHEN good < 10 AND NOT is_out_of_memory THEN 'notEnoughRuns'
    END AS obstacle
  FROM needs
  LEFT JOIN times ON times.task = needs.task
  LEFT JOIN spendings ON spendings.task = needs.task
  LEFT JOIN bills ON bills.task = needs.task AND bills.at_vcpu = now_vcpu
),
-- Every size that holds the need, with what all runs would cost and the time that one would take.
options AS (
  SELECT
    known.task, sizes.vcpu, sizes.memory_mib,
    IF(sizes.vcpu >= now_vcpu, 1, times_as_long) AS times_as_long,
    (sizes.vcpu * usd_per_vcpu + sizes.memory_mib / 1024 * usd_per_gb) / priced_runs AS usd,
    sizes.vcpu = now_vcpu AND sizes.memory_mib = now_memory_mib AS is_now,
    sizes.memory_mib >= need_mib
      AND (suspects = 0 OR sizes.memory_mib >= now_memory_mib)
      AND IF(sizes.vcpu >= now_vcpu, 1, times_as_long) <= 1.25 + 1e-9 AS fits
  FROM known
  CROSS JOIN sizes
  LEFT JOIN bills ON bills.task = known.task AND bills.at_vcpu = sizes.vcpu
  LEFT JOIN longer ON longer.task = known.task AND longer.vcpu = sizes.vcpu
  WHERE obstacle IS NULL
),
-- Of two that cost the same the present one, else the faster.
best AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY task
      ORDER BY IF(fits, 0, 1), round(usd / 1e-12), IF(is_now, 0, 1), times_as_long, memory_mib
    ) AS place
  FROM options
)
SELECT
  known.account_id,
  known.region,
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
  IF(observed_seconds >= 86400,
    (now_usd - take.usd) * priced_runs / runs * (runs - 1) / observed_seconds * 730 * 3600)
    AS saving_usd_per_month,
  spent_usd,
  on_failures_usd,
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
    date_diff('millisecond', first_started_at, last_started_at) / 1e3 AS observed_seconds,
    IF(now_elsewhere IS NULL
      AND (now_vcpu, now_memory_mib) IN (SELECT vcpu, memory_mib FROM sizes), usd_at_now) AS now_usd
  FROM known
) AS known
LEFT JOIN best AS take ON take.place = 1 AND take.fits AND take.task = known.task
ORDER BY saving_usd_per_month DESC NULLS LAST, family, container, job, account_id, region
