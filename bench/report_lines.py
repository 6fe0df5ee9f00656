"""Report lines from a seed, as a busy account has them, for bench/report.

300 families, the largest with some 6 % of the runs; 60 days. Of the runs about 4 % fail, 0.6 % run
out of memory, 1 % are stopped, 0.5 % were never read, 0.3 % have checkpoints and no report; 8 % of
the lines are checkpoints, 1 % come twice. Numbers agree with each other as the contract says
(docs/FIELDS.md): sums of containers, shares of sizes, decimals with at most three digits.
"""
import csv
import datetime
import gzip
import io
import json
import random

FIRST = datetime.datetime(2026, 1, 5)
DAYS = 60
FAMILIES = 300
SIZES = ((0.25, 512), (0.25, 1024), (0.5, 1024), (0.5, 2048), (1, 2048), (1, 4096), (2, 4096),
         (2, 8192), (4, 8192), (4, 16384), (8, 32768))
VERBS = ("import", "export", "resize", "invoice", "forecast", "cleanup", "sync", "index", "backup",
         "render", "mail", "rank", "merge", "audit", "train")
NOUNS = ("orders", "users", "images", "events", "prices", "stock", "reports", "carts", "claims",
         "tickets", "sensors", "routes", "videos", "pages", "trades", "meters", "parcels", "rooms",
         "flights", "loans")
SIDECAR_MIB = 21.4
SECOND = datetime.timedelta(seconds=1)


class Family:
    """What its runs have in common."""

    def __init__(self, number, seed):
        rng = random.Random(f"{seed}/family/{number}")
        self.name = f"{VERBS[number % len(VERBS)]}-{NOUNS[number // len(VERBS)]}"
        self.weight = 1 / (number + 4)
        self.vcpu, self.memory = rng.choice(SIZES)
        self.launch = "EC2" if rng.random() < 0.05 else "FARGATE"
        self.region = rng.choice(("us-east-1", "us-east-1", "ap-northeast-1", "eu-west-1"))
        self.jobs = [None] if rng.random() < 0.8 else ["daily", "hourly", "rerun"]
        self.router = rng.random() < 0.3
        self.seconds = 10 ** rng.uniform(1.0, 3.6)
        self.spread = rng.uniform(0.05, 0.5)
        self.cores = min(self.vcpu * 0.97, 10 ** rng.uniform(-1.2, 0.6))
        self.used = self.memory * rng.uniform(0.08, 0.75)
        self.failing = rng.choice((0, 0, 0.01, 0.02, 0.18))
        self.out_of_memory = rng.choice((0, 0, 0, 0.002, 0.03))
        self.pull = rng.uniform(6, 40)


def families(seed):
    return [Family(number, seed) for number in range(FAMILIES)]


def decimal(value):
    """Printed by Python as by the sidecar: 41.0, 12.345."""
    return round(float(value), 3)


def stamp(moment, precision="microseconds"):
    return moment.isoformat(timespec=precision) + "Z"


def whole_run(family, rng, start):
    """The lines of one run in the order of their times: (time, text)."""
    status, exit_code = status_of(family, rng)
    seconds = max(1.5, family.seconds * rng.lognormvariate(0, family.spread))
    cores = min(family.vcpu, max(0.01, family.cores * rng.uniform(0.85, 1.15)))
    used = min(family.memory * 0.93, family.used * rng.uniform(0.9, 1.1))
    if status == "outOfMemory":
        used = family.memory * rng.uniform(0.95, 0.999) - SIDECAR_MIB
    run = {"job": rng.choice(family.jobs), "id": f"{rng.getrandbits(128):032x}", "start": start,
           "pulled": start - datetime.timedelta(seconds=family.pull * rng.uniform(0.8, 1.6)),
           "cores": cores, "used": used, "is_read": rng.random() >= 0.005, "noise": rng.random()}
    run["requested"] = run["pulled"] - datetime.timedelta(seconds=rng.uniform(8, 60))
    lines = []
    checkpoints = int(min(seconds / 300, 3)) if rng.random() < 0.08 else 0
    for number in range(checkpoints):
        lines.append(line(family, run, "checkpoint", "running", None, 300.0 * (number + 1)))
    if not (checkpoints and rng.random() < 0.06):
        report = line(family, run, "report", status, exit_code, seconds)
        lines.append(report)
        if rng.random() < 0.01:
            lines.append(report)
    return lines


