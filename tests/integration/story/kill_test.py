# SPDX-License-Identifier: Apache-2.0
"""kill_test.py [--seed N] [--runs N]: the story with `kill -9` of the gateway or of a terminal at a random moment.

Every run starts from a copy of the ground and must end in the same registers as the run without a kill, compared without times,
salts and given numbers. A seed names the victim, the verb and the moment within it; --seed N --runs 1 replays one.
"""
import argparse
import os
import random
import re
import shutil
import tempfile
import threading
import time
from pathlib import Path

from county import copy_ground

# Given numbers, and what depends on when something happened.
GIVEN = re.compile(r"(_at|_on|_no|_until|_since|^at|^version|^entry|^seq|^n|^last|^trail|^valid_until)$")


class Recorder:
    """Notes how long each verb takes."""

    def __init__(self):
        self.verbs = []

    def watch(self, process, arguments):
        started = time.monotonic()
        verb = len(self.verbs)
        self.verbs.append(0.0)
        threading.Thread(target=lambda: (process.wait(), self.verbs.__setitem__(verb, time.monotonic() - started)), daemon=True).start()


class Killer:
    """Kills once, `delay` seconds into the verb number `at`."""

    def __init__(self, story, at, delay, victim):
        self.story, self.at, self.delay, self.victim = story, at, delay, victim
        self.seen = 0
        self.hit = None

    def watch(self, process, arguments):
        if self.seen == self.at:
            words = " ".join(word for word in arguments if not word.startswith(("-", "/")) and ":" not in word and not word.isdigit())
            timer = threading.Timer(self.delay, self.strike, (process, words))
            timer.daemon = True
            timer.start()
        self.seen += 1

    def strike(self, process, words):
        gateway = self.story.gateway.process
        if self.victim == "gateway" and gateway is not None and gateway.poll() is None:
            gateway.kill()
            self.hit = f"the gateway during {words}"
        elif process.poll() is None:
            process.kill()
            self.hit = words
        else:
            self.hit = f"nothing: {words} was over"


def tell(story):
    try:
        story.gateway_up()
        untold = comparable(story.registers())
        story.use()
        story.stage_two()
        story.entry()
        story.pay_and_funds()
        story.check_registers()
        registers = comparable(story.registers())
        assert difference(untold, registers), "the story moved nothing, so comparing its end says nothing"
        story.audit()
        return registers
    finally:
        story.gateway.kill()


def comparable(value):
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in sorted(value.items()) if not GIVEN.search(key)}
    if isinstance(value, list):
        return sorted((comparable(item) for item in value), key=repr)
    return value


def difference(one, other, path=""):
    if one == other:
        return ""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            if one.get(key) != other.get(key):
                return difference(one.get(key), other.get(key), f"{path}/{key}")
    if isinstance(one, list) and isinstance(other, list):
        only = [item for item in other if item not in one], [item for item in one if item not in other]
        return f"{path}: only after the kill {only[0][:2]}, only without {only[1][:2]}"
    return f"{path}: {one!r} without a kill, {other!r} with"


parser = argparse.ArgumentParser()
parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4), "big"))
parser.add_argument("--runs", type=int, default=20)
arguments = parser.parse_args()

work = Path(tempfile.mkdtemp(prefix="zj-kill-"))
print(f"seeds {arguments.seed} to {arguments.seed + arguments.runs - 1}; replay one with: kill_test.py --seed N --runs 1", flush=True)
try:
    quiet = copy_ground(work / "quiet")
    recorder = Recorder()
    quiet.programs.watch = recorder.watch
    expected = tell(quiet)
    failed = []
    for seed in range(arguments.seed, arguments.seed + arguments.runs):
        dice = random.Random(seed)
        story = copy_ground(work / str(seed))
        at = dice.randrange(len(recorder.verbs) - 2)
        killer = Killer(story, at, dice.random() * recorder.verbs[at], dice.choice(("gateway", "terminal")))
        story.programs.watch = killer.watch
        try:
            found = tell(story)
            fault = difference(expected, found)
        except BaseException as error:  # whatever went wrong belongs to this seed
            fault = f"{type(error).__name__}: {error}"
        print(f"{'FAIL' if fault else 'ok  '}  seed {seed}: killed {killer.hit} {fault}", flush=True)
        if fault:
            failed.append(seed)
        else:
            shutil.rmtree(work / str(seed))
    assert not failed, f"seeds {failed}; their folders are kept in {work}"
finally:
    if "failed" in globals() and not failed:
        shutil.rmtree(work)
