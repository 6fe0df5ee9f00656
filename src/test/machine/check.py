#!/usr/bin/env python3
"""What the lines of the lives on a machine of their own say, beside what the kernel says.

usage: check.py [--update DOCUMENT] --schema SCHEMA FOLDER GROUP...

Reads FOLDER/GROUP.jsonl (see lives.py), writes FOLDER/lives.md and FOLDER/accuracy.md, prints them,
and fails with a sentence for each thing that is not as it has to be. What a line says of the machine
is asserted as soon as SCHEMA knows it.
"""
import argparse
import json
import os
import pathlib
import re
import sys

MIB = 1 << 20
TITLE = "## On a machine that is the task's own"
NEXT_TITLE = "\n## "
TICK_MS = 10

# The name's beginning, exit code, status, kills that the sidecar could see.
EXPECTED = [
    ("busy to the last moment", 3, "failure", 0),
    ("spikes", 0, "success", 0),
    ("200 ms", 0, "success", 0),
    ("1 s", 0, "success", 0),
    ("5 s", 0, "success", 0),
    ("a killed child", 0, "success", 1),
    ("a noisy neighbour", 0, "success", 0),
    ("killed by its limit", 137, "outOfMemory", 1),
    ("SIGKILL", 137, "failure", 0),
]
MOST_OFF_PERCENT = 2
MOST_OFF_MIB = 5
# Of a run that is shorter, the ticks and the ends are more than 2 %.
A_MINUTE_MS = 60_000
MOST_OFF_MS = 200
NEIGHBOUR_MIB = 100


class Life:
    def __init__(self, result):
        self.result = result
        self.name = result["life"]
        lines = result["line"].splitlines()
        self.record = json.loads(lines[-1])["record"] if lines else {}
        self.lines = lines
        self.task = self.record.get("taskMetrics", {})
        self.machine = self.record.get("machine", {})
        # The sidecar is a container of the task, and goes on after the end of the batch for a while.
        batch = result["batch"]["cpuMs"]
        self.cpu_ms = (batch + result["sidecarCpuMsAtEnd"], batch + result["sidecar"]["cpuMs"])
        self.memory_mib = result["highest"]["usedBytes"] / MIB
        self.spread_mib = self.machine.get("offsetMemorySpreadMiB", 0)

    def cpu_off(self, value):
        low, high = self.cpu_ms
        return value - min(max(value, low), high)

    def has_reading(self):
        return any(each["container"] == "batch" for each in self.result["readings"])


