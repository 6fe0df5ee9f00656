"""job-definition.json, as botocore checks it, beside task-definition.json."""

import json
import pathlib
import unittest

import botocore.session
import botocore.validate

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
# What a job definition has no place for; and what each has of its own.
NOT_IN_BATCH = {"cpu", "memoryReservation", "linuxParameters"}
OF_ITS_OWN = {"logConfiguration"}


def containers(document):
    (task,) = document["ecsProperties"]["taskProperties"]
    return {each["name"]: each for each in task["containers"]}


class JobDefinitionTest(unittest.TestCase):
    def setUp(self):
        self.document = json.loads((HERE / "job-definition.json").read_text())

    def test_is_what_register_job_definition_takes(self):
        batch = botocore.session.get_session().get_service_model("batch")
        shape = batch.operation_model("RegisterJobDefinition").input_shape
        report = botocore.validate.ParamValidator().validate(self.document, shape)
        self.assertEqual("", report.generate_report())

    def test_sidecar_is_that_of_the_task_definition(self):
        task = json.loads((ROOT / "task-definition.json").read_text())
        expected = task["containerDefinitions"][1]
        sidecar = containers(self.document)["usage-report"]
        for name in expected.keys() - NOT_IN_BATCH - OF_ITS_OWN:
            self.assertEqual(expected[name], sidecar[name], name)
        self.assertEqual(set(), NOT_IN_BATCH & sidecar.keys())

    def test_job_is_the_definitions_name_and_the_sizes_add_up_to_one_of_fargate(self):
        settings = {
            each["name"]: each["value"]
            for each in containers(self.document)["usage-report"]["environment"]
        }
        self.assertEqual(self.document["jobDefinitionName"], settings["USAGE_JOB"])
        total = {"VCPU": 0.0, "MEMORY": 0.0}
        for container in containers(self.document).values():
            for each in container["resourceRequirements"]:
                total[each["type"]] += float(each["value"])
        path = ROOT / "src/main/resources/io/github/ecsusagereport/report/sizing/fargate-sizes.csv"
        self.assertIn(f"{total['VCPU']:g},{total['MEMORY']:g}", path.read_text().splitlines())


if __name__ == "__main__":
    unittest.main()
