#!/usr/bin/env python3
"""A stand-in for the task metadata endpoint, for the bench. Standard library only.

Three containers (batch, log-router, usage-report), about 15 KB of /task/stats in the shape of
control groups v1, sent in chunks as the ECS agent's Go server does. A reading is new every
1.003 s. Prints its port on the first line, and then one line for each request:
nanoseconds of the monotonic clock after the answer, path, what was answered.
"""
import argparse
import datetime
import http.server
import json
import os
import socket
import sys
import threading
import time

PERIOD_SECONDS = 1.003
NAMES = ("batch", "log-router", "usage-report")
TASK_ID = "5f0c6c1de8b64d2f9d1a7b3c2e4f6a80"
ARN = "arn:aws:ecs:eu-central-1:123456789012"
FAULTS = ("404", "429", "500", "closed", "cut", "not json", "string", "empty", "nulls", "slow")
MIB = 1 << 20


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--end-after", type=float, default=0,
                        help="the batch ends this many seconds after the first request")
    parser.add_argument("--exit-code", type=int, default=0)
    parser.add_argument("--faults", action="store_true", help="each 5th answer is a fault")
    parser.add_argument("--speed", type=float, default=1,
                        help="how fast readings follow one another; 10: a new one each 0.1 s")
    return parser.parse_args()


class Task:
    """Everything is a function of the time since the first request."""

    def __init__(self, speed, end_after, exit_code):
        self.speed = speed
        self.end_after = end_after
        self.exit_code = exit_code
        self.epoch = time.time()
        self.start = None
        self.lock = threading.Lock()

    def elapsed(self):
        with self.lock:
            if self.start is None:
                self.start = time.monotonic()
                self.epoch = time.time() - 2 * PERIOD_SECONDS
            return (time.monotonic() - self.start) * self.speed

    def ended(self, elapsed):
        return bool(self.end_after) and elapsed >= self.end_after * self.speed

    def time(self, seconds):
        moment = datetime.datetime.fromtimestamp(self.epoch + seconds, datetime.timezone.utc)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "123Z"

    @staticmethod
    def container_id(index):
        return f"{TASK_ID}-{1271923487 + index * 90210}"

    def stats(self):
        elapsed = self.elapsed()
        entries = {}
        for index, name in enumerate(NAMES):
            if index == 0 and self.ended(elapsed):
                entries[self.container_id(index)] = None
            else:
                entries[self.container_id(index)] = self.entry(index, name, elapsed)
        return entries

    def entry(self, index, name, elapsed):
        tick = 2 + int(elapsed / PERIOD_SECONDS)
        used = (300 + 20 * (tick % 17)) * MIB // (1 + 9 * index)
        return {
            "read": self.time(tick * PERIOD_SECONDS + index * 0.017),
            "preread": self.time((tick - 1) * PERIOD_SECONDS + index * 0.017),
            "pids_stats": {"current": 7 + index},
            "blkio_stats": {
                "io_service_bytes_recursive": devices(tick, 4096),
                "io_serviced_recursive": devices(tick, 1),
                "io_queue_recursive": [],
                "io_service_time_recursive": [],
                "io_wait_time_recursive": [],
                "io_merged_recursive": [],
                "io_time_recursive": [],
                "sectors_recursive": [],
            },
            "num_procs": 0,
            "storage_stats": {},
            "cpu_stats": cpu(index, tick),
            "precpu_stats": cpu(index, tick - 1),
            "memory_stats": {
                "usage": used + 40 * MIB,
                "max_usage": 700 * MIB,
                "stats": memory(used),
                "limit": 9223372036854771712,
            },
            "name": name,
            "id": self.container_id(index),
            "networks": {"eth1": {
                "rx_bytes": 83_000_000 + 15_321 * tick, "rx_packets": 61_000 + 30 * tick,
                "rx_errors": 0, "rx_dropped": 0,
                "tx_bytes": 1_900_000 + 9_417 * tick, "tx_packets": 21_000 + 22 * tick,
                "tx_errors": 0, "tx_dropped": 0}},
            "network_rate_stats": {"rx_bytes_per_sec": 15275.2, "tx_bytes_per_sec": 9388.8},
        }

    def container(self, index, name, elapsed):
        ended = index == 0 and self.ended(elapsed)
        container = {
            "DockerId": self.container_id(index),
            "Name": name,
            "DockerName": name,
            "Image": f"123456789012.dkr.ecr.eu-central-1.amazonaws.com/{name}:1.42.0",
            "ImageID": "sha256:" + f"{index + 10:x}" * 64,
            "Labels": {
                "com.amazonaws.ecs.cluster": ARN + ":cluster/nightly",
                "com.amazonaws.ecs.container-name": name,
                "com.amazonaws.ecs.task-arn": f"{ARN}:task/nightly/{TASK_ID}",
                "com.amazonaws.ecs.task-definition-family": "orders-export",
                "com.amazonaws.ecs.task-definition-version": "17",
            },
            "DesiredStatus": "RUNNING",
            "KnownStatus": "STOPPED" if ended else "RUNNING",
            "Limits": {"CPU": 2, "Memory": 0 if index else 768},
            "CreatedAt": self.time(0.1 * index),
            "StartedAt": self.time(0.1 * index),
            "Type": "NORMAL",
            "LogDriver": "awslogs",
            "LogOptions": {
                "awslogs-group": "/ecs/orders-export", "awslogs-region": "eu-central-1",
                "awslogs-stream": f"ecs/{name}/{TASK_ID}"},
            "ContainerARN": f"{ARN}:container/nightly/{TASK_ID}/{index}e6b2f0a-7c1d",
            "Networks": [{
                "NetworkMode": "awsvpc", "IPv4Addresses": ["10.0.2.106"], "AttachmentIndex": 0,
                "MACAddress": "0e:9e:32:c7:48:85", "IPv4SubnetCIDRBlock": "10.0.2.0/24",
                "PrivateDNSName": "ip-10-0-2-106.eu-central-1.compute.internal",
                "SubnetGatewayIpv4Address": "10.0.2.1/24"}],
            "Snapshotter": "overlayfs",
        }
        if ended:
            container["ExitCode"] = self.exit_code
            container["FinishedAt"] = self.time(self.end_after * self.speed)
        return container

    def task(self):
        elapsed = self.elapsed()
        task = {
            "Cluster": ARN + ":cluster/nightly",
            "TaskARN": f"{ARN}:task/nightly/{TASK_ID}",
            "Family": "orders-export",
            "Revision": "17",
            "DesiredStatus": "STOPPED" if self.ended(elapsed) else "RUNNING",
            "KnownStatus": "RUNNING",
            "Limits": {"CPU": 0.5, "Memory": 1024},
            "PullStartedAt": self.time(-19.4),
            "PullStoppedAt": self.time(-1.2),
            "AvailabilityZone": "eu-central-1b",
            "LaunchType": "FARGATE",
            "Containers": [self.container(i, name, elapsed) for i, name in enumerate(NAMES)],
            "ClockDrift": {"ClockErrorBound": 0.4, "ClockSynchronizationStatus": "SYNCHRONIZED"},
            "EphemeralStorageMetrics": {"Utilized": 312, "Reserved": 20496},
        }
        if self.ended(elapsed):
            task["ExecutionStoppedAt"] = self.time(self.end_after * self.speed)
        return task

    def root(self):
        return self.container(2, NAMES[2], self.elapsed())


