# SPDX-License-Identifier: Apache-2.0
"""A year of the demonstration county: what is planted is found by its rule and nothing else is, the auditor comes to the same verdicts and state, building
the registers anew changes nothing, the same seed gives the same year, and a real administrator can go on with it. ZJ_YEAR_CASES=5000 is the whole year."""
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from county import BIN, free_port

CASES = int(os.environ.get("ZJ_YEAR_CASES", "600"))
UNTIL = "2026-11-01"
KINDS = {"over_quota", "over_posts", "over_age", "stale_rule", "late_exit", "paid_after_leaving", "paid_as_if_on_duty", "paid_twice", "paid_too_much"}
MATTERS = {"USE", "IN", "OUT", "MOVE", "MOD", "ORG", "PLAN", "SETUP"}

folder = Path(tempfile.mkdtemp(prefix="zj-year-"))


def run(program, *arguments):
    done = subprocess.run([BIN / program, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, f"{program} {arguments}: {done.stdout[-2000:]} {done.stderr[-2000:]}"
    return done.stdout


def gateway(verb, *arguments, of=None):
    return json.loads(run("zhijian-gateway", verb, "--dir", of or folder / "county", *arguments, "--json"))


def found(name):
    return gateway("init", "--county", "421125", "--name", "浠水县", "--address", f"127.0.0.1:{free_port()}", "--demo", "--demo-until", UNTIL,
                   "--year-cases", CASES, of=folder / name)


def forget_one(planted, wanted):
    """the verb says so where what is planted and what is found differ, either way"""
    kept = folder / "county/planted.json"
    whole = kept.read_text()
    kept.write_text(json.dumps(planted[1:] + [{"unit": "none", "rules": ["W99"]}]))
    told = gateway("demo-report")["planted"]
    assert not told["exact"] and told["missing"] == [{"rule": "W99", "unit": "none"}], told
    assert len(told["beyond"]) == len(planted[0]["rules"]) and len(told["found"]) == len(wanted) - len(planted[0]["rules"]), told
    kept.write_text(whole)


def reported(planted):
    answer = gateway("demo-report")
    assert answer["on"] == UNTIL, answer["on"]
    warnings = answer["warnings"]["items"]
    # Who retires within half a year is a notice of the calendar.
    found = sorted((w["rule"], w["unit"]) for w in warnings if w["rule"] != "W04" or w["level"] == "red")
    wanted = sorted((rule, one["unit"]) for one in planted for rule in one["rules"])
    assert found == wanted, f"found {found}\nplanted {wanted}"
    told = answer["planted"]
    assert told["exact"] and not told["missing"] and not told["beyond"], told
    assert sorted((one["rule"], one["unit"]) for one in told["found"]) == wanted, told
    forget_one(planted, wanted)
    assert {one["kind"] for one in planted} == KINDS, planted
    assert all(w["evidence"] and w["owner"] and w["due"] for w in warnings)
    cases = answer["statistics"]["cases"]
    print("cases of the year so far:", {key: cases[key] for key in cases if not isinstance(cases[key], (dict, list))})


try:
    told = found("county")
    year = told["year"]
    print(f"{year['cases']} cases, {year['entries']} entries, {year['change_sets']} change sets")
    assert CASES * 0.9 <= year["cases"] <= CASES * 1.1 + 60, year["cases"]
    assert all(year["done"].get(f"{matter} approved", 0) > 0 for matter in MATTERS), year["done"]
    reported(year["planted"])

    run("zhijian-gateway", "bundle", "--dir", folder / "county", "--out", folder / "bundle")
    verdict = run("zhijian-audit", "verify", folder / "bundle", "--root", told["fingerprint"])
    assert f"entries 1–{year['entries']}: simulated time, vouched for by nobody" in verdict, verdict
    before = gateway("check", "--replay")
    after = gateway("check", "--rebuild")
    assert before["replayed"] and before["size"] == after["size"] == year["entries"], (before, after)

    assert found("again")["year"] == year, "the same seed gave another year"
    print("the auditor agrees, rebuilding changes nothing, and the same seed gives the same year")
finally:
    shutil.rmtree(folder)
