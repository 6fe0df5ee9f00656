"""What `report` should say of some lines, worked out once more: `audit.py PRICES LINES JSON CSV`.

From docs/REPORT.md alone, in fractions, and without a line of the program. It reads report lines,
one a line, works out need, time, price, choice, saving and counts of each task, and compares them
with what `report --format json` and `csv` said. It prints what differs, and ends with 1 then.
"""
import csv
import datetime
import json
import sys
from collections import Counter, defaultdict
from fractions import Fraction as F

HOUR_MS = 3_600_000
SLOWDOWN, SPOT = F(5, 4), F(3, 10)
STEPS = {F(1, 4): (512, 1024, 2048), F(1, 2): range(1024, 4097, 1024), F(1): range(2048, 8193, 1024),
         F(2): range(4096, 16385, 1024), F(4): range(8192, 30721, 1024),
         F(8): range(16384, 61441, 4096), F(16): range(32768, 122881, 8192),
         F(32): (61440, 122880, 249856)}
SIZES = [(vcpu, memory) for vcpu, memories in STEPS.items() for memory in memories]
STATUSES = ("success", "failure", "outOfMemory", "stopped", "unknown")


def epoch_ms(stamp):
    moment = datetime.datetime.fromisoformat(stamp.replace("Z", "+00:00"))
    return (moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) \
        // datetime.timedelta(milliseconds=1)


class Run:
    """A line, by the names of this program."""

    def __init__(self, line):
        record = line["record"]
        task, watched = record["taskMetrics"], record["metrics"]
        self.is_report = line["type"] == "ecs.task.report"
        self.time = epoch_ms(line["time"])
        self.start = epoch_ms(record["startedAt"])
        self.arn = record["taskArn"]
        _, _, _, self.region, self.account, _ = self.arn.split(":")
        self.key = (self.account, self.region, record["family"], record.get("containerName"),
                    record.get("job"))
        self.revision = int(record["revision"]) if "revision" in record else None
        self.status = record["status"]
        self.exit_code = record.get("exitCode")
        launch = record.get("launchType")
        self.is_spot = "FARGATE_SPOT" in (launch, record.get("capacityProviderName"))
        self.elsewhere = None if self.is_spot or launch in (None, "FARGATE") else launch
        self.arch = "arm" if record.get("cpuArchitecture") == "ARM64" else "x86"
        self.vcpu, self.memory = F(task["cpuSizeVcpu"]), task["memorySizeMiB"]
        self.ms, self.init = F(task["durationMs"]), F(task.get("initDurationMs", 0))
        self.used = F(task["maxMemoryUsedMiB"]) if "maxMemoryUsedMiB" in task else None
        self.limit = watched["memorySizeMiB"]
        self.own_used = F(watched.get("maxMemoryUsedMiB", 0))
        sampling = record["sampling"]
        self.tells_cpu = (self.used is not None and sampling["readings"] >= 3
                          and F(sampling["coveragePercent"]) >= 50)
        self.longer = {F(each["vcpu"]): F(each["durationMs"])
                       for each in task.get("durationAtVcpu", ())}

    def may_lack_memory(self):
        return (self.status == "outOfMemory" or self.exit_code == 137 or self.used is not None
                and (self.used > F(9, 10) * self.memory or self.own_used > F(9, 10) * self.limit))


