-- The lines as they lie in S3, one object's line a row: s3://BUCKET/usage/day=2026-01-05/...
-- Partition projection: no crawler, no ALTER TABLE; a query reads the days that it names.
CREATE EXTERNAL TABLE IF NOT EXISTS usage_log (line string)
PARTITIONED BY (day string)
ROW FORMAT DELIMITED FIELDS TERMINATED BY '\001' LINES TERMINATED BY '\n'
STORED AS TEXTFILE
LOCATION 's3://BUCKET/usage/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy-MM-dd',
  'projection.day.range' = '2026-01-01,NOW',
  'projection.day.interval' = '1',
  'projection.day.interval.unit' = 'DAYS',
  'storage.location.template' = 's3://BUCKET/usage/day=${day}/'
)
