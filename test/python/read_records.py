"""Prints the records of a JSON dataset as Python reads them.

Usage: python read_records.py DATASET. A JSON array; what keeps its digits and the order of its keys as JSON only.
"""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as dataset:
    records = json.load(dataset)
print(
    json.dumps(
        [
            {
                "input_data": json.dumps(record["input_data"]),
                "expected_output": json.dumps(record["expected_output"]),
                "metadata": record.get("metadata") or {},
                "tags": record.get("tags") or [],
            }
            for record in records
        ]
    )
)
