"""Runs both state machines in moto's interpreter of the Amazon States Language, which is LocalStack's.

The tasks they call (ECS, SNS, CloudWatch Logs) answer what a case says, as in the mock
configuration of Step Functions Local; states, variables and JSONata are evaluated for real.
.ci/lint runs this; by hand: pip install -r requirements.txt && python test_state_machines.py
"""

import csv
import json
import logging
import os
import re
import time
import unittest
from pathlib import Path
from unittest import mock

import boto3
import yaml
from jsonata import Jsonata
from moto import mock_aws
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_task import mock_eval_utils
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import (
    WaitFunction,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.jsonata import jsonata as bridge
from moto.stepfunctions.parser.mocking import mock_config

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
# What the template puts in.
SUBSTITUTIONS = {
    "Cluster": "nightly",
    "Family": "import",
    "Container": "batch",
    "Subnets": "subnet-1,subnet-2",
    "AssignPublicIp": "ENABLED",
    "Topic": "arn:aws:sns:eu-north-1:111122223333:alerts",
    "LogGroup": "/ecs/import",
}
TASK_ARN = "arn:aws:ecs:eu-north-1:111122223333:task/nightly/8f03e41243824aea923aca126495f665"
OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage"


def definition(name):
    text = (HERE / name).read_text()
    return re.sub(r"\$\{(\w+)\}", lambda match: SUBSTITUTIONS[match[1]], text)


def task(exit_code, cpu=512, memory=1024, stop_code="EssentialContainerExited", reason=None):
    """A stopped task as runTask.sync gives it: as the result, or as text in Cause."""
    container = {"Name": "batch", "LastStatus": "STOPPED"}
    if exit_code is not None:
        container["ExitCode"] = exit_code
    if reason:
        container["Reason"] = reason
    return {
        "TaskArn": TASK_ARN,
        "Cpu": str(cpu),
        "Memory": str(memory),
        "LastStatus": "STOPPED",
        "StopCode": stop_code,
        "StoppedReason": "Essential container in task exited",
        "Containers": [container, {"Name": "usage-report", "ExitCode": 0}],
    }


def failed(*args, **kwargs):
    return ("States.TaskFailed", json.dumps(task(*args, **kwargs)))


def line(status):
    """The sidecar's stream: a warning, then the report; $REPORT_LINE, or one of the samples."""
    samples = (ROOT / "docs/samples/reports.jsonl").read_text().splitlines()
    report = json.loads(os.environ.get("REPORT_LINE") or samples[0])
    report["record"]["status"] = status
    return {"Events": [{"Message": "WARN something"}, {"Message": json.dumps(report)}]}


def error_name(error):
    if error == "States.TaskFailed":
        return StatesErrorName(typ=StatesErrorNameType.StatesTaskFailed)
    return CustomErrorName(error)


class StateMachineTest(unittest.TestCase):
    def setUp(self):
        os.environ.update(
            AWS_ACCESS_KEY_ID="none", AWS_SECRET_ACCESS_KEY="none", AWS_DEFAULT_REGION="eu-north-1"
        )
        # LocalStack evaluates JSONata in a JVM, which moto leaves out.
        self.enterContext(
            mock.patch.object(bridge, "_eval_jsonata", lambda text: Jsonata(text).evaluate(None))
        )
        self.enterContext(
            mock.patch.multiple(
                Environment,
                is_mocked_mode=lambda env: env.next_state_name in self.case,
                get_current_mocked_response=lambda env: self.answer(env.next_state_name),
            )
        )
        # A mocked answer of moto cannot be an error of the language itself.
        self.enterContext(mock.patch.object(mock_eval_utils, "CustomErrorName", error_name))
        self.enterContext(mock.patch.object(WaitFunction, "_wait_interval"))
        self.enterContext(mock.patch.object(retrier_decl, "time"))
        self.enterContext(mock_aws(config={"stepfunctions": {"execute_state_machine": True}}))

    def answer(self, state):
        answer = self.case[state].pop(0)
        if isinstance(answer, tuple):
            return mock_config.MockedResponseThrow(0, 0, *answer)
        return mock_config.MockedResponseReturn(0, 0, answer)

    def run_machine(self, name, case, job=None):
        """The execution, and the parameters of each call by the service called."""
        self.case = {state: list(answers) for state, answers in case.items()}
        client = boto3.client("stepfunctions")
        role = "arn:aws:iam::111122223333:role/states"
        machine = client.create_state_machine(
            name="machine", definition=definition(name), roleArn=role
        )["stateMachineArn"]
        execution = client.start_execution(
            stateMachineArn=machine, input=json.dumps(job or {"job": "nightly-import"})
        )["executionArn"]
        deadline = time.monotonic() + 60
        while (result := client.describe_execution(executionArn=execution))["status"] == "RUNNING":
            self.assertLess(time.monotonic(), deadline, "still running")
            time.sleep(0.05)
        calls = {"runTask.sync": [], "publish": [], "getLogEvents": []}
        history = client.get_execution_history(executionArn=execution, maxResults=1000)
        for event in history["events"]:
            details = event.get("taskScheduledEventDetails")
            if details:
                calls[details["resource"]].append(json.loads(details["parameters"]))
        return result, calls

    def sizes(self, calls):
        runs = (call["Overrides"] for call in calls["runTask.sync"])
        return [(run.get("Cpu"), run.get("Memory")) for run in runs]

    def titles(self, calls):
        return [call["Message"]["content"]["title"] for call in calls["publish"]]


class Intrinsic(yaml.SafeLoader):
    """Reads a template and leaves !Ref and the like as their arguments."""


def argument(loader, suffix, node):
    kind = {yaml.ScalarNode: "scalar", yaml.SequenceNode: "sequence"}[type(node)]
    return getattr(loader, f"construct_{kind}")(node)


Intrinsic.add_multi_constructor("!", argument)


class TemplateTest(unittest.TestCase):
    def test_puts_in_what_the_machines_leave_open(self):
        template = yaml.load((HERE / "template.yaml").read_text(), Intrinsic)
        machines = [
            resource["Properties"]
            for resource in template["Resources"].values()
            if resource["Type"] == "AWS::StepFunctions::StateMachine"
        ]
        self.assertEqual(2, len(machines))
        for machine in machines:
            text = (HERE / machine["DefinitionS3Location"]).read_text()
            names = set(re.findall(r"\$\{(\w+)\}", text))
            self.assertEqual(names, set(machine["DefinitionSubstitutions"]))


class RunTaskTest(StateMachineTest):
    NAME = "run-task.asl.json"

    def test_success_passes_request_time_job_and_command(self):
        job = {"job": "monday", "command": ["import", "--all"]}

        result, calls = self.run_machine(self.NAME, {"Run": [task(0)]}, job)

        self.assertEqual("SUCCEEDED", result["status"])
        self.assertEqual(
            {"job": "monday", "taskArn": TASK_ARN, "attempts": 1}, json.loads(result["output"])
        )
        (call,) = calls["runTask.sync"]
        network = call["NetworkConfiguration"]["AwsvpcConfiguration"]
        self.assertEqual(["subnet-1", "subnet-2"], network["Subnets"])
        sidecar, batch = call["Overrides"]["ContainerOverrides"]
        environment = {each["Name"]: each["Value"] for each in sidecar["Environment"]}
        self.assertEqual("usage-report", sidecar["Name"])
        self.assertEqual("monday", environment["USAGE_JOB"])
        self.assertRegex(environment["USAGE_REQUESTED_AT"], r"^20\d\d-\d\d-\d\dT[\d:.]+(Z|\+00:00)$")
        self.assertEqual({"Name": "batch", "Command": ["import", "--all"]}, batch)
        self.assertEqual([], calls["publish"])

    def test_without_input_the_job_is_the_family_and_the_command_is_its_own(self):
        _, calls = self.run_machine(self.NAME, {"Run": [task(0)]}, {"any": 1})

        (sidecar,) = calls["runTask.sync"][0]["Overrides"]["ContainerOverrides"]
        self.assertEqual({"Name": "USAGE_JOB", "Value": "import"}, sidecar["Environment"][1])

    def test_no_capacity_is_retried_in_the_same_state(self):
        full = ("AmazonECS.Unknown", '{"Failures":[{"Reason":"RESOURCE:MEMORY"}]}')

        result, calls = self.run_machine(self.NAME, {"Run": [full, full, task(0)]})

        self.assertEqual("SUCCEEDED", result["status"])
        self.assertEqual(1, json.loads(result["output"])["attempts"])
        times = {
            call["Overrides"]["ContainerOverrides"][0]["Environment"][0]["Value"]
            for call in calls["runTask.sync"]
        }
        self.assertEqual(1, len(times), "the wait counts as request delay")

    def test_task_that_aws_ended_runs_again(self):
        gone = failed(None, stop_code="SpotInterruption")

        result, _ = self.run_machine(self.NAME, {"Run": [gone, task(0)]})

        self.assertEqual("SUCCEEDED", result["status"])
        self.assertEqual(2, json.loads(result["output"])["attempts"])

    def test_task_that_never_starts_gives_up_and_tells(self):
        never = failed(None, stop_code="TaskFailedToStart")
        case = {"Run": [never, never, never], "Notify": [{"MessageId": "1"}]}

        result, calls = self.run_machine(self.NAME, case)

        self.assertEqual("FAILED", result["status"])
        self.assertEqual(["Job failed: nightly-import"], self.titles(calls))

    def test_failure_of_the_program_is_told_at_once(self):
        case = {"Run": [failed(1)], "Notify": [{"MessageId": "1"}]}

        result, calls = self.run_machine(self.NAME, case)

        self.assertEqual(("FAILED", "JobFailed"), (result["status"], result["error"]))
        self.assertEqual(1, json.loads(result["cause"])["Containers"][0]["ExitCode"])
        self.assertEqual(["Job failed: nightly-import"], self.titles(calls))
        description = calls["publish"][0]["Message"]["content"]["description"]
        self.assertEqual(
            "States.TaskFailed\nEssential container in task exited\n"
            f"{TASK_ARN}\nafter 1 attempts",
            description,
        )

    def test_call_that_is_refused_is_told_at_once(self):
        refused = ("ECS.AccessDeniedException", "not authorized to perform: ecs:RunTask")
        case = {"Run": [refused], "Notify": [{"MessageId": "1"}]}

        result, calls = self.run_machine(self.NAME, case)

        self.assertEqual(("FAILED", "JobFailed"), (result["status"], result["error"]))
        self.assertEqual(["Job failed: nightly-import"], self.titles(calls))


class MoreMemoryTest(StateMachineTest):
    NAME = "run-task-more-memory.asl.json"
    TOLD = [{"MessageId": str(i)} for i in range(9)]

    def test_sizes_are_those_of_report(self):
        machine = json.loads(definition(self.NAME))
        path = ROOT / "src/main/resources/io/github/ecsusagereport/report/sizing/fargate-sizes.csv"
        lines = (row for row in path.read_text().splitlines() if not row.startswith("#"))
        expected = [
            {"Cpu": round(float(row["vcpu"]) * 1024), "Memory": int(row["memory_mib"])}
            for row in csv.DictReader(lines)
        ]
        self.assertEqual(77, len(expected))
        self.assertEqual(expected, machine["States"]["Start"]["Assign"]["sizes"])

    def test_out_of_memory_for_the_sidecar_runs_with_the_next_size(self):
        """Exit code 1: a program that ended itself, of which ECS knows nothing."""
        case = {"Run": [failed(1), task(0)], "ReadLine": [line("outOfMemory")], "Tell": self.TOLD}

        result, calls = self.run_machine(self.NAME, case)

        self.assertEqual("SUCCEEDED", result["status"])
        self.assertEqual([(None, None), ("512", "2048")], self.sizes(calls))
        self.assertEqual(["Out of memory, running again: nightly-import"], self.titles(calls))
        self.assertEqual(
            "512/1024 was too small, next is 512/2048 (CPU units/MiB)\n" + TASK_ARN,
            calls["publish"][0]["Message"]["content"]["description"],
        )
        (read,) = calls["getLogEvents"]
        self.assertEqual(
            "ecs/usage-report/8f03e41243824aea923aca126495f665", read["LogStreamName"]
        )
        again = calls["runTask.sync"][1]["Overrides"]["ContainerOverrides"][0]["Environment"]
        self.assertEqual({"Name": "USAGE_JOB", "Value": "nightly-import"}, again[1])

    def test_out_of_memory_for_ecs_needs_no_line(self):
        none = ("CloudWatchLogs.ResourceNotFoundException", "The specified log stream does not exist")
        killed = failed(137, reason=OUT_OF_MEMORY)
        case = {"Run": [killed, task(0)], "ReadLine": [none], "Tell": self.TOLD}

        result, calls = self.run_machine(self.NAME, case)

        self.assertEqual("SUCCEEDED", result["status"])
        self.assertEqual([(None, None), ("512", "2048")], self.sizes(calls))

    def test_largest_memory_of_a_vcpu_goes_on_with_the_next_vcpu(self):
        case = {
            "Run": [failed(137, 256, 2048), task(0)],
            "ReadLine": [line("outOfMemory")],
            "Tell": self.TOLD,
        }

        _, calls = self.run_machine(self.NAME, case)

        self.assertEqual([(None, None), ("512", "3072")], self.sizes(calls))

    def test_three_larger_sizes_and_no_more(self):
        sizes = [(512, 1024), (512, 2048), (512, 3072), (512, 4096)]
        case = {
            "Run": [failed(137, *size) for size in sizes],
            "ReadLine": [line("outOfMemory")] * 4,
            "Tell": self.TOLD,
            "Notify": self.TOLD,
        }

        result, calls = self.run_machine(self.NAME, case)

        self.assertEqual("FAILED", result["status"])
        self.assertEqual(
            [(None, None), ("512", "2048"), ("512", "3072"), ("512", "4096")], self.sizes(calls)
        )
        self.assertEqual("Job failed: nightly-import", self.titles(calls)[-1])

    def test_largest_size_of_all_fails(self):
        case = {
            "Run": [failed(137, 32768, 249856)],
            "ReadLine": [line("outOfMemory")],
            "Notify": self.TOLD,
        }

        result, calls = self.run_machine(self.NAME, case)

        self.assertEqual("FAILED", result["status"])
        self.assertEqual([(None, None)], self.sizes(calls))

    def test_other_failure_does_not_run_again(self):
        case = {"Run": [failed(1)], "ReadLine": [line("failure")], "Notify": self.TOLD}

        result, calls = self.run_machine(self.NAME, case)

        self.assertEqual("FAILED", result["status"])
        self.assertEqual([(None, None)], self.sizes(calls))
        self.assertEqual(["Job failed: nightly-import"], self.titles(calls))

    def test_line_that_is_missing_is_no_evidence(self):
        case = {"Run": [failed(137)], "ReadLine": [{"Events": []}], "Notify": self.TOLD}

        result, _ = self.run_machine(self.NAME, case)

        self.assertEqual("FAILED", result["status"])

    def test_task_that_was_not_made_reads_no_line(self):
        case = {"Run": [("ECS.ClusterNotFoundException", "no")], "Notify": self.TOLD}

        result, calls = self.run_machine(self.NAME, case)

        self.assertEqual("FAILED", result["status"])
        self.assertEqual([], calls["getLogEvents"])


if __name__ == "__main__":
    # moto logs each failed execution, of which there are many here on purpose.
    logging.disable(logging.CRITICAL)
    unittest.main()