class Checks:
    def __init__(self, expects_machine):
        self.expects_machine = expects_machine
        self.faults = []

    def that(self, life, is_so, what):
        if not is_so:
            self.faults.append(f"{life.name}: {what}")

    def life(self, life):
        result = life.result
        name, code, status, kills = next(each for each in EXPECTED if life.name.startswith(each[0]))
        self.that(life, len(life.lines) == 1, f"one line, not {len(life.lines)}: {result['log']}")
        self.that(life, result["batch"]["exitCode"] == code,
                  f"the batch ended with {result['batch']['exitCode']}, which was to be {code}")
        self.that(life, result["batch"]["oomKills"] == kills,
                  f"the kernel killed {result['batch']['oomKills']}, which was to be {kills}")
        self.that(life, result["sidecar"]["exitCode"] == 0,
                  f"the sidecar ended with {result['sidecar']['exitCode']}: {result['log']}")
        self.that(life, life.record.get("launchType") == "FARGATE", "no launch type FARGATE")
        self.that(life, life.record.get("exitCode") == code, f"exit code {life.record.get('exitCode')}")
        if "cpuTimeMs" in life.task:
            self.that(life, life.task["cpuTimeMs"] <= life.cpu_ms[1] + 1, "more CPU time than there was")
        if self.expects_machine:
            self.machine(life, status, kills)

    def machine(self, life, status, kills):
        machine = life.machine
        self.that(life, machine, "no record.machine")
        self.that(life, machine.get("readings", 0) > 0, f"no readings of the machine: {machine}")
        self.that(life, life.record.get("status") == status,
                  f"status {life.record.get('status')}, which was to be {status}")
        self.that(life, machine.get("oomKills") == kills,
                  f"oomKills {machine.get('oomKills')}, which was to be {kills}")
        if status == "outOfMemory":
            self.that(life, life.record.get("outOfMemoryEvidence") == "kernel",
                      f"evidence {life.record.get('outOfMemoryEvidence')}, which was to be kernel")
        if life.name.startswith(("killed", "SIGKILL")):
            return
        if machine.get("bound", False):
            self.bound(life)
        else:
            self.value(life)
        self.special(life)

    def bound(self, life):
        """Nothing was calibrated: no less than the batch."""
        machine, result = life.machine, life.result
        self.that(life, not life.has_reading() or machine.get("calibrations", 0) == 0,
                  "bound, although calibrated")
        if life.result["first"] == "sidecar" and "cpuTimeMs" in machine:
            least = result["batch"]["cpuMs"] - 3 * TICK_MS
            self.that(life, machine["cpuTimeMs"] >= least,
                      f"at most {machine['cpuTimeMs']} ms of CPU time, and the batch used {least}")
        # The child's memory is there for less than an interval between two readings.
        if "maxMemoryUsedMiB" in machine and not life.name.startswith("a killed child"):
            self.that(life, machine["maxMemoryUsedMiB"] >= life.memory_mib - MOST_OFF_MIB,
                      f"at most {machine['maxMemoryUsedMiB']} MiB, and {life.memory_mib:.1f} were used")

    def value(self, life):
        cpu = life.machine.get("cpuTimeMs")
        memory = life.machine.get("maxMemoryUsedMiB")
        self.that(life, cpu is not None and memory is not None, f"a number is missing: {life.machine}")
        if cpu is not None:
            off = life.cpu_off(cpu)
            most = life.cpu_ms[0] * MOST_OFF_PERCENT / 100
            if life.result["batchMs"] < A_MINUTE_MS:
                most = max(most, MOST_OFF_MS)
            self.that(life, abs(off) <= most, f"CPU time is off by {off:+.0f} ms of {life.cpu_ms[0]:.0f}")
        if memory is not None:
            off = memory - life.memory_mib
            most = max(MOST_OFF_MIB, life.spread_mib)
            self.that(life, abs(off) <= most,
                      f"the peak of memory is off by {off:+.1f} MiB of {life.memory_mib:.1f}")

    def special(self, life):
        machine = life.machine
        if life.name.startswith("spikes"):
            self.that(life, machine.get("maxCpuPercent", 0) >= 50,
                      f"a second of one core is {machine.get('maxCpuPercent')} % at most")
            sent = life.result["network"]["tx_bytes"]
            self.that(life, machine.get("networkTxBytes", 0) == sent,
                      f"{machine.get('networkTxBytes')} bytes sent, of {sent}")
        if life.name.startswith("a noisy neighbour"):
            self.that(life, life.spread_mib >= 0.9 * NEIGHBOUR_MIB,
                      f"a neighbour of {NEIGHBOUR_MIB} MiB is a spread of {life.spread_mib} MiB")


def validate(lives, schema, checks):
    """House rule: every line that a test sees. Returns what could not be done."""
    try:
        import jsonschema
    except ImportError:
        return "The lines were not validated against the schema: this Python has no jsonschema."
    validator = jsonschema.Draft202012Validator(schema)
    for life in lives:
        for line in life.lines:
            for error in validator.iter_errors(json.loads(line)):
                checks.that(life, False, f"not valid: {error.message[:300]}")
    return None


def counted(values):
    """3 × failure, 1 × success"""
    values = [str(each) for each in values]
    return ", ".join(f"{values.count(each)} × {each}" for each in dict.fromkeys(values))


def rate_of(life):
    """MiB a second, up to the last time that it said so."""
    grown = re.findall(r"grown (\d+) ([\d.]+)", life.result["batchSaid"])
    return float(grown[-1][0]) / float(grown[-1][1]) if grown else None


def lives_table(lives):
    table = [
        "| life | exit code | killed by the kernel | `status` | `machine.oomKills` | `outOfMemoryEvidence` |",
        "|---|---|---|---|---|---|"]
    for name in dict.fromkeys(life.name for life in lives):
        same = [life for life in lives if life.name == name]
        rates = [rate for rate in map(rate_of, same) if rate]
        reached = f" ({min(rates):.0f} to {max(rates):.0f} MiB/s were reached)" if rates else ""
        table.append("| " + " | ".join([
            f"{len(same)} × {name}{reached}",
            counted(each.result["batch"]["exitCode"] for each in same),
            counted(each.result["batch"]["oomKills"] for each in same),
            counted(each.record.get("status", "no line") for each in same),
            counted(each.machine.get("oomKills", "–") for each in same),
            counted(each.record.get("outOfMemoryEvidence", "–") for each in same)]) + " |")
    return "\n".join(table) + "\n"


