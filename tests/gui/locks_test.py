# SPDX-License-Identifier: Apache-2.0
"""locks_test.py [--locks N]: what was typed and seen is gone when the window has locked, N times over.

The passphrase, a text typed into a form and the text of a case that was looked at are searched for, in UTF-8, UTF-16 and UTF-32, in the
whole memory of the terminal, in all files of the run and in what is new under /tmp. That the search finds them is shown first: in the
same process before the lock, and in a file that is planted. What was typed just before a lock must be in the draft afterwards.
"""
import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from memory import in_files, in_memory, needles_of
from support import SKIPPED, attach, fill_use, new_use, office, section

LOCKS = 100
WORK_EVERY = 10  # so many locks follow one in which nothing but home was seen
TYPED, SEEN = "zqkxwvtyped", "zqkxwvcased"


def sign_case(desk):
    """A case whose reason is a text that no file ever held, and a draft beside it."""
    values = {**desk.story.use_fields(), "reason": SEEN}
    desk.story.gateway_down()
    with desk.at_work("town-clerk") as one:
        new_use(one.window)
        fill_use(one.window, values)
        for slot, file in desk.use_papers().items():
            attach(one.window, slot, file)
        one.window.click("form.sign")
        one.sign()
        one.window.at("case")
        one.window.click("rail.home")
        one.window.at("home")
        new_use(one.window)
        section(one.window, "post")
        one.window.fill("form.field.conditions", "first")
        one.window.quiet()


class Locks:
    def __init__(self, desk, person, since):
        self.desk, self.window, self.terminal, self.since = desk, person.window, person.terminal, since
        self.pid = self.window.process.pid
        self.needles = needles_of(passphrase=self.terminal.passphrase, typed=TYPED, seen=SEEN)
        self.leaks, self.bytes_read, self.typed = [], 0, "first"

    def must_find(self, what, when):
        found, _ = in_memory(self.pid, [needle for needle in self.needles if needle[0] == f"{what} as utf-8"], written_only=True)
        assert found, f"the search does not see {what} {when}, so that it finds nothing proves nothing"

    def unlock(self, looks):
        self.window.at("lock")
        self.window.type(self.terminal.passphrase)
        if looks:
            self.window.quiet()
            self.must_find("passphrase", "while it is typed")
        self.window.key("Return")
        self.window.at("home")
        self.window.quiet()

    def work(self, number):
        """Reads the case, then types into the draft until the very moment of the lock."""
        window = self.window
        window.click("rail.cases")
        window.at("cases")
        window.wait_until(lambda m: window.find("cases.row."), "the case")
        window.click(window.find("cases.row.")[0])
        window.at("case")
        window.quiet()
        self.must_find("seen", "on the desk")
        window.click("rail.home")
        window.click(window.first("home.take."))
        window.see("form.section.post")
        section(window, "post")
        there = self.desk.text_of(window, "form.field.conditions")
        assert there == self.typed, f"the draft holds {there!r}; {self.typed!r} was typed before the last lock"
        window.clear()
        self.typed = f"{TYPED}{number:03}"
        window.type(self.typed)
        window.quiet()
        self.must_find("typed", "in the form")
        window.type("z")  # on its way when the lock comes
        self.typed += "z"

    def lock(self, number, everything):
        self.window.key("ctrl+l")
        self.window.wait_until(lambda m: m["desk"] == "lock" and not m["busy"], "the lock")
        self.window.quiet()
        assert not self.desk.clipboard(), "what was copied can still be pasted after the lock"
        found, read = in_memory(self.pid, self.needles, written_only=not everything)
        self.bytes_read += read
        self.leaks += [(number, *leak) for leak in found]


def file_leaks(desk, locks):
    """People's passphrases stand in people.csv on purpose; other tests' folders are theirs."""
    without = {desk.story.folder / "people.csv"}
    folder = desk.story.folder
    planted = folder / "log" / "planted"
    planted.write_text(f"a {TYPED} leak")
    found, _ = in_files([folder], locks.needles, without)
    assert [path for _, path in found] == [str(planted)] or str(planted) in [path for _, path in found], "a planted leak was not found"
    planted.unlink()
    found, read = in_files([folder], locks.needles, without)
    here = Path(__file__).resolve().parents  # these sources name the texts
    others = {path for path in Path(tempfile.gettempdir()).iterdir()
              if path.lstat().st_mtime < locks.since or path.name.startswith("zj-") or path in here}
    more, read_more = in_files([tempfile.gettempdir()], locks.needles, without | others)
    return found + more, read + read_more


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--locks", type=int, default=int(os.environ.get("ZJ_LOCKS", LOCKS)))
    count = parser.parse_args().locks
    since = started = time.time()
    with office() as desk:
        sign_case(desk)
        with desk.person("town-clerk") as person:
            window = person.window
            try:
                open(f"/proc/{window.process.pid}/mem", "rb").close()
            except PermissionError:
                print("skipped: the memory of a process that cannot be dumped is for root alone")
                sys.exit(SKIPPED)
            window.at("lock")
            window.click(f"lock.person.{person.terminal.person}")
            locks = Locks(desk, person, since)
            for number in range(count):
                works = number % WORK_EVERY == 0
                locks.unlock(works)
                if works:
                    locks.work(number)
                locks.lock(number, everything=works)
            in_the_files, read = file_leaks(desk, locks)
    for number, what, address, mapping, around in locks.leaks:
        print(f"FAIL  lock {number}: {what} at {address} ({mapping}): {around!r}")
    for what, path in in_the_files:
        print(f"FAIL  {what} in {path}")
    print(f"{count} locks in {time.time() - started:.0f} s; {locks.bytes_read / 1e9:.1f} GB of memory and {read} files searched: "
          f"{len(locks.leaks)} leaks in memory, {len(in_the_files)} in files")
    sys.exit(1 if locks.leaks or in_the_files else 0)


main()
