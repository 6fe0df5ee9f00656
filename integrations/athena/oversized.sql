-- What Fargate was paid for each task in these days, and how much of that for CPU and memory that
-- no reading saw in use. Each run by the prices of its region and architecture; those of us-east-1
-- where a region's own are not here; on Spot 0.3 of them.
-- sizes.sql says what to take instead: not all that is unused can be left out.
WITH
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
runs AS (
  SELECT
    *,
    IF(cpu_architecture = 'ARM64', 'arm', 'x86') AS architecture,
    -- From the start of the pull to the end, in whole seconds, a minute at least.
    greatest(60, ceil(round(1000 * (coalesce(init_duration_ms, 0) + duration_ms)) / 1e6)) / 3600
      * IF(launch_type = 'FARGATE_SPOT' OR capacity_provider = 'FARGATE_SPOT', 0.3e0, 1) AS hours
  FROM (
    SELECT *, row_number() OVER (PARTITION BY task_arn ORDER BY time) AS place
    FROM usage_lines
    WHERE day >= date_format(current_date - INTERVAL '30' DAY, '%Y-%m-%d')
      AND type = 'ecs.task.report'
      AND (launch_type IN ('FARGATE', 'FARGATE_SPOT') OR capacity_provider = 'FARGATE_SPOT')
      AND max_memory_mib IS NOT NULL
  )
  WHERE place = 1
),
paid AS (
  SELECT
    account_id,
    runs.region,
    family,
    container,
    job,
    hours * vcpu * coalesce(own.usd_per_vcpu_hour, other.usd_per_vcpu_hour) AS cpu_usd,
    hours * memory_mib / 1024 * coalesce(own.usd_per_gb_hour, other.usd_per_gb_hour) AS memory_usd,
    1 - least(1, avg_cpu_percent / 100 / vcpu) AS unused_cpu,
    1 - least(1, max_memory_mib / memory_mib) AS unused_memory
  FROM runs
  LEFT JOIN prices AS own ON own.region = runs.region AND own.architecture = runs.architecture
  JOIN prices AS other
    ON other.region = 'us-east-1' AND other.architecture = runs.architecture
)
SELECT
  account_id,
  region,
  family,
  container,
  job,
  count(*) AS runs,
  sum(cpu_usd + memory_usd) AS paid_usd,
  sum(cpu_usd * unused_cpu) AS unused_cpu_usd,
  sum(memory_usd * unused_memory) AS unused_memory_usd
FROM paid
GROUP BY account_id, region, family, container, job
ORDER BY sum(cpu_usd * unused_cpu + memory_usd * unused_memory) DESC