def status_of(family, rng):
    dice = rng.random()
    if dice < family.out_of_memory:
        return "outOfMemory", 137
    if dice < family.out_of_memory + family.failing:
        return "failure", 1
    if dice > 0.99:
        return "stopped", None
    return "success", 0


def times(family, run, seconds):
    """What only a whole task has, behind its duration; only Fargate bills it."""
    init = (run["start"] - run["pulled"]).total_seconds()
    delay = (run["pulled"] - run["requested"]).total_seconds()
    billed = f'"billedDurationMs":{max(60, int(init + seconds) + 1) * 1000},'
    return ((billed if family.launch == "FARGATE" else "") +
            f'"requestDelayMs":{decimal(1000 * delay)},"pullDurationMs":'
            f'{decimal(1000 * init - 1000)},"initDurationMs":{decimal(1000 * init)},')


def cpu(family, run, seconds):
    """The members that all metrics have, and those that only metrics with a CPU size have."""
    if not run["is_read"]:
        return "", ""
    mean = 100 * run["cores"]
    peak = min(100 * family.vcpu, mean * (1.2 + run["noise"]))
    saturated = 400 * seconds if peak >= 95 * family.vcpu else 0
    return (f',"cpuTimeMs":{decimal(10 * mean * seconds)},"avgCpuPercent":{decimal(mean)},'
            f'"p95CpuPercent":{decimal(mean + 0.9 * (peak - mean))},"maxCpuPercent":{decimal(peak)}',
            f',"avgCpuUtilization":{decimal(mean / family.vcpu)},"maxCpuUtilization":'
            f'{decimal(peak / family.vcpu)},"cpuSaturatedMs":{decimal(saturated)}')


def memory(family, run, used, network):
    if not run["is_read"]:
        return ""
    return (f',"avgMemoryUsedMiB":{decimal(0.7 * used)},"p95MemoryUsedMiB":{decimal(0.97 * used)},'
            f'"maxMemoryUsedMiB":{decimal(used)},"maxMemoryUtilization":'
            f'{decimal(100 * used / family.memory)},"lastMemoryUsedMiB":{decimal(0.9 * used)}'
            f'{network},"diskReadBytes":{int(2e5 * used)},"diskWriteBytes":{int(1e5 * used)}')


def durations(family, run, seconds):
    """durationAtVcpu: half of the time with nearly all of the CPU time, half with the rest."""
    entries, vcpu = [], 0.25
    busy = min(family.vcpu, 1.8 * run["cores"])
    idle = 2 * run["cores"] - busy
    while vcpu < family.vcpu:
        longer = seconds / 2 * (max(1, busy / vcpu) + max(1, idle / vcpu))
        entries.append(f'{{"vcpu":{vcpu},"durationMs":{decimal(1000 * longer)}}}')
        vcpu *= 2
    return f',"durationAtVcpu":[{",".join(entries)}]' if entries and run["is_read"] else ""


