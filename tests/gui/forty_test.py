# SPDX-License-Identifier: Apache-2.0
"""From the lock screen to a submitted 用编核准: at most 40 interactions with the keyboard alone, and with the mouse alone.

Nobody has read a manual: a person goes on where the focus stands, or clicks at what the desk shows to be missing. A press of a key
and a click are one interaction each, and so is a word or a text that is typed where the focus stands. What was submitted is then
read by a verb, field for field.
"""
import os
import shutil
import time

from support import USE_SLOTS, newest_first, office, run_checks

MOST = 40

# What a person who cannot type Chinese here types to find an option: first letters of its pinyin, or the whole of it.
SEARCH = {"quota_type": "sybz", "entry_mode": "syzp", "source_scope": "shzp", "funding": "qebk", "post_kind": "glgw", "staff_class": "fld",
          "plan_line": None}  # looked at: arrows lead to the line that is meant
REQUIRED = ("quota_type", "count", "entry_mode", "source_scope", "funding", "post_kind", "staff_class", "plan_line", "meeting_on",
            "meeting_no", "reason")


def wanted(story):
    values = story.use_fields()
    return {key: str(values[key]) for key in REQUIRED}


def scans(desk):
    """A folder with just what was scanned for this case, the first of the list last: the picker shows what is newest on top."""
    folder = desk.story.folder / "scans"
    folder.mkdir()
    now = time.time()
    for age, slot in enumerate(USE_SLOTS):
        file = folder / desk.papers[slot].name
        shutil.copyfile(desk.papers[slot], file)
        os.utime(file, (now - age, now - age))
        desk.papers[slot] = file
    return folder


class Keys:
    """Hands that never leave the keyboard, and do what the focus asks for."""

    def __init__(self, desk, window, values):
        self.desk, self.window, self.values = desk, window, values
        self.met = []

    def focus(self):
        return self.window.quiet()["focused"]

    def go_on(self):
        """Answers what has the focus, once; False at the button that signs."""
        focus = self.focus()
        if focus == "form.sign":
            return False
        assert focus not in self.met, f"the focus came back to {focus}; before: {self.met}"
        self.met.append(focus)
        if focus.startswith("form.field."):
            self.answer(focus.removeprefix("form.field."))
        elif focus.startswith("form.slot."):
            self.attach(focus.split(".")[2])
        else:
            raise AssertionError(f"the focus went to {focus}, where nothing is missing; before: {self.met}")
        return True

    def answer(self, key):
        window = self.window
        if key in SEARCH:
            window.type(SEARCH[key]) if SEARCH[key] else window.key("Return")
            window.see(f"form.field.{key}.list")
            if not SEARCH[key]:
                options = self.window.find(f"form.field.{key}.option.")
                window.key(*["Down"] * options.index(f"form.field.{key}.option.{self.values[key]}"))
            window.key("Return")
        else:
            window.type(self.values[key])
            window.key("Tab" if key == "reason" else "Return")  # a line break in a text of several lines

    def attach(self, slot):
        window = self.window
        window.key("Return")
        window.see("form.picker.row.0")
        window.quiet()
        file = self.desk.papers[slot]
        for _ in range(newest_first(file.parent).index(file)):
            window.key("Down")
        window.key("Return")
        window.wait_until(lambda m: "form.picker.close" not in window.items(m) and not m["busy"], f"{file.name} to be read")


def by_keyboard(desk, person, values):
    window = person.window
    window.type(person.terminal.passphrase)
    window.key("Return")
    window.at("home")
    window.quiet()
    window.key("Return")  # what the focus offers: a new case
    window.at("matters")
    window.quiet()
    window.key("Return")
    window.see("form.section.post")
    hands = Keys(desk, window, values)
    while hands.go_on():
        pass
    window.key("Return")
    window.see("sign.sign")
    window.quiet()
    window.type(person.terminal.passphrase)
    window.key("Return")


def by_mouse(desk, person, values):
    """Clicks, and texts typed into what a click, or the desk, has given the focus."""
    window = person.window
    window.type(person.terminal.passphrase)
    window.click("lock.unlock")
    window.at("home")
    window.click("home.matter.USE")
    window.click("matters.start")
    window.see("form.section.post")
    for key in REQUIRED:
        identity = f"form.field.{key}"
        focus = window.quiet()["focused"]
        if key in SEARCH:
            window.choose(identity, values[key])
            continue
        if focus != identity:
            window.click(identity)
        window.type(values[key])
    for slot in USE_SLOTS:
        window.quiet()
        attach = f"form.slot.{slot}.attach"
        if not window.shows(attach):
            window.click("form.check.0")  # "missing" leads there
        window.click(attach)
        file = desk.papers[slot]
        window.click(f"form.picker.row.{newest_first(file.parent).index(file)}")
        window.wait_until(lambda m: "form.picker.close" not in window.items(m) and not m["busy"], f"{file.name} to be read")
    window.click("form.sign")
    window.see("sign.sign")
    window.quiet()
    window.type(person.terminal.passphrase)
    window.click("sign.sign")


def counted(way):
    with office() as desk:
        values = wanted(desk.story)
        desk.documents = scans(desk)
        with desk.person("town-clerk") as person:
            person.window.at("lock")
            person.window.quiet()
            assert person.window.map()["focused"] == "lock.passphrase", "one cannot type the passphrase at once"
            way(desk, person, values)
            person.window.at("case")
            count = person.window.interactions
        submitted = desk.story.list("town-clerk", "cases", matter="USE")
        assert len(submitted) == 1, submitted
        shown = desk.story.terminal("town-clerk")("show", submitted[0]["case"])
        fields = {key: str(value) for key, value in shown["case"]["fields"].items() if key in values}
        assert fields == values, f"submitted {fields}, not {values}"
        slots = sorted(material["slot"] for material in shown["materials"])
        assert slots == sorted(USE_SLOTS), slots
        assert count <= MOST, f"{count} interactions, more than {MOST}"
        return f"{count} interactions"


def keyboard():
    """with the keyboard alone a case is submitted"""
    return counted(by_keyboard)


def mouse():
    """with the mouse alone, and words typed where it has pointed, a case is submitted"""
    return counted(by_mouse)


run_checks([keyboard, mouse])