def number(value, digits, sign=""):
    return "–" if value is None else f"{value:{sign}.{digits}f}"


def percent(part, whole):
    return "–" if part is None else f"{part:+.0f} ({100 * part / whole:+.1f} %)"


def accuracy_table(lives):
    table = [
        "| life | CPU time, kernel's, ms | `taskMetrics` | off | `machine` | off | `maxCpuPercent`, "
        "`taskMetrics`, `machine` |",
        "|---|---|---|---|---|---|---|"]
    for life in lives:
        today, ours = life.task.get("cpuTimeMs"), life.machine.get("cpuTimeMs")
        low, high = life.cpu_ms
        table.append("| " + " | ".join([
            shown(life), f"{low:.0f} to {high:.0f}",
            number(today, 0), percent(None if today is None else life.cpu_off(today), low),
            at_most(life, "cpuUpperBound") + number(ours, 0), percent(None if ours is None else life.cpu_off(ours), low),
            number(life.task.get("maxCpuPercent"), 0) + ", "
            + number(life.machine.get("maxCpuPercent"), 0)]) + " |")
    table += ["", "| life | peak of memory, kernel's, MiB | `taskMetrics` | off | `machine` | off | "
              "`offsetMemoryMiB`, spread |", "|---|---|---|---|---|---|---|"]
    for life in lives:
        today, ours = life.task.get("maxMemoryUsedMiB"), life.machine.get("maxMemoryUsedMiB")
        table.append("| " + " | ".join([
            shown(life), f"{life.memory_mib:.1f}",
            number(today, 1), number(None if today is None else today - life.memory_mib, 1, "+"),
            at_most(life, "memoryUpperBound") + number(ours, 1),
            number(None if ours is None else ours - life.memory_mib, 1, "+"),
            number(life.machine.get("offsetMemoryMiB"), 1) + ", "
            + number(life.machine.get("offsetMemorySpreadMiB"), 1)]) + " |")
    return "\n".join(table) + "\n"


def shown(life):
    return life.name + (", begun after the sidecar" if life.result["first"] == "sidecar" else "")


def at_most(life, bound):
    return "≤ " if life.machine.get(bound) else ""


def update(document, text):
    """What stands between the title and the next one."""
    page = document.read_text(encoding="utf-8")
    start = page.index(TITLE) + len(TITLE)
    marker = page.index("\n|", start)
    end = page.find(NEXT_TITLE, marker)
    document.write_text(page[:marker + 1] + text + (page[end:] if end >= 0 else ""), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--update", type=pathlib.Path)
    parser.add_argument("--schema", type=pathlib.Path, required=True)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("groups", nargs="+")
    chosen = parser.parse_args()

    lives = []
    for group in chosen.groups:
        text = (chosen.folder / f"{group}.jsonl").read_text(encoding="utf-8")
        lives += [Life(json.loads(line)) for line in text.splitlines()]
    schema = json.loads(chosen.schema.read_text(encoding="utf-8"))
    expects_machine = any("machine" in each.get("properties", {}) for each in schema["$defs"].values())
    checks = Checks(expects_machine)
    for life in lives:
        checks.life(life)
    not_done = validate(lives, schema, checks)

    measured = [life for life in lives if not life.name.startswith(("killed", "SIGKILL"))]
    table_of_lives = lives_table(lives)
    accuracy = accuracy_table(measured)
    (chosen.folder / "lives.md").write_text(table_of_lives, encoding="utf-8")
    (chosen.folder / "accuracy.md").write_text(accuracy, encoding="utf-8")
    print(table_of_lives)
    print(accuracy)
    if chosen.update:
        update(chosen.update, accuracy + "\n" + table_of_lives)
    if not_done:
        print(not_done)
        if "NOT_TESTED" in os.environ:
            with open(os.environ["NOT_TESTED"], "a", encoding="utf-8") as file:
                file.write(f"In the machine that is the task's own: {not_done}\n")
    if not expects_machine:
        print("The schema of the line has no `machine` yet: nothing was asserted of it.")
    print(f"{len(lives)} lives, {len(checks.faults)} faults")
    for fault in checks.faults:
        print("FAULT", fault, file=sys.stderr)
    return 1 if checks.faults or not lives else 0


if __name__ == "__main__":
    sys.exit(main())
