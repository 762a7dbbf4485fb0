# SPDX-License-Identifier: Apache-2.0
"""The whole story as quickstart tells it (133 units, real cost of key derivation), then once more: it continues and changes nothing."""
import csv
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from county import BIN, SOURCE

# Three minutes on an idle machine, most of it typing in windows; twice that where other tests run beside it.
SECONDS_MAX = 360


def tell(folder):
    started = time.monotonic()
    subprocess.run([sys.executable, "-B", SOURCE / "installer/story/run.py", "--bin", BIN, "--dir", folder], check=True)
    return time.monotonic() - started


def reported(folder):
    """What is wrong on purpose and can be seen in the books is found by its rule, and nothing else is."""
    answer = subprocess.run([BIN / "zhijian-gateway", "report", "--dir", folder / "gateway", "--json"], check=True, capture_output=True)
    warnings = json.loads(answer.stdout)["warnings"]["items"]
    with open(folder / "gateway/opening/planted.csv", newline="") as file:
        planted = list(csv.DictReader(file))
    rules = {"over_quota": "W01", "over_posts": "W02", "over_age": "W04"}  # a late exit and a stale rule need more than the books
    wanted = sorted((rules[row["kind"]], row["unit_code"]) for row in planted if row["kind"] in rules)
    # Who retires within half a year, and grants that end soon, are notices of the calendar.
    found = sorted((w["rule"], w["unit"]) for w in warnings if (w["rule"], w["level"]) != ("W04", "notice") and w["rule"] != "W15")
    assert found == wanted, f"found {found}, planted {wanted}"
    assert all(w["evidence"] and w["owner"] for w in warnings), warnings
    assert not any(row["id_no"] and row["id_no"].encode() in answer.stdout for row in planted), "an ID number stands in the report"


folder = Path(tempfile.mkdtemp(prefix="zj-story-"))
try:
    took = tell(folder / "d")
    registers = (folder / "d" / "log" / "story.json").read_text()
    assert took <= SECONDS_MAX, f"the story took {took:.0f} s, more than {SECONDS_MAX}"
    reported(folder / "d")
    again = tell(folder / "d")
    assert (folder / "d" / "log" / "story.json").read_text() == registers, "a second run did something again"
    assert (folder / "d" / "people.csv").stat().st_mode & 0o777 == 0o600, "people.csv can be read by others"
    secrets = [line.rsplit(",", 1)[1].encode() for line in (folder / "d" / "people.csv").read_text().splitlines()[1:]]
    for file in (folder / "d").rglob("*"):
        if file.is_file() and file.name != "people.csv":
            content = file.read_bytes()
            assert not any(secret in content for secret in secrets), f"a passphrase stands in {file}"
    print(f"told in {took:.0f} s, and again in {again:.0f} s")
finally:
    shutil.rmtree(folder)
