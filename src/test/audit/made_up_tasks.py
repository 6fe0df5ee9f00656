"""Report lines of made-up tasks, from a seed, for audit.py: `made_up_tasks.py SEED TASKS > lines`.

Several accounts, regions (one without prices, one with those of x86 alone), launch types, architectures, revisions, own limits;
runs that fail for one reason or another, that are hardly read or not at all, that have only
checkpoints, that come twice; a few runs of days among many of seconds.
"""
import datetime
import json
import random
import sys

FIRST = datetime.datetime(2026, 3, 2)
SIZES = ((0.25, 512), (0.25, 2048), (0.5, 1024), (0.5, 4096), (1, 2048), (1, 8192), (2, 4096),
         (2, 12288), (4, 8192), (4, 30720), (8, 16384), (16, 65536), (32, 249856))
REGIONS = ("us-east-1", "us-east-1", "ap-northeast-1", "eu-west-1", "eu-central-1",
           "xx-nowhere-9")
ACCOUNTS = ("111122223333", "111122223333", "444455556666")


class Task:
    """What the runs of a task have in common, and how they differ."""

    def __init__(self, number, rng):
        self.rng = rng
        self.family = f"family-{number // 2 if rng.random() < 0.5 else number}"
        self.region, self.account = rng.choice(REGIONS), rng.choice(ACCOUNTS)
        self.job = rng.choice((None, None, None, "daily", "hourly"))
        self.launch = rng.choice(("FARGATE",) * 12 + ("EC2", "EXTERNAL", "MANAGED_INSTANCES",
                                                      "FARGATE_SPOT", None))
        self.mixed = rng.random() < 0.1
        self.arm = rng.choice((0, 0, 0, 1, 0.5))
        self.spot = rng.choice((0, 0, 0, 0.4))
        self.runs = rng.choice((3, 9, 12, 20, 20, 40, 60))
        self.revisions = rng.choice((0, 1, 1, 2, 3))
        self.sizes = [rng.choice(SIZES) for _ in range(max(1, self.revisions))]
        vcpu, memory = self.sizes[-1]
        self.cores = vcpu * rng.uniform(0.02, 0.95)
        self.used = memory * rng.uniform(0.05, 0.85)
        self.seconds = 10 ** rng.uniform(0.7, 4)
        self.days = rng.choice((0.2, 5, 20, 60))
        self.failing = rng.choice((0, 0, 0.05, 0.3))
        self.killed = rng.choice((0, 0, 0, 0.05))
        self.full = rng.choice((0, 0, 0, 0.1))
        self.limited = rng.random() < 0.15
        self.poorly_read = rng.choice((0, 0, 0.1, 0.7))
        self.unread = rng.choice((0, 0, 0.1, 1 if rng.random() < 0.1 else 0))
        self.unfinished = rng.choice((0, 0, 0, 0.1))
        self.long_one = rng.random() < 0.1

    def lines(self, number):
        for run in range(self.runs):
            yield from self.run(number, run)

    def run(self, number, index):
        rng = self.rng
        revision = rng.randrange(self.revisions) if self.revisions else 0
        vcpu, memory = self.sizes[revision]
        if rng.random() < 0.05:
            memory *= 2
        start = FIRST + datetime.timedelta(days=self.days * rng.random())
        seconds = self.seconds * rng.uniform(0.5, 1.5)
        if self.long_one and index == 0:
            seconds *= 200
        status, code = "success", 0
        used = min(memory * 0.88, self.used * rng.uniform(0.8, 1.1))
        limit = int(memory * 0.8) if self.limited else memory
        dice = rng.random()
        if dice < self.failing:
            status, code = rng.choice((("failure", 1), ("failure", 2), ("stopped", None),
                                       ("unknown", None)))
            seconds *= rng.uniform(0.05, 2)
            if rng.random() < self.full:
                used = memory * rng.uniform(0.85, 0.95)
        elif dice < self.failing + self.killed:
            status, code = rng.choice((("failure", 137), ("outOfMemory", 137)))
            used = limit * rng.uniform(0.96, 0.999) + 20
        phases = [(seconds * 0.4, min(vcpu, self.cores * rng.uniform(0.2, 1.8))),
                  (seconds * 0.6, min(vcpu, self.cores * rng.uniform(0.2, 1.1)))]
        record = {"schemaVersion": 1, "status": status}
        record["taskArn"] = (f"arn:aws:ecs:{self.region}:{self.account}:task/"
                             f"{rng.choice(('one', 'two'))}/{number:04x}{index:04x}{rng.getrandbits(64):016x}")
        record["family"] = self.family
        if self.revisions:
            record["revision"] = str(revision + 9)
        launch = "EC2" if self.mixed and rng.random() < 0.3 else self.launch
        if launch:
            record["launchType"] = launch
        if launch == "FARGATE" and rng.random() < self.spot:
            record["capacityProviderName"] = "FARGATE_SPOT"
        if rng.random() < 0.9:
            record["cpuArchitecture"] = "ARM64" if rng.random() < self.arm else "X86_64"
        if self.job:
            record["job"] = self.job
        record["containerName"] = "batch"
        if code is not None:
            record["exitCode"] = code
        record["startedAt"] = start.isoformat(timespec="microseconds") + "Z"
        self.metrics(record, phases, vcpu, memory, limit, used)
        end = start + datetime.timedelta(seconds=seconds)
        if rng.random() < self.unfinished:
            record["status"] = "running"
            record.pop("exitCode", None)
            yield line("checkpoint", end - datetime.timedelta(seconds=1), record)
            yield line("checkpoint", end, record)
        else:
            yield line("report", end, record)
            if rng.random() < 0.03:
                yield line("report", end, record)

    def metrics(self, record, phases, vcpu, memory, limit, used):
        rng = self.rng
        seconds = sum(length for length, _ in phases)
        task = {"durationMs": decimal(1000 * seconds)}
        if rng.random() < 0.8:
            task["initDurationMs"] = decimal(rng.uniform(3000, 45000))
        task |= {"cpuSizeVcpu": float(vcpu), "memorySizeMiB": memory}
        watched = {"durationMs": decimal(1000 * seconds), "memorySizeMiB": limit}
        is_read = rng.random() >= self.unread
        is_poor = rng.random() < self.poorly_read
        if is_read:
            mean = 100 * sum(length * cores for length, cores in phases) / seconds
            task |= {"avgCpuPercent": decimal(mean), "cpuSaturatedMs": 0.0,
                     "avgMemoryUsedMiB": decimal(used * 0.8), "maxMemoryUsedMiB": decimal(used)}
            watched["maxMemoryUsedMiB"] = decimal(max(1, used - 22))
            entries, grid = [], 0.25
            while grid < vcpu:
                longer = sum(length * max(1, cores / grid) for length, cores in phases)
                entries.append({"vcpu": grid, "durationMs": decimal(1000 * longer)})
                grid *= 2
            if entries:
                task["durationAtVcpu"] = entries
        record["metrics"], record["taskMetrics"] = watched, task
        record["containers"] = []
        record["sampling"] = {"readings": 0 if not is_read else 2 if is_poor else 50,
                              "coveragePercent": 40.0 if is_poor and rng.random() < 0.5 else 99.5}


def decimal(value):
    return round(float(value), 3)


def line(kind, time, record):
    stamp = time.isoformat(timespec="milliseconds") + "Z"
    return json.dumps({"time": stamp, "type": f"ecs.task.{kind}", "record": record},
                      separators=(",", ":"))


def main():
    seed, tasks = sys.argv[1], int(sys.argv[2])
    rng = random.Random(f"audit {seed}")
    lines = [text for number in range(tasks) for text in Task(number, rng).lines(number)]
    rng.shuffle(lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
