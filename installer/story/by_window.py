# SPDX-License-Identifier: Apache-2.0
"""The story's case worked in real windows: what the clerk, the unit head and the county's layers do with keys and mouse.

Each act asks first whether it is done, as the verbs of story.py do, so that a story that was cut off continues.
"""
from pathlib import Path

from programs import Terminal
from window import Display, Window

class Person:
    """Somebody at the window of their terminal."""

    def __init__(self, display: Display, terminal: Terminal, places=()):
        self.terminal = terminal
        self.window = Window(display, terminal.programs.bin / "zhijian-terminal", terminal.folder, terminal.programs.log,
                             places=places, extra=[*terminal.extra, "--lock-after", "3600"])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.window.close()

    def unlock(self, by_mouse=True):
        window = self.window
        window.at("lock")
        if window.shows(f"lock.person.{self.terminal.person}"):
            window.click(f"lock.person.{self.terminal.person}")
        if by_mouse:
            window.click("lock.passphrase")
        window.type(self.terminal.passphrase)
        window.click("lock.unlock") if by_mouse else window.key("Return")
        window.at("home")

    def sign(self):
        """The dialog: the passphrase again, then the button."""
        self.window.see("sign.sign")
        self.window.click("sign.passphrase")
        self.window.type(self.terminal.passphrase)
        self.window.click("sign.sign")
        self.window.wait_until(lambda m: "sign.sign" not in self.window.items(m) and not m["busy"], "the signature")

    def sync(self):
        self.window.click("rail.home")
        self.window.at("home")
        self.window.click("home.sync")
        self.window.wait_until(lambda m: "home.sync" in self.window.items(m) and not m["busy"], "the end of the sync")


def newest_first(folder: Path):
    """As the picker shows a folder: newest first, then by name."""
    return sorted((p for p in folder.iterdir() if p.suffix.lower() in (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".ofd")),
                  key=lambda p: (-int(p.stat().st_mtime_ns // 1_000_000), p.name.encode()))


def attach(window: Window, slot: str, file: Path):
    window.roll_to(f"form.slot.{slot}.attach")
    window.click(f"form.slot.{slot}.attach")
    row = newest_first(file.parent).index(file)
    window.roll_to(f"form.picker.row.{row}")
    window.click(f"form.picker.row.{row}")
    window.wait_until(lambda m: "form.picker.close" not in window.items(m) and not m["busy"], f"{file.name} to be read")


def fill_field(window: Window, field, value):
    identity = f"form.field.{field['key']}"
    window.roll_to(f"{identity}.0" if field["type"] == "boolean" else identity)
    if field["type"] in ("code", "plan", "grant", "person", "unit"):
        window.choose(identity, value)
    elif field["type"] == "boolean":
        window.click(f"{identity}.{0 if value else 1}")
    else:
        window.fill(identity, str(value))


def sections_of(template):
    """The form's sections with their fields, as the empty form tells them; what is optional comes before what closes a section."""
    out = {}
    for field in template["about"]:
        out.setdefault(field["section"], []).append(field)
    return [{"key": key, "fields": sorted(fields, key=lambda f: f["required"] == "yes")} for key, fields in out.items()]


def clerk_submits(person: Person, matter, sections, values, papers, shot):
    """From home to the outbox, with the mouse and typed words."""
    window = person.window
    window.click(f"home.matter.{matter}")
    window.at("matters")
    shot("03-new-case")
    window.click("matters.start")
    window.at("form")
    for section in sections:
        if window.shows(f"form.section.{section['key']}"):
            window.roll_to(f"form.section.{section['key']}")
            window.click(f"form.section.{section['key']}")
        for field in section["fields"]:
            if field["key"] in values:
                fill_field(window, field, values[field["key"]])
        shot(f"04-form-{section['key']}")
    for slot, file in papers.items():
        attach(window, slot, file)
    shot("05-form-complete")
    window.click("form.sign")
    window.see("sign.sign")
    shot("06-signing")
    person.sign()
    window.at("case")
    shot("07-signed")


def head_confirms(person: Person, shot):
    """The first thing that waits for the unit head."""
    window = person.window
    window.click(window.first("home.take."))
    window.at("case")
    shot("08-head-sees")
    window.click("case.confirm")
    person.sign()
    window.quiet()
    shot("09-head-signed")


def layer_passes(person: Person, shot, name):
    window = person.window
    window.click("rail.review")
    window.at("review")
    window.see("review.pass")
    shot(f"11-review-{name}")
    window.click("review.pass")
    person.sign()
    window.quiet()


def clerk_sees_result(person: Person, shot):
    window = person.window
    window.click("rail.home")
    window.at("home")
    shot("12-news")
    window.click("rail.cases")
    window.at("cases")
    shot("13-cases")
    window.click(window.find("cases.row.")[0])
    window.at("case")
    shot("14-approved")
