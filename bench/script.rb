#!/usr/bin/env ruby
# For comparison: the sidecar as people write it in Ruby, net/http and json.
require 'json'
require 'net/http'

ROOT = ENV.fetch('ECS_CONTAINER_METADATA_URI_V4')
INTERVAL = ENV.fetch('INTERVAL', '1').to_f
$cpu_max = Hash.new(0)
$memory_max = Hash.new(0)

def get(path)
  JSON.parse(Net::HTTP.get(URI(ROOT + path)))
end

def report
  puts JSON.generate('maxCpuPercent' => $cpu_max, 'maxMemoryBytes' => $memory_max)
  exit 0
end

Signal.trap('TERM') { report }
poll = 0
loop do
  begin
    if (poll % 10).zero?
      task = get('/task')
      report if task['Containers'][0]['KnownStatus'] == 'STOPPED'
    end
    get('/task/stats').each do |key, stats|
      next unless stats

      cpu = stats['cpu_stats']['cpu_usage']['total_usage']
      before = stats['precpu_stats']['cpu_usage']['total_usage']
      memory = stats['memory_stats']['usage'] - stats['memory_stats']['stats']['cache']
      $cpu_max[key] = [$cpu_max[key], (cpu - before) / 1e7].max
      $memory_max[key] = [$memory_max[key], memory].max
    end
  rescue StandardError => e
    warn e.message
  end
  poll += 1
  sleep INTERVAL
end