def line(family, run, kind, status, exit_code, seconds):
    end = run["start"] + datetime.timedelta(seconds=seconds)
    is_over = status not in ("running", "stopped")
    duration = f'"durationMs":{decimal(1000 * seconds)},'
    sizes = f'"cpuSizeVcpu":{float(family.vcpu)},"memorySizeMiB":{family.memory}'
    own = duration + f'"memorySizeMiB":{family.memory}'
    every, sized = cpu(family, run, seconds)
    network = f',"networkRxBytes":{int(1e6 * run["used"])},"networkTxBytes":{int(3e5 * run["used"])}'
    whole = duration + times(family, run, seconds) + sizes + every + sized
    started = stamp(run["start"])
    ended = f'"finishedAt":"{stamp(end)}",' if is_over else ""
    code = "" if exit_code is None else f'"exitCode":{exit_code},'
    containers = (
        f'{{"name":"app","watched":true,"status":"{"STOPPED" if is_over else "RUNNING"}",{code}'
        f'"startedAt":"{started}",{ended}"metrics":{{{own}{every}'
        f'{memory(family, run, run["used"], "")}}}}}')
    if family.router:
        containers += (f',{{"name":"log-router","status":"RUNNING","startedAt":"{started}",'
                       f'"metrics":{{{own}{memory(family, run, 34.5, "")}}}}}')
    readings = int(seconds / 10) if run["is_read"] else 0
    polls = int(seconds) + 1
    reason = f'"endReason":"{"containerExited" if is_over else "signal"}",'
    image = f'123456789012.dkr.ecr.{family.region}.amazonaws.com/{family.name}:17'
    made = stamp(end + datetime.timedelta(seconds=0.9), "milliseconds")
    return made, (
        f'{{"time":"{made}","type":"ecs.task.{kind}","record":{{"schemaVersion":1,"status":'
        f'"{status}",{"" if kind == "checkpoint" else reason}"cluster":"batch","taskArn":'
        f'"arn:aws:ecs:{family.region}:123456789012:task/batch/{run["id"]}","taskId":"{run["id"]}",'
        f'"family":"{family.name}","revision":"17","launchType":"{family.launch}",'
        f'"availabilityZone":"{family.region}a",'
        + (f'"job":"{run["job"]}",' if run["job"] else "") +
        f'"containerName":"app","image":"{image}","imageId":"sha256:{run["id"]}{run["id"]}",{code}'
        f'"requestedAt":"{stamp(run["requested"])}","pullStartedAt":"{stamp(run["pulled"])}",'
        f'"pullStoppedAt":"{stamp(run["start"] - SECOND)}","startedAt":"{started}",{ended}'
        f'"metrics":{{{whole}{memory(family, run, run["used"], network)}}},"taskMetrics":{{{whole}'
        f'{memory(family, run, run["used"] + SIDECAR_MIB, network)}'
        f'{durations(family, run, seconds)}}},"containers":[{containers}],"sampling":{{"polls":'
        f'{polls},"missedPolls":0,"missedTaskReads":0,"readings":{readings},"droppedReadings":0,'
        f'"resolutionMs":10000,"longestGapMs":10004.0,"coveragePercent":'
        f'{decimal(min(100, 1000 * readings / seconds))},"lastReadingAgeMs":4000.0,"resets":0,'
        f'"clockSteps":0}},"collector":{{"version":"0.1.0","cpuTimeMs":'
        f'{decimal(0.3 * polls + 240)},"maxMemoryUsedMiB":{SIDECAR_MIB}}}}}}}\n')


def behind_timestamp(made, text):
    """As `aws logs tail` prints it."""
    return f"{made[:-1]}000+00:00 usage-report/usage-report/0c2d9e7f4b6a4e21 {text}"


def within_log(_, text):
    """As FireLens gives it on."""
    return json.dumps({
        "container_id": "0c2d9e7f4b6a4e218f1f0e7b9f2f4c11-2531612879",
        "container_name": "usage-report", "source": "stdout", "log": text.rstrip("\n"),
        "ecs_cluster": "batch", "ecs_task_definition": "import:17"}, separators=(",", ":")) + "\n"


def row_of_csv(made, text):
    """As Logs Insights exports it."""
    row = io.StringIO()
    csv.writer(row, lineterminator="\n").writerow(
        [made[:-1].replace("T", " "), text.rstrip("\n")])
    return row.getvalue()


FORMS = {"bare": lambda _, text: text, "timestamp": behind_timestamp, "log": within_log,
         "csv": row_of_csv}


def write(path, count, part, parts, seed, form="bare"):
    """So many lines of one part of the days, in the order of their times; packed if so named."""
    rng = random.Random(f"{seed}/part/{part}")
    all_families = families(seed)
    weights = [family.weight for family in all_families]
    days = DAYS / parts
    lines = []
    while len(lines) < count:
        start = FIRST + datetime.timedelta(days=days * (part + rng.random()))
        lines += whole_run(rng.choices(all_families, weights)[0], rng, start)
    del lines[count:]
    lines.sort()
    opened = gzip.open(path, "wt", compresslevel=6) if path.suffix == ".gz" else open(path, "w")
    with opened as file:
        if form == "csv":
            file.write("@timestamp,@message\n")
        file.writelines(FORMS[form](made, text) for made, text in lines)
