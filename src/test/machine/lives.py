"""The lives of tasks on a machine that is the task's own, one after the other. Standard library only.

This process is what is on a Fargate machine beside the containers: the agent with the task metadata
endpoint, in Fargate's way (a new reading of a container 10 s after its start and then every 10 s, and
null once it has ended), and what starts and stops containers. For each life it writes one line of
JSON to standard output: the sidecar's line, what it said on standard error, and what the kernel said
of the same containers.
"""
import ctypes
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

MIB = 1 << 20
ADDRESS = ("169.254.170.2", 80)
CGROUPS = "/sys/fs/cgroup/ecs"
TASK_CPU = 2
TASK_MEMORY_MIB = 1024
SIDECAR_MEMORY_MIB = 64
SIDECAR_UID = 65532
READING_SECONDS = 10
UNLIMITED = 9223372036854771712
NO_TIME = "0001-01-01T00:00:00Z"
ARN = "arn:aws:ecs:eu-west-1:123456789012:"
RUNTIME = "/opt/ecs-usage-report"
SIDECAR = [
    f"{RUNTIME}/bin/java", f"-XX:AOTCache={RUNTIME}/lib/ecs-usage-report.aot",
    "-cp", f"{RUNTIME}/lib/ecs-usage-report.jar", "io.github.ecsusagereport.Main"]


class Life:
    """
    steps: of the batch, see batch.c
    first: which container starts first; "batch" is the task definition as it is shipped
    memory: hard limit of the batch in MiB
    kill_when_ready: the batch gets SIGKILL 1.5 s after it has said "ready"
    reading_after: seconds from a container's start to its first reading
    is_watched: whether there are looks at the memory in use, every 50 ms
    neighbour: at which second of the batch a process beside the containers begins to use 100 MiB and
        20 % of a core
    """

    def __init__(self, name, steps, first="sidecar", memory=None, kill_when_ready=False,
                 reading_after=READING_SECONDS, is_watched=True, neighbour=None):
        self.name = name
        self.steps = steps.split()
        self.first = first
        self.memory = memory
        self.kill_when_ready = kill_when_ready
        self.reading_after = reading_after
        self.is_watched = is_watched
        self.neighbour = neighbour


def killed_at(rate, limit):
    name = f"killed by its limit of {limit} MiB at {rate} MiB/s"
    return [Life(name, f"hold:4 sleep:200 grow:{2 * limit}:{rate}", memory=limit, is_watched=False)] * 20


GROUPS = {
    "true": [
        Life("busy to the last moment", "hold:40 cpu:66000 exit:3", first="batch"),
        Life("spikes between two readings",
             "hold:20 sleep:12000 hold:300 sleep:300 hold:20 sleep:2000 cpu:1000 sleep:6000 send:4:10.9.8.7 sleep:500",
             first="batch"),
        Life("200 ms", "hold:30 cpu:200"),
        Life("1 s", "hold:30 cpu:1000"),
        Life("5 s", "hold:30 cpu:2500 hold:60 cpu:2500"),
        Life("5 s, as shipped", "hold:30 cpu:2500 hold:60 cpu:2500", first="batch"),
        Life("a killed child, exit 0", "hold:10 sleep:500 child:100 sleep:500", memory=48),
        Life("a noisy neighbour from the 24th second on", "hold:80 busy:50:46000", first="batch",
             neighbour=24),
    ],
    "kills": [
        *killed_at(10, 24), *killed_at(100, 64), *killed_at(1000, 256),
    ],
    "spared": [
        *[Life("SIGKILL at 97 % of its limit", "hold:61 ready sleep:60000", memory=64,
               kill_when_ready=True, reading_after=0.2, is_watched=False)] * 20,
    ],
}


def read(path):
    with open(path, "rb", buffering=0) as file:
        return file.read().decode()


def write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def pairs(text):
    return {line.split()[0].rstrip(":"): int(line.split()[1])
            for line in text.splitlines() if len(line.split()) > 1}


def machine():
    """What the sidecar can read: memory of no file in bytes, CPU time in ms, kills."""
    memory = pairs(read("/proc/meminfo"))
    user, nice, system, _, _, irq, softirq = map(int, read("/proc/stat").split()[1:8])
    return {
        "memoryBytes": (memory["AnonPages"] + memory["Shmem"]) << 10,
        "cpuMs": (user + nice + system + irq + softirq) * 10,
        "oomKills": pairs(read("/proc/vmstat"))["oom_kill"],
    }