def billed_seconds(ms):
    return max(60, -(-ms // 1000))


def at_rank(values, percent):
    """The least value that so many percent of them do not exceed."""
    values = sorted(values)
    return values[-(-percent * len(values) // 100) - 1] if values else None


class Task:
    def __init__(self, key, runs, newest, prices):
        self.key, self.runs, self.prices = key, runs, prices
        for run in runs:
            run.is_running = not run.is_report and run.time >= newest - HOUR_MS
            run.has_failed = not run.is_running and run.status != "success"
        self.read = [run for run in runs if run.used is not None]
        self.good = [run for run in self.read if run.status == "success"]
        self.billed = [run for run in runs if run.elsewhere is None]
        self.work_out()

    def counts(self):
        ended = Counter(run.status for run in self.runs if run.is_report)
        counts = {status: ended[status] for status in STATUSES}
        counts["all"] = len(self.runs)
        counts["running"] = sum(run.is_running for run in self.runs)
        counts["unfinished"] = sum(not run.is_report and not run.is_running for run in self.runs)
        return counts

    def present(self):
        """Size and where: of most runs of the last revision, or of the last twenty."""
        revisions = [run.revision for run in self.runs if run.revision is not None]
        some = [run for run in self.runs if run.revision == max(revisions)] if revisions else \
            sorted(self.runs, key=lambda run: run.start)[-20:]
        times, last = Counter(), {}
        for run in some:
            place = (run.vcpu, run.memory, run.elsewhere)
            times[place] += 1
            last[place] = max(last.get(place, 0), run.start)
        return max(times, key=lambda place: (times[place], last[place]))

    def need(self):
        most = max(run.used for run in self.read)
        need = max(most * F(6, 5), most + 64)
        for run in self.read:
            if run.status == "outOfMemory":
                is_own = run.limit < run.memory
                others = max(0, run.used - run.own_used) if is_own else 0
                need = max(need, max(F(5, 4) * run.limit, run.limit + 100) + others)
        return need

    def price(self, arch, is_spot):
        own = self.prices.get((self.key[1], arch))
        vcpu, gb = own or self.prices["us-east-1", arch]
        return (vcpu * (SPOT if is_spot else 1), gb * (SPOT if is_spot else 1))

    def usd(self, vcpu, memory, arch=None):
        """All runs at a size, each by its own prices."""
        total = F(0)
        for tariff in {(run.arch, run.is_spot) for run in self.billed}:
            runs = [run for run in self.billed if (run.arch, run.is_spot) == tariff]
            stretched = [run for run in runs if run.status == "success" and run.vcpu > vcpu]
            says = [run for run in stretched if run.tells_cpu and vcpu in run.longer]
            took = sum(billed_seconds(run.init + run.ms) for run in says)
            takes = sum(billed_seconds(run.init + run.longer[vcpu]) for run in says)
            seconds = takes + sum(
                billed_seconds(run.init + run.ms) * (F(takes, took) if run in stretched and took else 1)
                for run in runs if run not in says)
            usd_vcpu, usd_gb = self.price(arch or tariff[0], tariff[1])
            total += seconds * (vcpu * usd_vcpu + F(memory, 1024) * usd_gb) / 3600
        return total / len(self.billed) if self.billed else None

    def spent(self, runs):
        total = F(0)
        for run in runs:
            usd_vcpu, usd_gb = self.price(run.arch, run.is_spot)
            total += billed_seconds(run.init + run.ms) \
                * (run.vcpu * usd_vcpu + F(run.memory, 1024) * usd_gb) / 3600
        return total

    def times_as_long(self, vcpu):
        if vcpu >= self.now[0]:
            return F(1)
        ratios = [run.longer[vcpu] / run.ms for run in self.at_now
                  if run.tells_cpu and vcpu in run.longer]
        return at_rank(ratios, 95) if len(ratios) >= 10 else None

    def choice(self):
        is_held = any(run.has_failed and run.may_lack_memory() for run in self.runs)
        least = max(self.need_mib, self.now[1] if is_held else 0)
        best = None
        for vcpu, memory in SIZES:
            longer = self.times_as_long(vcpu)
            if memory >= least and longer is not None and longer <= SLOWDOWN:
                rank = (self.usd(vcpu, memory), (vcpu, memory) != self.now[:2], longer, memory)
                best = min(best, (rank, (vcpu, memory))) if best else (rank, (vcpu, memory))
        return best and best[1]

    def work_out(self):
        self.now, self.take, self.need_mib = self.present(), None, None
        self.at_now = [run for run in self.good if run.vcpu == self.now[0]]
        oom = any(run.status == "outOfMemory" for run in self.read)
        if not self.read:
            self.verdict = "noReadings"
        else:
            self.need_mib = self.need()
            if self.now[2] or self.now[:2] not in SIZES:
                self.verdict = "notFargate"
            elif len(self.good) < 10 and not oom:
                self.verdict = "notEnoughRuns"
            else:
                self.take = self.choice()
                self.verdict = "tooLarge" if not self.take else \
                    "keep" if self.take == self.now[:2] else "change"

    def expected(self):
        """By the names of the JSON."""
        said = {f"runs.{name}": count for name, count in self.counts().items()}
        said["verdict"], said["memoryNeedMiB"] = self.verdict, self.need_mib
        said["now.cpu"], said["now.memoryMiB"] = self.now[0] * 1024, self.now[1]
        median = at_rank([run.ms for run in self.at_now], 50)
        said["medianDurationMs"] = said["now.durationMs"] = median
        said["p95DurationMs"] = at_rank([run.ms for run in self.at_now], 95)
        priceless = self.verdict == "notFargate" or self.now[:2] not in SIZES or self.now[2]
        said["now.usdPerRun"] = None if priceless else self.usd(*self.now[:2])
        said["usd.spent"] = self.spent(self.billed) if self.billed else None
        said["usd.onFailures"] = self.spent(run for run in self.billed if run.has_failed) \
            if self.billed else None
        for name in ("cpu", "memoryMiB", "usdPerRun", "durationMs", "savingUsdPerMonth"):
            said[f"take.{name}"] = None
        said["also.usdPerRun"] = None
        if self.take:
            self.expect_take(said, median)
        return said

    def expect_take(self, said, median):
        said["take.cpu"], said["take.memoryMiB"] = self.take[0] * 1024, self.take[1]
        said["take.usdPerRun"] = usd = self.usd(*self.take)
        said["take.durationMs"] = median and median * self.times_as_long(self.take[0])
        starts = [run.start for run in self.runs]
        observed = max(starts) - min(starts)
        if observed >= 24 * HOUR_MS and usd is not None:
            per_month = F(len(self.runs) - 1, observed) * 730 * HOUR_MS
            said["take.savingUsdPerMonth"] = (said["now.usdPerRun"] - usd) \
                * F(len(self.billed), len(self.runs)) * per_month
        has_own = [(self.key[1], arch) in self.prices for arch in ("x86", "arm")]
        if any(run.arch == "x86" for run in self.billed) and has_own[0] == has_own[1]:
            said["also.usdPerRun"] = self.usd(*self.take, arch="arm")


COLUMNS = {"runs.all": "runs", "memoryNeedMiB": "memoryNeedMiB", "verdict": "verdict",
           "now.cpu": "nowCpu", "now.memoryMiB": "nowMemoryMiB", "now.usdPerRun": "nowUsdPerRun",
           "medianDurationMs": "medianDurationMs", "p95DurationMs": "p95DurationMs",
           "take.cpu": "takeCpu", "take.memoryMiB": "takeMemoryMiB",
           "take.usdPerRun": "takeUsdPerRun", "take.durationMs": "takeDurationMs",
           "take.savingUsdPerMonth": "savingUsdPerMonth", "usd.spent": "spentUsd",
           "usd.onFailures": "onFailuresUsd", "also.usdPerRun": "armUsdPerRun"} \
    | {f"runs.{name}": name for name in STATUSES + ("unfinished", "running")}


def runs_of(path):
    reports, open_runs, newest = {}, {}, 0
    with open(path, encoding="utf-8") as lines:
        for text in lines:
            run = Run(json.loads(text, parse_float=F))
            newest = max(newest, run.time)
            if run.is_report:
                reports.setdefault(run.arn, run)
            elif run.arn not in open_runs or run.time > open_runs[run.arn].time:
                open_runs[run.arn] = run
    return list((open_runs | reports).values()), newest


def prices_of(path):
    prices = {}
    with open(path, encoding="utf-8") as lines:
        for text in lines:
            if not text.startswith(("#", "region")) and text.strip():
                region, arch, vcpu, gb = text.strip().split(",")[:4]
                prices[region, arch] = (F(vcpu), F(gb))
    return prices


def differ(name, expected, said):
    """Money to a millionth of a dollar, all else to the three digits that are printed."""
    if expected is None or said in (None, ""):
        return expected is not None or said not in (None, "")
    if isinstance(expected, str):
        return expected != said
    is_money = "usd" in name.lower()
    return abs(expected - F(said)) > (F(1, 10**6) if is_money else F(1, 1000))


def compare(tasks, document, rows):
    """What is not the same, a sentence each."""
    wrong = []
    by_key = {tuple(task.get(name) for name in ("accountId", "region", "family", "containerName",
                                                "job")): task for task in document["tasks"]}
    by_row = {tuple(row[name] or None for name in ("accountId", "region", "family",
                                                   "containerName", "job")): row for row in rows}
    if by_key.keys() != tasks.keys() or by_row.keys() != tasks.keys():
        return [f"other tasks: {sorted(map(str, by_key.keys() ^ tasks.keys()))[:5]}"]
    for key, task in tasks.items():
        for name, expected in task.expected().items():
            said = by_key[key]
            for part in name.split("."):
                said = (said or {}).get(part)
            if differ(name, expected, said):
                wrong.append(f"{key} {name}: {show(expected)}, and json says {show(said)}")
            if name in COLUMNS and differ(name, expected, by_row[key][COLUMNS[name]]):
                wrong.append(f"{key} {name}: {show(expected)}, and csv says "
                             f"{by_row[key][COLUMNS[name]]}")
    totals = {"spent": sum(task.spent(task.billed) for task in tasks.values()),
              "tasksToChange": sum(task.verdict == "change" for task in tasks.values())}
    wrong += [f"usd.{name}: {show(expected)}, and json says {document['usd'][name]}"
              for name, expected in totals.items() if differ("usd", expected, document["usd"][name])]
    return wrong


def show(value):
    return float(value) if isinstance(value, (int, F)) else value


def main():
    prices, lines, json_file, csv_file = sys.argv[1:]
    runs, newest = runs_of(lines)
    by_key = defaultdict(list)
    for run in runs:
        by_key[run.key].append(run)
    price_list = prices_of(prices)
    tasks = {key: Task(key, some, newest, price_list) for key, some in by_key.items()}
    with open(json_file, encoding="utf-8") as document, open(csv_file, encoding="utf-8") as rows:
        wrong = compare(tasks, json.load(document, parse_float=F), list(csv.DictReader(rows)))
    print("\n".join(wrong[:40]))
    verdicts = Counter(task.verdict for task in tasks.values())
    print(f"{len(tasks)} tasks, {len(runs)} runs, {dict(sorted(verdicts.items()))}: "
          f"{len(wrong)} differences")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
