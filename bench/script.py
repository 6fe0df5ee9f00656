#!/usr/bin/env python3
"""For comparison: the sidecar as people write it in Python, urllib and json."""
import json
import os
import signal
import sys
import time
import urllib.request

ROOT = os.environ["ECS_CONTAINER_METADATA_URI_V4"]
INTERVAL = float(os.environ.get("INTERVAL", "1"))
cpu_max, memory_max = {}, {}


def get(path):
    with urllib.request.urlopen(ROOT + path, timeout=1) as response:
        return json.load(response)


def report(*_):
    print(json.dumps({"maxCpuPercent": cpu_max, "maxMemoryBytes": memory_max}), flush=True)
    sys.exit(0)


signal.signal(signal.SIGTERM, report)
poll = 0
while True:
    try:
        if poll % 10 == 0:
            task = get("/task")
            if task["Containers"][0]["KnownStatus"] == "STOPPED":
                report()
        for key, stats in get("/task/stats").items():
            if stats:
                cpu, before = stats["cpu_stats"], stats["precpu_stats"]
                used = cpu["cpu_usage"]["total_usage"] - before["cpu_usage"]["total_usage"]
                memory = stats["memory_stats"]["usage"] - stats["memory_stats"]["stats"]["cache"]
                cpu_max[key] = max(cpu_max.get(key, 0), used / 1e7)
                memory_max[key] = max(memory_max.get(key, 0), memory)
    except (OSError, ValueError, KeyError) as error:
        print(error, file=sys.stderr)
    poll += 1
    time.sleep(INTERVAL)