def renew_network():
    """The task's interface, with counters of 0, which has the default route and swallows what is sent."""
    for command in ("ip link del eth1", "ip link add eth1 type dummy", "ip addr add 10.1.2.3/24 dev eth1",
                    "ip link set eth1 up", "ip route add default via 10.1.2.1 dev eth1"):
        subprocess.run(["/bin/busybox", *command.split()], stderr=subprocess.DEVNULL, check=False)


def network():
    """Bytes received and sent."""
    folder = "/sys/class/net/eth1/statistics/"
    return {name: int(read(folder + name)) for name in ("rx_bytes", "tx_bytes")}


def rfc3339(nanos):
    seconds, rest = divmod(nanos, 1_000_000_000)
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{rest:09d}Z"


class Container:
    """A control group and what runs in it."""

    def __init__(self, task, number, name, uid, memory, environment, command):
        self.id = f"{task.id}-{1_000_000_000 + number}"
        self.name = name
        self.uid = uid
        self.memory = memory
        self.environment = environment
        self.command = command
        self.folder = f"{task.folder}/{self.id}"
        self.status = "CREATED"
        self.started = self.finished = self.exit_code = None
        self.stats = None
        self.peak = self.sidecar_usec = None
        os.mkdir(self.folder)
        if memory:
            write(f"{self.folder}/memory.max", str(memory * MIB))

    def start(self, other):
        report, its_end = os.pipe()
        self.process = subprocess.Popen(
            ["/machine/launch", str(its_end), self.folder, str(self.uid), other.folder, *self.command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            pass_fds=(its_end,),
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **self.environment})
        os.close(its_end)
        self.report = os.fdopen(report)
        started = self.report.readline().split()
        if not started:
            raise RuntimeError(self.process.communicate()[1].decode())
        self.pid, self.started = int(started[1]), int(started[2])
        self.status = "RUNNING"

    def await_end(self):
        """What the kernel says of it stays until it is removed."""
        ended = self.report.readline().split()
        self.finished, wait_status, self.other_usec = map(int, ended[1:])
        self.killed_by = os.WTERMSIG(wait_status) if os.WIFSIGNALED(wait_status) else None
        self.code = 128 + self.killed_by if self.killed_by else os.WEXITSTATUS(wait_status)

    def end(self):
        self.stats = None
        self.exit_code = self.code
        self.status = "STOPPED"
        self.out, self.err = (each.decode() for each in self.process.communicate())

    def kernels(self):
        return {
            "cpuMs": pairs(read(f"{self.folder}/cpu.stat"))["usage_usec"] / 1000,
            "memoryPeakBytes": int(read(f"{self.folder}/memory.peak")),
            "oomKills": pairs(read(f"{self.folder}/memory.events"))["oom_kill"],
            "exitCode": self.code,
            "signal": self.killed_by,
        }

    def remove(self):
        os.rmdir(self.folder)

    def take_reading(self):
        """As Docker shapes it with cgroup v2, and Fargate fills it."""
        cpu = pairs(read(f"{self.folder}/cpu.stat"))
        usage = int(read(f"{self.folder}/memory.current"))
        memory = pairs(read(f"{self.folder}/memory.stat"))
        now = machine()
        nanos = time.time_ns()
        previous = self.stats
        cpu_stats = {
            "cpu_usage": {
                "total_usage": cpu["usage_usec"] * 1000,
                "usage_in_kernelmode": cpu["system_usec"] * 1000,
                "usage_in_usermode": cpu["user_usec"] * 1000},
            "system_cpu_usage": int(time.clock_gettime(time.CLOCK_BOOTTIME) * 2e9),
            "online_cpus": 2,
            "throttling_data": {"periods": 0, "throttled_periods": 0, "throttled_time": 0},
        }
        self.stats = {
            "read": rfc3339(nanos),
            "preread": previous["read"] if previous else NO_TIME,
            "pids_stats": {},
            "blkio_stats": {"io_service_bytes_recursive": []},
            "num_procs": 0,
            "storage_stats": {},
            "cpu_stats": cpu_stats,
            "precpu_stats": previous["cpu_stats"] if previous else {"cpu_usage": {"total_usage": 0}},
            "memory_stats": {"usage": usage, "stats": memory, "limit": UNLIMITED},
            "name": self.name,
            "id": self.id,
            "networks": {"eth1": {
                **network(), "rx_packets": 0, "rx_errors": 0, "rx_dropped": 0,
                "tx_packets": 0, "tx_errors": 0, "tx_dropped": 0}},
        }
        return {
            "container": self.name,
            "readAfterMs": (nanos - self.started) / 1e6,
            "usedBytes": usage - min(usage, memory["inactive_file"]),
            "cpuMs": cpu["usage_usec"] / 1000,
            "machine": now,
        }

    def document(self):
        limits = {"CPU": 2}
        if self.memory and self.name == "batch":
            limits["Memory"] = self.memory
        document = {
            "DockerId": self.id,
            "Name": self.name,
            "DockerName": self.name,
            "Image": f"registry.example/{self.name}:1",
            "ImageID": "sha256:" + "feed" * 16,
            "Labels": {"com.amazonaws.ecs.container-name": self.name},
            "DesiredStatus": "STOPPED" if self.status == "STOPPED" else "RUNNING",
            "KnownStatus": self.status,
            "Limits": limits,
            "Type": "NORMAL",
            "LogDriver": "awslogs",
            "ContainerARN": f"{ARN}container/tests/{self.id}",
            "Networks": [{"NetworkMode": "awsvpc", "IPv4Addresses": ["10.1.2.3"]}],
            "Snapshotter": "overlayfs",
        }
        if self.started:
            document["CreatedAt"] = document["StartedAt"] = rfc3339(self.started)
        if self.exit_code is not None:
            document["ExitCode"] = self.exit_code
            document["FinishedAt"] = rfc3339(self.finished)
        return document


