"""The loop of docs/TASK-DEFINITION.md, whole, with AWS's own command line against moto; and what
`task-definition` writes, as botocore checks it and moto registers it."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest

import boto3
import botocore.session
import botocore.validate
from moto.server import ThreadedMotoServer

ROOT = pathlib.Path(__file__).parents[3]
PROGRAM = pathlib.Path(os.environ.get("PROGRAM", ROOT / "ecs-usage-report"))
SAMPLES = ROOT / "docs/samples/reports.jsonl"
# Where `aws` is, too.
TOOLS = pathlib.Path(sys.executable).parent
ECS = botocore.session.get_session().get_service_model("ecs")
REGION = "eu-north-1"


def whole_task():
    return json.loads((ROOT / "task-definition.json").read_text())


def task_definition(document, *options):
    return subprocess.run(
        [PROGRAM, "task-definition", *options],
        input=json.dumps(document, default=str),
        capture_output=True,
        text=True,
    )


class LoopTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
        cls.server.start()
        host, port = cls.server.get_host_and_port()
        os.environ.update(
            AWS_ACCESS_KEY_ID="none",
            AWS_SECRET_ACCESS_KEY="none",
            AWS_DEFAULT_REGION=REGION,
            AWS_ENDPOINT_URL=f"http://{host}:{port}",
        )
        cls.ecs = boto3.client("ecs")
        cls.logs = boto3.client("logs")

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def test_four_commands_give_the_family_its_size(self):
        batch = whole_task() | {"family": "import", "cpu": "512", "memory": "1024"}
        batch["containerDefinitions"][0]["cpu"] = 480
        self.ecs.register_task_definition(**batch)
        group = "/ecs/usage-report-example"
        self.logs.create_log_group(logGroupName=group)
        self.logs.create_log_stream(logGroupName=group, logStreamName="ecs")
        now = int(time.time() * 1000)
        for line in SAMPLES.read_text().splitlines():
            self.logs.put_log_events(
                logGroupName=group,
                logStreamName="ecs",
                logEvents=[{"timestamp": now, "message": line}],
            )

        ended = self.run_commands()

        self.assertIn('\n-  "cpu": "512",\n+  "cpu": "256",\n', ended.stderr)
        self.assertIn("batch has 224 CPU units now", ended.stderr)
        now = self.ecs.describe_task_definition(taskDefinition="import")["taskDefinition"]
        self.assertEqual((2, "256", "1024"), (now["revision"], now["cpu"], now["memory"]))
        self.assertEqual(224, now["containerDefinitions"][0]["cpu"])
        # Without the empty lists that `describe` shows.
        sidecar = {k: v for k, v in now["containerDefinitions"][1].items() if v != []}
        self.assertEqual(batch["containerDefinitions"][1], sidecar)

    def run_commands(self):
        text = (ROOT / "docs/TASK-DEFINITION.md").read_text()
        section = text[text.index("## A size from `report`") :]
        commands = re.search(r"```sh\n(.*?)```", section, re.S)[1]
        with tempfile.TemporaryDirectory() as folder:
            os.symlink(PROGRAM, f"{folder}/ecs-usage-report")
            ended = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", commands],
                cwd=folder,
                capture_output=True,
                text=True,
                env=os.environ | {"PATH": f"{TOOLS}:{os.environ['PATH']}"},
            )
        self.assertEqual(0, ended.returncode, ended.stderr)
        return ended

    def test_what_describe_prints_with_the_sidecar_is_valid_and_registers(self):
        plain = whole_task()
        del plain["containerDefinitions"][1]
        self.ecs.register_task_definition(**plain, tags=[{"key": "team", "value": "data"}])
        described = self.ecs.describe_task_definition(
            taskDefinition=plain["family"], include=["TAGS"]
        )
        for options in ([], ["--add"], ["--add", "--exact"], ["--size", "1/2048"]):
            with self.subTest(options=options):
                ended = task_definition(described, *options)
                self.assertEqual(0, ended.returncode, ended.stderr)
                made = json.loads(ended.stdout)
                validate(made)
                registered = self.ecs.register_task_definition(**made)["taskDefinition"]
                self.assertEqual(
                    [each["name"] for each in made["containerDefinitions"]],
                    [each["name"] for each in registered["containerDefinitions"]],
                )
                again = task_definition(self.described(registered), *options)
                self.assertIn("nothing changes", again.stderr)

    def described(self, registered):
        return self.ecs.describe_task_definition(
            taskDefinition=registered["taskDefinitionArn"], include=["TAGS"]
        )

    def test_left_out_is_what_register_does_not_take(self):
        described = set(ECS.shape_for("TaskDefinition").members)
        taken = set(ECS.operation_model("RegisterTaskDefinition").input_shape.members)
        document = whole_task() | dict.fromkeys(described - taken, "x") | {"revision": 1}

        made = json.loads(task_definition({"taskDefinition": document}).stdout)

        self.assertEqual(set(whole_task()), set(made))


def validate(document):
    shape = ECS.operation_model("RegisterTaskDefinition").input_shape
    report = botocore.validate.ParamValidator().validate(document, shape)
    if report.has_errors():
        raise AssertionError(report.generate_report())


if __name__ == "__main__":
    unittest.main()
