# SPDX-License-Identifier: Apache-2.0
"""A reviewer clears a queue of 20 cases with the keyboard alone: some one by one, some in a batch, each signed for itself; one is
returned once, with everything that is missing, and its clerk answers it with the keyboard alone.
"""
import time

from support import newest_first, office, run_checks

CASES = 20
ONE_BY_ONE = 6   # before the return; the rest goes in two batches of different size
MISSING = ("form", "transfer_letter")
REASON = "Stamps are missing on both."


def next_month(day):
    year, month = int(day[:4]), int(day[5:7])
    return f"{year + month // 12:04d}-{month % 12 + 1:02d}"


def queue(desk):
    """Twenty people of the town leave; signed by the clerk, confirmed by the head, received by the county. The cases' keys."""
    story = desk.story
    persons = story.terminal("town-clerk")("form", "OUT")["choices"]["person"][:CASES]
    today = story.today()
    out = []
    for person in persons:
        values = {"person": person["key"], "exit_mode": "03", "event_on": today, "left_on": today, "exit_doc": "浠编办函〔2026〕12号",
                  "exit_to": "县自然资源局", "pay_stop": next_month(today)}
        form, _ = story.fill("OUT", "town-clerk", values, {"form": desk.papers["entry"], "transfer_letter": desk.papers["person_form"]})
        out.append(story.terminal("town-clerk")("submit", form)["case"])
    story.terminal("town-head")("confirm", "--all-pending")
    story.sync("town-clerk")
    story.sync("ob-clerk")
    return out


def unlock(person):
    window = person.window
    window.at("lock")
    window.quiet()
    window.type(person.terminal.passphrase)
    window.key("Return")
    window.at("home")
    window.quiet()


def sign(person):
    """The dialog has the focus where the passphrase goes."""
    window = person.window
    window.see("sign.sign")
    assert window.quiet()["focused"] == "sign.passphrase"
    window.type(person.terminal.passphrase)
    window.key("Return")
    window.wait_until(lambda m: "sign.sign" not in window.items(m) and not m["busy"], "the signature")
    window.quiet()


class Reviewer:
    def __init__(self, story, person):
        self.story, self.person, self.window = story, person, person.window
        self.decided = []

    def current(self):
        """The case whose row has the focus: after a signature the next one has it by itself."""
        focus = self.window.quiet()["focused"]
        assert focus.startswith("review.row."), f"the focus is at {focus}, not at a row of the queue"
        return focus.removeprefix("review.row.")

    def pass_one(self):
        self.decided.append(self.current())
        self.window.see("review.pass")
        self.window.key("ctrl+Return")
        sign(self.person)

    def pass_several(self, count):
        for number in range(count):
            if number > 0:
                self.window.key("Down")
            self.decided.append(self.current())
            self.window.key("space")
        self.window.see("review.batch")
        self.window.key("ctrl+Return")
        sign(self.person)

    def return_one(self):
        """Everything that is missing is ticked and told once."""
        case = self.current()
        window = self.window
        window.see("review.return")
        window.tab_to("review.return")
        window.key("Return")
        window.see("review.dialog.reason")
        assert window.quiet()["focused"] == "review.dialog.reason"
        window.type(REASON)
        for slot in MISSING:
            window.tab_to(f"review.dialog.slot.{slot}")
            window.key("space")
            window.quiet()
        window.key("ctrl+Return")
        sign(self.person)
        return case

    def left(self):
        return len([row for row in self.window.find("review.row.") if not row.endswith(".tick")])


def review(desk, cases):
    with desk.person("ob-clerk") as person:
        unlock(person)
        window = person.window
        window.key("F2")
        window.at("review")
        reviewer = Reviewer(desk.story, person)
        for _ in range(ONE_BY_ONE):
            reviewer.pass_one()
        returned = reviewer.return_one()
        reviewer.pass_several(4)
        reviewer.pass_several(CASES - ONE_BY_ONE - 1 - 4)
        assert reviewer.left() == 0, f"{reviewer.left()} cases are left in the queue"
        assert sorted([*reviewer.decided, returned]) == sorted(cases), "not every case was decided once"
        count = window.interactions
    return returned, reviewer.decided, count


def decided_by(terminal, case, act):
    return [step for step in terminal("show", case)["steps"] if step.get("act") == act and step.get("by_me")]


def check_signed(desk, returned, passed):
    """Each has a signature and a receipt of its own, and only one."""
    story = desk.story
    story.sync("ob-clerk")
    terminal = story.terminal("ob-clerk")
    signatures = set()
    for case in passed:
        assert len(decided_by(terminal, case, "pass")) == 1, f"{case} was not passed once"
        own = [r for r in terminal("show", case)["receipts"] if r["do"] == "case.pass" or r["do"].endswith("decide")]
        assert len(own) == 1 and own[0]["receipt"], f"{case} has not one receipt of the decision: {terminal('show', case)['receipts']}"
        signatures.add(own[0]["change_set"])
    assert len(signatures) == len(passed), "several cases were passed by one signature"
    steps = decided_by(terminal, returned, "return")
    assert len(steps) == 1 and sorted(steps[0]["missing"]) == sorted(MISSING) and steps[0]["reason"] == REASON, steps


def answered_with(desk):
    """Other documents than those that were submitted."""
    return {"form": desk.papers["application"], "transfer_letter": desk.papers["contract"]}


def answer(desk):
    """The clerk at home: what was returned is the first thing to do; each missing document is attached where the focus leads."""
    story = desk.story
    story.sync("town-clerk")
    files = answered_with(desk)
    with desk.person("town-clerk") as person:
        unlock(person)
        window = person.window
        assert window.map()["focused"] == window.first("home.take."), f"the focus is at {window.map()['focused']}"
        window.key("Return")
        window.see("form.sign")
        for slot in MISSING:
            assert window.quiet()["focused"] == f"form.slot.{slot}.attach", f"the focus is at {window.map()['focused']}"
            window.key("Return")
            window.see("form.picker.row.0")
            window.quiet()
            window.key(*["Down"] * newest_first(files[slot].parent).index(files[slot]), "Return")
            window.wait_until(lambda m: "form.picker.close" not in window.items(m) and not m["busy"], f"{slot} to be read")
        assert window.quiet()["focused"] == "form.sign", f"the focus is at {window.map()['focused']}"
        window.key("Return")
        sign(person)
        count = window.interactions
    return count


def check_answered(desk, case):
    story = desk.story
    if story.terminal("town-clerk")("show", case).get("pending"):
        story.terminal("town-head")("confirm", "--all-pending")
    story.sync("town-clerk")
    story.sync("ob-clerk")
    shown = story.terminal("ob-clerk")("show", case)
    assert shown["case"]["state"] == "received", f"the answered case is {shown['case']['state']}, not with the county again"
    titles = {material["slot"]: material["title"] for material in shown["materials"]}
    assert titles == {slot: file.name for slot, file in answered_with(desk).items()}, f"the county has {titles}"


def review20():
    """20 cases are cleared and one return is answered, with no mouse"""
    with office() as desk:
        started = time.monotonic()
        cases = queue(desk)
        queued = time.monotonic() - started
        returned, passed, presses = review(desk, cases)
        reviewed = time.monotonic() - started - queued
        check_signed(desk, returned, passed)
        answers = answer(desk)
        check_answered(desk, returned)
        return (f"{CASES} cases in {presses} interactions and {reviewed:.0f} s, queued in {queued:.0f} s; the return was answered in "
                f"{answers} interactions")


run_checks([review20])