class Task:
    def __init__(self, number, life):
        self.id = f"{number:032x}"
        self.life = life
        self.folder = f"{CGROUPS}/{self.id}"
        self.begun = time.time_ns()
        self.stopped = None
        self.readings = []
        self.asked = threading.Event()
        self.over = threading.Event()
        os.mkdir(self.folder)
        write(f"{self.folder}/cgroup.subtree_control", "+memory +cpu +io +pids")
        write(f"{self.folder}/memory.max", str(TASK_MEMORY_MIB * MIB))
        self.batch = Container(self, 0, "batch", 0, life.memory, {}, ["/machine/batch", *life.steps])
        self.sidecar = Container(
            self, 1, "usage-report", SIDECAR_UID, SIDECAR_MEMORY_MIB,
            {"ECS_CONTAINER_METADATA_URI_V4": f"http://{ADDRESS[0]}/v4/{self.id}-1000000001"}, SIDECAR)
        self.containers = [self.batch, self.sidecar]

    def answer(self, path):
        """Null where there is nothing of that name."""
        what = path.split("/", 3)[3:]
        if what == ["task"]:
            return self.document()
        if what == ["task/stats"]:
            return {each.id: each.stats for each in self.containers if each.started}
        if what == []:
            return self.sidecar.document()
        return None

    def document(self):
        self.asked.set()
        document = {
            "Cluster": ARN + "cluster/tests",
            "TaskARN": f"{ARN}task/tests/{self.id}",
            "Family": "machine",
            "Revision": "1",
            "DesiredStatus": "STOPPED" if self.stopped else "RUNNING",
            "KnownStatus": "RUNNING",
            "Limits": {"CPU": TASK_CPU, "Memory": TASK_MEMORY_MIB},
            "PullStartedAt": rfc3339(self.begun - 9_000_000_000),
            "PullStoppedAt": rfc3339(self.begun - 1_000_000_000),
            "AvailabilityZone": "eu-west-1a",
            "LaunchType": "FARGATE",
            "ClockDrift": {"ClockErrorBound": 0.45, "ClockSynchronizationStatus": "SYNCHRONIZED"},
            "EphemeralStorageMetrics": {"Utilized": 261, "Reserved": 20496},
            "FaultInjectionEnabled": False,
            "Containers": [each.document() for each in self.containers],
        }
        if self.stopped:
            document["ExecutionStoppedAt"] = rfc3339(self.stopped)
        return document

    def take_readings(self):
        """In a thread of its own, until the task is over."""
        due = {}
        while not self.over.wait(0.02):
            for each in self.containers:
                if each.status != "RUNNING":
                    continue
                first = each.started + int(self.life.reading_after * 1e9)
                if time.time_ns() >= due.setdefault(each.name, first):
                    due[each.name] += READING_SECONDS * 1_000_000_000
                    self.readings.append(each.take_reading())

    def live(self):
        before = machine()
        watch = self.watch()
        sampler = threading.Thread(target=self.take_readings, daemon=True)
        sampler.start()
        order = [self.batch, self.sidecar]
        if self.life.first == "sidecar":
            order.reverse()
        order[0].start(order[1])
        if self.life.first == "sidecar":
            # Polled, and then some: it has its baseline.
            self.asked.wait(60)
            time.sleep(1)
        at_start = machine()
        order[1].start(order[0])
        neighbour = self.disturb()
        self.batch.await_end()
        at_end = machine()
        self.stopped = self.batch.finished
        self.batch.end()
        time.sleep(0.05)
        try:
            os.kill(self.sidecar.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        self.sidecar.await_end()
        self.sidecar.end()
        self.over.set()
        sampler.join()
        highest = [0, 0]
        if watch:
            watch.terminate()
            highest = list(map(int, watch.communicate()[0].split()))
        if neighbour:
            neighbour.kill()
            neighbour.wait()
        batch, sidecar = self.batch.kernels(), self.sidecar.kernels()
        for each in self.containers:
            each.remove()
        os.rmdir(self.folder)
        return {
            "life": self.life.name,
            "first": self.life.first,
            "limitMiB": self.life.memory,
            "line": self.sidecar.out,
            "log": self.sidecar.err,
            "batchSaid": self.batch.out,
            "batchMs": (self.batch.finished - self.batch.started) / 1e6,
            "sidecarBeganMs": (self.sidecar.started - self.batch.started) / 1e6,
            "sidecarEndedMs": (self.sidecar.finished - self.batch.finished) / 1e6,
            "batch": batch,
            "sidecar": sidecar,
            "sidecarCpuMsAtEnd": self.batch.other_usec / 1000,
            "highest": {"usedBytes": highest[0], "looks": highest[1], "ofEach": highest[2:]},
            "network": network(),
            "machine": {"before": before, "atStart": at_start, "atEnd": at_end},
            "readings": self.readings,
        }

    def watch(self):
        if self.life.is_watched:
            return subprocess.Popen(
                ["/machine/watch", "50", self.batch.folder, self.sidecar.folder],
                stdout=subprocess.PIPE)
        return None

    def disturb(self):
        """What is not the batch's own doing."""
        neighbour = None
        if self.life.neighbour:
            time.sleep(self.life.neighbour)
            neighbour = subprocess.Popen(["/machine/batch", "hold:100", "busy:20:600000"])
        if self.life.kill_when_ready:
            while self.batch.process.stdout.readline() not in (b"ready\n", b""):
                pass
            # Long enough for a poll that has a reading of it.
            time.sleep(1.5)
            os.kill(self.batch.pid, signal.SIGKILL)
        return neighbour


class Endpoint:
    """HTTP as the sidecar speaks it: GET without a body, connections that stay."""

    def __init__(self):
        self.task = None
        self.server = socket.create_server(ADDRESS)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _ = self.server.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection:
            request = b""
            while True:
                try:
                    received = connection.recv(4096)
                    if not received:
                        return
                    request += received
                    while b"\r\n\r\n" in request:
                        head, request = request.split(b"\r\n\r\n", 1)
                        connection.sendall(self.answer(head.split(b" ")[1].decode()))
                except ConnectionError:
                    return

    def answer(self, path):
        document = self.task.answer(path.rstrip("/"))
        status = "404 Not Found" if document is None else "200 OK"
        body = json.dumps(document, separators=(",", ":")).encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body


def option(name, default):
    words = dict(word.split("=", 1) for word in read("/proc/cmdline").split() if "=" in word)
    return words.get("machine." + name, default)


def main():
    os.mkdir(CGROUPS)
    for folder in ("/sys/fs/cgroup", CGROUPS):
        write(f"{folder}/cgroup.subtree_control", "+memory +cpu +io +pids")
    endpoint = Endpoint()
    gc.freeze()
    group = option("lives", "true")
    for number, life in enumerate(GROUPS[group]):
        if life.is_watched:
            # Each sidecar reads its own files, and pays for them.
            write("/proc/sys/vm/drop_caches", "3")
        renew_network()
        endpoint.task = Task(number, life)
        began = time.monotonic()
        result = endpoint.task.live()
        result["wallMs"] = (time.monotonic() - began) * 1000
        print(json.dumps(result), flush=True)
        print(f"{time.clock_gettime(time.CLOCK_BOOTTIME):7.1f} s  {life.name}", file=sys.stderr)


if __name__ == "__main__":
    main()