def devices(tick, unit):
    operations = ("Read", "Write", "Sync", "Async", "Total")
    return [{"major": 259, "minor": minor, "op": op, "value": unit * (40 + tick) * (i + 1)}
            for minor in range(6) for i, op in enumerate(operations)]


def cpu(index, tick):
    total = tick * 250_000_000 // (1 + 30 * index)
    return {
        "cpu_usage": {"total_usage": total, "percpu_usage": [total // 2, total // 2],
                      "usage_in_kernelmode": total // 5, "usage_in_usermode": total * 4 // 5},
        "system_cpu_usage": 1_971_000_000_000 + 2_006_000_000 * tick,
        "online_cpus": 2,
        "throttling_data": {"periods": 0, "throttled_periods": 0, "throttled_time": 0},
    }


def memory(used):
    half = {
        "active_anon": used * 3 // 5, "active_file": 18 * MIB, "cache": 40 * MIB, "dirty": 4096,
        "inactive_anon": used // 3, "inactive_file": 22 * MIB, "mapped_file": 9 * MIB,
        "pgfault": 731_265, "pgmajfault": 264, "pgpgin": 612_480, "pgpgout": 433_091,
        "rss": used, "rss_huge": 0, "unevictable": 0, "writeback": 0,
    }
    whole = {"total_" + name: value for name, value in half.items()}
    limits = {"hierarchical_memory_limit": 805_306_368,
              "hierarchical_memsw_limit": 9223372036854771712}
    return {**half, **limits, **whole}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    # One packet for head and body.
    wbufsize = 1 << 16

    def do_GET(self):
        server = self.server
        path = self.path.rstrip("/")
        document = {"/task": server.task.task, "/task/stats": server.task.stats,
                    "": server.task.root}.get(path)
        if document is None:
            return self.answer(404, b'"V4 metadata handler: unable to find it"')
        fault = server.next_fault() if path else None
        self.fail(fault, document()) if fault else self.answer(200, encode(document()))
        self.wfile.flush()
        server.log(f"{time.monotonic_ns()} {self.path} {fault or 200}")

    def fail(self, fault, document):
        if fault == "closed":
            self.close_connection = True
        elif fault == "cut":
            self.answer(200, encode(document)[:5000], announced=15_000)
            self.close_connection = True
        elif fault == "not json":
            self.answer(200, b"<html><body>gateway</body></html>")
        elif fault == "string":
            self.answer(200, b'"not found"')
        elif fault == "empty":
            self.answer(200, b"{}")
        elif fault == "nulls":
            self.answer(200, encode({key: None for key in document}))
        elif fault == "slow":
            time.sleep(1.2)
            self.close_connection = True
        else:
            self.answer(int(fault), b'"unable to get the task\'s metadata"')

    def answer(self, status, body, announced=None):
        self.send_response_only(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Date", self.date_time_string())
        if announced is None and len(body) > 2048:
            self.send_header("Transfer-Encoding", "chunked")
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        else:
            self.send_header("Content-Length", str(announced or len(body)))
        self.end_headers()
        self.wfile.write(body)


def encode(document):
    return json.dumps(document, separators=(",", ":")).encode()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, chosen):
        super().__init__(("127.0.0.1", chosen.port), Handler)
        self.task = Task(chosen.speed, chosen.end_after, chosen.exit_code)
        self.has_faults = chosen.faults
        self.requests = 0

    def next_fault(self):
        """Never among the first ones: what is measured of a start is a start."""
        self.requests += 1
        if not self.has_faults or self.requests < 5 or self.requests % 5:
            return None
        return FAULTS[self.requests // 5 % len(FAULTS)]

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], (ConnectionError, socket.timeout)):
            super().handle_error(request, client_address)

    @staticmethod
    def log(line):
        os.write(1, (line + "\n").encode())


def main():
    server = Server(options())
    server.log(str(server.server_address[1]))
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
