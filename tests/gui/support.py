# SPDX-License-Identifier: Apache-2.0
"""What the tests of the window share: the small county of the integration tests, a display of its own, and people at their windows.

The county is a copy of the ground (tests/integration/story), its gateway and its display are on free numbers, and both are stopped
afterwards. Programs that are missing make a test skipped, not failed.
"""
import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["ZJ_SOURCE_DIR"]) / "tests" / "integration" / "story"))
import county as _county  # noqa: E402

import documents  # noqa: E402
from by_window import Person, attach, fill_field, newest_first  # noqa: E402,F401
from county import SKIPPED, refused, run_checks  # noqa: E402,F401
import window as _window  # noqa: E402
from window import Display, Window  # noqa: E402,F401

_window.WAIT_S = 25  # keys are derived cheaply here: what takes longer does not come

# The sections of 用编核准 as the form shows them, each with the fields that a clerk fills.
USE_SECTIONS = (
    ("quota", ("quota_type", "count", "entry_mode", "source_scope", "funding")),
    ("post", ("conditions", "post_name", "post_kind", "staff_class")),
    ("ground", ("plan_line", "meeting_on", "meeting_no", "reason")),
)
USE_CHOSEN = ("quota_type", "entry_mode", "source_scope", "funding", "post_kind", "staff_class", "plan_line")  # the others are typed
USE_SLOTS = ("application", "vacancy", "minutes")


def need(*programs):
    """Ends the test as skipped where a program is missing."""
    for program in programs:
        if shutil.which(program) is None:
            print(f"skipped: {program} is missing (installer/deps --group test)")
            sys.exit(SKIPPED)


class Office:
    """A county with its display; people sit down at their windows here."""

    def __init__(self, story, display):
        self.story = story
        self.display = display
        self.documents = story.folder / "documents"
        self.papers = documents.make(self.documents)

    def person(self, alias) -> Person:
        """Somebody's window, still locked. Documents are taken from one folder, so that the picker opens in it."""
        return Person(self.display, self.story.terminal(alias), [self.documents])

    @contextlib.contextmanager
    def at_work(self, alias):
        with self.person(alias) as one:
            one.unlock()
            yield one

    def use_papers(self):
        return {slot: self.papers[slot] for slot in USE_SLOTS}

    def clipboard(self) -> str:
        """What was copied in a window of this display."""
        done = subprocess.run(["xclip", "-selection", "clipboard", "-out"], env=self.display.environment, capture_output=True, timeout=20)
        return done.stdout.decode() if done.returncode == 0 else ""

    def empty_clipboard(self):
        subprocess.run(["xclip", "-selection", "clipboard", "-in"], env=self.display.environment, input=b"", check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=20)

    def text_of(self, window: Window, identity) -> str:
        """The text of a field, as a person copies it."""
        window.click(identity)
        self.empty_clipboard()
        window.key("ctrl+a", "ctrl+c")
        window.quiet()
        return self.clipboard()


@contextlib.contextmanager
def office(width=1280, height=800):
    """A copy of the ground with its gateway and a display, gone afterwards. KEEP=1 keeps the folder."""
    need("Xvfb", "xdotool", "import", "xclip")
    with _county.county() as story:
        display = Display(story.folder / "log", width, height)
        try:
            yield Office(story, display)
        finally:
            display.close()


def section(window: Window, key):
    """Unfolds a section, where it is folded; a choice may unfold it at the same time."""
    for _ in range(5):
        window.quiet()
        item = window.items().get(f"form.section.{key}")
        if item is None:
            return
        _, x, y, w, h, _ = item
        window.display.do("mousemove", x + w // 2, y + h // 2, "click", 1)
        window.interactions += 1
        window.wait_frame()
    raise SystemExit(f"the section {key} stays folded")


def new_use(window: Window):
    """From home to an empty form of 用编核准."""
    window.click("home.matter.USE")
    window.at("matters")
    window.click("matters.start")
    window.see("form.section.ground")


def fill_use(window: Window, values, sections=USE_SECTIONS):
    for key, fields in sections:
        section(window, key)
        for field in fields:
            if field in values:
                fill_field(window, {"key": field, "type": "code" if field in USE_CHOSEN else "line"}, values[field])
