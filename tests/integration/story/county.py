# SPDX-License-Identifier: Apache-2.0
"""What the integration tests share: the story's tools, and a small county ("ground") that is founded once and copied by each.

The ground has two units, its people are enrolled and its books open; keys are derived cheaply (--test-kdf). Each copy listens on a
port of its own, so that tests may run beside each other.
"""
import argparse
import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

SOURCE = Path(os.environ["ZJ_SOURCE_DIR"])
BIN = Path(os.environ["ZJ_BIN_DIR"])
GROUND = Path(os.environ["ZJ_BUILD_DIR"]) / "tests" / "ground"
sys.path.insert(0, str(SOURCE / "installer" / "story"))
sys.dont_write_bytecode = True

from programs import Refused  # noqa: E402
from story import Settings, Story, free_port  # noqa: E402

GROUND_UNITS = 2
SKIPPED = 77


def found_ground():
    shutil.rmtree(GROUND, ignore_errors=True)
    story = Story(Settings(GROUND, BIN, extra=["--test-kdf"], units=GROUND_UNITS))
    try:
        story.prepare_county()
        import documents
        documents.make(GROUND / "documents")
    finally:
        story.gateway.kill()


def copy_ground(to: Path, say=lambda text: None) -> Story:
    if not (GROUND / "log" / "story.json").exists():
        sys.exit("there is no ground: run ctest with its fixtures, or ground_test.py first")
    shutil.copytree(GROUND, to, symlinks=True)
    port = free_port()
    (to / "log" / "gateway.port").write_text(str(port))
    return Story(Settings(to, BIN, extra=["--test-kdf", "--gateway", f"127.0.0.1:{port}"], units=GROUND_UNITS, say=say))


@contextlib.contextmanager
def county(say=lambda text: None):
    """A copy of the ground with its gateway up; gone afterwards, but for what KEEP=1 asks to keep."""
    folder = Path(tempfile.mkdtemp(prefix="zj-county-"))
    story = copy_ground(folder / "d", say)
    try:
        story.gateway_up()
        yield story
    finally:
        story.gateway.kill()
        if os.environ.get("KEEP"):
            print(f"kept {folder}")
        else:
            shutil.rmtree(folder)


def refused(act, *codes, where=None):
    """`act` must be refused with one of the codes, and say in two languages what happened, what it means, what to do."""
    try:
        answer = act()
    except Refused as told:
        error = told.error
        assert told.code in codes, f"{told.code} instead of {codes}: {error}"
        for part in ("what", "means", "do"):
            halves = error[part].split(" / ")
            assert len(halves) >= 2 and all(halves), f"{told.code}: {part} is not told in both languages: {error[part]!r}"
        assert "{" not in error["what"] + error["means"] + error["do"], f"{told.code}: an argument is missing: {error}"
        if where is not None:
            assert where in error.get("where", ""), f"{told.code}: at {error.get('where')!r}, not {where!r}"
        return error
    raise AssertionError(f"not refused, but {answer}")


def run_checks(checks):
    """Runs each check in a county of its own choosing; prints one line each; exits 1 if any failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", help="only these checks")
    names = parser.parse_args().names
    failed = 0
    for check in checks:
        if names and check.__name__ not in names:
            continue
        try:
            note = check()
            print(f"ok    {check.__name__}: {check.__doc__}" + (f" ({note})" if note else ""), flush=True)
        except (AssertionError, Refused, SystemExit) as fault:
            failed += 1
            print(f"FAIL  {check.__name__}: {check.__doc__}\n      {type(fault).__name__}: {fault}", flush=True)
    sys.exit(1 if failed else 0)
