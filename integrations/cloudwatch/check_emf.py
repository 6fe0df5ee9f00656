"""Lines in embedded metric format against the schema that AWS publishes, and the specification.

check_emf.py LINES... with the schema out of aws-lambda-powertools, AWS's own library, as it was when
that brought one (1.10.5): stricter than today's, with 9 dimensions at most. .ci/lint runs this.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

from jsonschema import Draft7Validator


def without_id(node):
    """The identifiers in the published schema are no URIs."""
    node.pop("$id", None)
    return node


# Found and not imported: the library itself is not needed, nor what it needs.
LIBRARY = Path(find_spec("aws_lambda_powertools").origin).parent
SCHEMA = json.loads((LIBRARY / "metrics/schema.json").read_text(), object_hook=without_id)


def check(text):
    line = json.loads(text)
    Draft7Validator(SCHEMA).validate(line)
    for directive in line["_aws"]["CloudWatchMetrics"]:
        assert len(directive["Metrics"]) <= 100, "100 metrics"
        for metric in directive["Metrics"]:
            assert isinstance(line[metric["Name"]], (int, float)), metric
        for dimensions in directive["Dimensions"]:
            for name in dimensions:
                assert isinstance(line[name], str) and 0 < len(line[name]) <= 1024, name
    return len(directive["Metrics"])


if __name__ == "__main__":
    for path in sys.argv[1:]:
        with open(path) as file:
            for text in file:
                print(f"{path}: {check(text)} metrics")
