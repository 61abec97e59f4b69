#!/usr/bin/env python3
"""Reads a log in Apache Spark: each partition goes through `cberr parse --format
ndjson` with RDD.pipe, the findings are added up, and the sum is held against one
run over the whole log. docs/large-logs.md tells the story.

    pip install pyspark        (and a Java that it can use)
    docs/spark.py [LINES]      with cberr in PATH
"""

import json
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pyspark.sql import SparkSession

# One record a line: Spark cuts a file at line ends, wherever they are.
HEALTHY = (
    '{{"ts":"{ts}","level":"info","msg":"order {n} done","errCode":0,"errMsg":"collection.get:ok"}}',
    "{ts} INFO  [worker-{w}] order {n} done, MAX_RETRY=3",
    '10.0.0.{w} - - [20/Nov/2026:10:00:00 +0800] "GET /orders/{n} HTTP/1.1" 200 512',
)
ERRORS = (
    '{{"ts":"{ts}","level":"error","err":{{"code":"DATABASE_TIMEOUT","message":"[FailedOperation.Timeout] Execution request timeout","requestId":"{id}"}}}}',
    "{ts} ERROR Error: errCode: -504002 functions execute fail | errMsg: Error: errCode: -502005 database collection not exists | errMsg: [ResourceNotFound] Db or Table not exist: orders",
    "{ts} ERROR cloud function service error code -504003, error message Invoking task timed out after 3 seconds",
    "{ts} ERROR [TencentCloudSDKException] code:AuthFailure.SecretIdNotFound message:The SecretId is not found, please ensure that your SecretId is correct. requestId:{id}",
    '{ts} WARN  {{"code":5100,"message":"(100004) incorrect projectId","codeDesc":"InternalError"}}',
    '{ts} ERROR tcb {{"code":"SHOP_NOT_KNOWN","message":"x","requestId":"{id}"}}',
)


def write_log(path, lines):
    """Writes a log of which about every 50th line is an error."""
    dice = random.Random(1)
    with open(path, "w", encoding="utf-8") as log:
        for n in range(lines):
            form = dice.choice(ERRORS if dice.random() < 0.02 else HEALTHY)
            second = n * 8 * 3600 // lines
            ts = f"2026-11-20T{10 + second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"
            identity = f"{dice.getrandbits(32):08x}-63f6-46ea-8ca4-{dice.getrandbits(48):012x}"
            log.write(form.format(ts=ts, n=n, w=n % 8, id=identity) + "\n")


def kind(result):
    """What makes a kind: service, code and case; of an unknown code its text."""
    return result["service"], result["code"], result["case"], result["query"] if result["service"] is None else None


def kinds(line):
    """The kinds of a partition's summary, with their counts."""
    return [(kind(r), r["count"]) for r in json.loads(line)["results"]]


def one_run(cberr, arguments, text=None):
    """The answer of cberr as JSON."""
    run = subprocess.run([cberr, *arguments], input=text, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(run.stdout)


def main():
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    # A worker has it at the same place; pipe() starts it with an empty environment.
    cberr = shutil.which("cberr") or sys.exit("docs/spark.py: no cberr in PATH")
    work = tempfile.TemporaryDirectory()
    log = Path(work.name) / "app.log"
    write_log(log, lines)

    quiet = {"spark.ui.showConsoleProgress": "false"}
    spark = SparkSession.builder.master("local[*]").appName("cberr").config(map=quiet).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    parts = spark.sparkContext.textFile(log.as_uri(), minPartitions=8)
    # Exit code 1 says that a partition holds no error; any other stops the job.
    command = f"/bin/sh -c '\"$0\" parse --format ndjson || [ $? -eq 1 ]' {shlex.quote(cberr)}"
    answers = parts.pipe(command, checkCode=True).cache()

    # Of every partition one line is its summary, the others are its errors.
    summaries = answers.filter(lambda line: '"type":"summary"' in line[:40])
    counts = dict(summaries.flatMap(kinds).reduceByKey(lambda a, b: a + b).collect())
    # The errors as they are found can be worked on like any other rows.
    errors = spark.read.json(answers.filter(lambda line: '"type":"occurrence"' in line[:40]))
    rows = errors.groupBy("fault", "code", "case").count().orderBy("count", "code", ascending=False)
    rows.show(truncate=False)
    # `cberr merge` makes one page of the summaries.
    merged = one_run(cberr, ["merge", "--format", "json", "-"], "\n".join(summaries.collect()))

    whole = one_run(cberr, ["parse", "--format", "json", str(log)])
    print(f"{parts.getNumPartitions()} partitions, {whole['input']['lines']} lines, {errors.count()} findings")
    same = {
        "counts by kind": (counts, {kind(r): r["count"] for r in whole["results"]}),
        "counts merged": ({kind(r): r["count"] for r in merged["results"]}, counts),
        "errors as found": (errors.count(), sum(counts.values())),
        "lines": (merged["input"]["lines"], whole["input"]["lines"]),
        "bytes": (merged["input"]["bytes"], whole["input"]["bytes"]),
        "records": (merged["input"]["records"], whole["input"]["records"]),
    }
    spark.stop()
    for what, (sum_of_parts, one) in same.items():
        print(f"{what:16} {'equal' if sum_of_parts == one else f'DIFFER: {sum_of_parts} {one}'}")
    sys.exit(any(sum_of_parts != one for sum_of_parts, one in same.values()))


if __name__ == "__main__":
    main()
