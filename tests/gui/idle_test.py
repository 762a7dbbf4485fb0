# SPDX-License-Identifier: Apache-2.0
"""idle_test.py [--seconds N]: while nobody touches the home desk, only the clock is drawn, and the processor rests.

The minute is measured once the window has nothing on its way. Frames are allowed when the clock's minute changes, and for the sync that
comes by itself once a minute and tells that it runs and ends; at all other times none is drawn. The terminal's processor time, all
threads and that sync together, stays below half a per cent of one core.
"""
import argparse
import os
import sys
import time
from pathlib import Path

from support import office

SECONDS = 60
CORE_SHARE_MAX = 0.005
FRAMES_OF_CLOCK = 3    # its own, and two that settle what it moved
FRAMES_OF_SYNC = 12    # connects, pulls, ends: each told in the strip, and each settled
SETTLED_S = 6          # nothing was drawn for so long: toasts and the sync after the unlock are over


def processor_s(pid):
    """Seconds of all threads, in the program and in the kernel for it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def settle(window):
    since, frame = time.monotonic(), window.map()["frame"]
    deadline = since + 120
    while time.monotonic() - since < SETTLED_S:
        time.sleep(0.2)
        now = window.map()
        if now is None or now["frame"] != frame or now["busy"]:
            since, frame = time.monotonic(), (now or {"frame": -1})["frame"]
        if time.monotonic() > deadline:
            sys.exit("the window never comes to rest")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=SECONDS)
    seconds = parser.parse_args().seconds
    with office() as desk:
        with desk.at_work("town-clerk") as one:
            settle(one.window)
            pid = one.window.process.pid
            frames, used, started = one.window.map()["frame"], processor_s(pid), time.time()
            drawn = []
            while time.time() < started + seconds:
                time.sleep(0.5)
                if (now := one.window.map()["frame"]) != frames + sum(n for _, n in drawn):
                    drawn.append((round(time.time() - started, 1), now - frames - sum(n for _, n in drawn)))
            spent = time.time() - started
            used = processor_s(pid) - used
            minutes = int((started + spent) // 60 - started // 60)
            count = sum(n for _, n in drawn)
    allowed = FRAMES_OF_CLOCK * minutes + FRAMES_OF_SYNC * -(-seconds // 60)
    print(f"{spent:.0f} s at rest: {count} frames for {minutes} changes of the clock (second, frames: {drawn}), "
          f"{used:.2f} s of processor, {100 * used / spent:.2f} % of a core")
    assert count <= allowed, f"{count} frames, {allowed} allowed"
    assert len(drawn) <= minutes + 3 * -(-seconds // 60), f"drawn at {len(drawn)} moments: {drawn}"
    assert used / spent < CORE_SHARE_MAX, f"{100 * used / spent:.2f} % of a core, {100 * CORE_SHARE_MAX} % allowed"


main()
