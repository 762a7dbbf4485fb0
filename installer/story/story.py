# SPDX-License-Identifier: Apache-2.0
"""One post filled, whole: from an offline township terminal through the chain of four departments to an audited county register.

Every step asks first whether it is already done, so that the story can be run again after any interruption and continues. Nothing
here knows a shortcut: each act is a verb of one of the three programs, at the terminal of the person who acts, or keys and mouse in
that person's window.
"""
import contextlib
import json
import os
import shutil
import socket
import subprocess
import time
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import by_window
import documents
import window
from people import ADMINISTRATORS, PEOPLE, TOWN, passphrases
from programs import Gateway, Killed, Programs, Refused, Terminal

TRIES = 40       # of one step: a process that was killed is back within a second or two
COUNTY = "421125"
UNITS = 133      # of the demonstration county
QUOTA = "20"     # 事业编制
NORMALISED = ("meeting_no", "quota_doc", "hire_doc")  # fields that the form writes in its own way
CANDIDATE = {"name": "陈晨曦", "id_no": "429099199903070018"}  # sequences below 100 are never drawn for the county
HIRE_DOC = "浠人社聘〔2026〕8号"
PAY_DOC = "浠人社薪〔2026〕31号"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Settings:
    folder: Path
    bin: Path
    extra: list[str] = field(default_factory=list)  # of each terminal verb: tests lower the cost of key derivation
    units: int = 0                                  # import only so many units of the demonstration county; 0: all
    say: callable = print
    year_cases: int = 0                             # found the county with a simulated year of so many cases behind it; 0: with its books alone
    windows: bool = False                           # the case is worked in real windows, by keys and mouse


class Story:
    def __init__(self, settings: Settings):
        self.settings = settings
        self.folder = settings.folder
        (self.folder / "log").mkdir(parents=True, exist_ok=True)
        self.programs = Programs(settings.bin, self.folder / "log")
        self.gateway = Gateway(self.programs, self.folder / "gateway")
        self.passphrase = passphrases(self.folder / "people.csv")
        self.state_file = self.folder / "log" / "story.json"
        self.state = json.loads(self.state_file.read_text()) if self.state_file.exists() else {}
        self.lines = []
        self.display = None  # where windows are shown, while the story is told by them

    # --- small tools -----------------------------------------------------------------------------------------------------------

    def say(self, text):
        self.lines.append(text)
        self.settings.say(text)

    def remember(self, **facts):
        self.state.update(facts)
        part = self.state_file.with_suffix(".part")
        part.write_text(json.dumps(self.state, ensure_ascii=False, indent=1))
        os.replace(part, self.state_file)

    def terminal(self, alias) -> Terminal:
        person = next(p for p in ADMINISTRATORS + PEOPLE if p.alias == alias)
        folder = self.folder / "terminals" / (person.on or person.alias)
        return Terminal(self.programs, folder, alias, self.passphrase[alias], self.settings.extra)

    def ask(self, act):
        """An act that may be repeated as it is: after a kill, or where the gateway went away, nobody knows how far it came."""
        for _ in range(TRIES):
            try:
                return act()
            except Killed:
                continue
            except Refused as refused:
                if not refused.code.startswith("net.") or not self.revive():
                    raise
                time.sleep(0.1)
        raise SystemExit("a step does not come to its end")

    def once(self, act, done):
        """An act that must not be repeated: asks first whether it is done."""
        def unless_done():
            return done() or act()

        return self.ask(unless_done)

    def revive(self):
        """True if the gateway was to be running; starts it again where it was killed."""
        if not self.state.get("gateway_wanted"):
            return False
        self.gateway.start()
        return True

    def sync(self, alias):
        return self.ask(lambda: self.terminal(alias)("sync"))

    def list(self, alias, what, **wanted):
        items = self.ask(lambda: self.terminal(alias)("list", what, "--limit", "1000"))["items"]
        return [item for item in items if all(item.get(key) == value for key, value in wanted.items())]

    def gateway_up(self):
        self.remember(gateway_wanted=True)
        self.gateway.start()

    def gateway_down(self):
        self.remember(gateway_wanted=False)
        self.gateway.stop()

    # --- the county --------------------------------------------------------------------------------------------------------------

    def found_county(self):
        if "founded" not in self.state:
            if not self.gateway.port_file.exists():
                self.gateway.port_file.write_text(str(free_port()))
            if not (self.gateway.folder / "county.json").exists():
                # What an interrupted founding left is no county yet; nobody has a ticket of it.
                shutil.rmtree(self.gateway.folder, ignore_errors=True)
                self.programs.run("zhijian-gateway", "init", "--dir", self.gateway.folder, "--county", COUNTY, "--name", "浠水县",
                                  "--address", self.gateway.address, "--demo", "--json", *self.year())
            elif (self.folder / "terminals").exists():
                raise SystemExit(f"quickstart: {self.gateway.folder} holds a county that is in use, and {self.state_file}, which told how far it "
                                 f"is, is gone.\n  Nothing was changed.\n  Move {self.folder} away, or take another --dir.")
            (self.folder / "root.txt").write_text(self.gateway.ops("status")["fingerprint"] + "\n")
            self.remember(founded=True)
        self.say("county founded; its root fingerprint is in root.txt")
        self.gateway_up()
        self.say(f"gateway up on {self.gateway.address}")

    def year(self):
        return ["--year-cases", str(self.settings.year_cases)] if self.settings.year_cases else []

    def enrol_administrators(self):
        for number, person in enumerate(ADMINISTRATORS, start=1):
            self.enrol(person, self.folder / "gateway" / "tickets" / f"admin-{number}.txt")
        self.say("two administrators enrolled with the tickets of the founding")

    def enrol(self, person, ticket_file):
        mark = f"enrolled:{person.alias}"
        if mark in self.state:
            return
        # Both verbs may be repeated: the key and the signed change set are durable before anything is sent.
        if person.on:
            self.ask(lambda: self.terminal(person.on).join(ticket_file, person.alias, self.passphrase[person.alias]))
        else:
            self.ask(lambda: self.terminal(person.alias).enrol(ticket_file))
        self.remember(**{mark: True})

    def invite(self, person):
        """Two administrators: one writes the ticket, the other confirms it."""
        ticket = self.folder / "terminals" / "tickets" / f"{person.alias}.txt"
        ticket.parent.mkdir(parents=True, exist_ok=True)
        arguments = ["--kind", "person" if person.on else "device", "--name", person.name, "--phone", person.phone, "--out", ticket]
        if person.unit:
            arguments += ["--unit", person.unit]
        for role in person.roles:
            arguments += ["--role", role]
        for scope in person.scopes:
            arguments += ["--scope", scope]
        self.once(lambda: self.terminal("admin-1")("ticket", *arguments), ticket.exists)
        return ticket

    def enrol_people(self):
        tickets = {person.alias: self.invite(person) for person in PEOPLE}
        if any(f"enrolled:{person.alias}" not in self.state for person in PEOPLE):
            self.sync("admin-1")
            self.sync("admin-2")
            self.ask(lambda: self.terminal("admin-2")("confirm", "--all-pending"))
            self.sync("admin-2")
        for person in PEOPLE:
            self.enrol(person, tickets[person.alias])
        self.say(f"{len(PEOPLE)} people enrolled at their terminals, each by a ticket that two administrators signed")

    def open_books(self):
        wanted = self.settings.units or UNITS
        if self.settings.year_cases:
            self.remember(opened=True)  # a year ago
        if "opened" not in self.state:
            limit = ["--units", self.settings.units] if self.settings.units else []
            self.sync("ob-clerk")
            self.ask(lambda: self.terminal("ob-clerk")("import-opening", self.folder / "gateway" / "opening", *limit))
            self.sync("ob-clerk")
            self.sync("ob-section")
            self.ask(lambda: self.terminal("ob-section")("confirm", "--all-pending"))
            self.sync("ob-section")
            self.remember(opened=True)
        self.sync("town-clerk")
        summary = self.ask(lambda: self.gateway.ops("status"))
        if summary["units"] != wanted:
            raise SystemExit(f"{summary['units']} units have their books open, not {wanted}")
        self.say(f"books opened: {summary['units']} units, {summary['persons']} persons, each unit signed by one officer and confirmed by another")

    def prepare_county(self):
        self.found_county()
        self.enrol_administrators()
        self.enrol_people()
        self.open_books()

    # --- by windows ---------------------------------------------------------------------------------------------------------------

    def at_window(self, alias, act, places=()):
        """Opens the window of a person, unlocks it, and lets `act` work there."""
        with by_window.Person(self.display, self.terminal(alias), places) as person:
            person.unlock()
            return act(person)

    def shot(self, person, name):
        person.window.picture(self.folder / "screens" / f"{name}.png")

    def submit_by_window(self, matter, values, papers):
        """As submit(), in the windows of the clerk and of the unit head."""
        def case():
            found = self.list("town-clerk", "cases", matter=matter)
            return found[0]["case"] if found else ""

        key = case()
        if not key:
            sections = by_window.sections_of(self.ask(lambda: self.terminal("town-clerk")("form", matter)))
            self.at_window("town-clerk", lambda person: by_window.clerk_submits(
                person, matter, sections, values, papers, lambda name: self.shot(person, f"{matter.lower()}-{name}")), [self.folder / "documents"])
            key = case()
            self.check_typed(key, values)
        head = self.terminal("town-head")
        shown = head("show", key)
        if not shown["confirm_sent"] and shown["case"]["state"] == "signed":
            self.at_window("town-head", lambda person: by_window.head_confirms(
                person, lambda name: self.shot(person, f"{matter.lower()}-{name}")))
        return key

    def check_typed(self, key, values):
        """What was typed at the window is what was signed, to the last character; of an ID number what is shown of it."""
        stored = self.terminal("town-clerk")("show", key)["case"]["fields"]
        for name, value in values.items():
            if name == "id_no":
                value = value[:6] + "*" * (len(value) - 6)  # a birth stands beside it
            if isinstance(value, str) and name in stored and stored[name] != value and stored[name] != unicodedata.normalize("NFKC", value):
                if name not in NORMALISED:
                    raise SystemExit(f"{name} was typed as {value!r} and signed as {stored[name]!r}")

    def pass_layers_by_window(self, matter, key, layers):
        for alias in layers:
            terminal = self.terminal(alias)

            def work(person, alias=alias):
                person.sync()
                by_window.layer_passes(person, lambda name: self.shot(person, f"{matter.lower()}-{name}"), alias)
                person.sync()

            if not self.decided(terminal, key):
                self.at_window(alias, work)
            self.sync(alias)
            self.say(f"  {alias} passed, in the window")

    def result_by_window(self, matter):
        def look(person):
            person.sync()
            by_window.clerk_sees_result(person, lambda name: self.shot(person, f"{matter.lower()}-{name}"))

        self.at_window("town-clerk", look)

    @staticmethod
    def decided(terminal, key):
        try:
            return any(step.get("act") == "pass" and step.get("by_me") for step in terminal("show", key)["steps"])
        except Refused:
            return False  # the case has not come here yet

    # --- the case ----------------------------------------------------------------------------------------------------------------

    def fill(self, matter, alias, values, materials):
        """Asks for the empty form, fills it, and saves it beside the terminal's folder."""
        template = self.ask(lambda: self.terminal(alias)("form", matter))
        form = {"matter": matter, "unit": TOWN, "fields": {**template["fields"], **values}, "materials": []}
        files = dict(materials)
        for slot in template["materials"]:
            if slot["slot"] in files:
                form["materials"].append({"slot": slot["slot"], "file": str(files.pop(slot["slot"]))})
        if files:
            raise SystemExit(f"{matter} has no slots {sorted(files)}")
        path = self.folder / "terminals" / f"{alias}-{matter}.json"
        path.write_text(json.dumps(form, ensure_ascii=False, indent=1))
        return path, template

    def submit(self, matter, values, papers):
        """The clerk signs, then the unit head on the same device. The case's key."""
        if self.settings.windows:
            return self.submit_by_window(matter, values, papers)
        form, _ = self.fill(matter, "town-clerk", values, papers)

        def case():
            found = self.list("town-clerk", "cases", matter=matter)
            return found[0]["case"] if found else ""

        key = self.once(lambda: self.terminal("town-clerk")("submit", form)["case"], case)
        head = self.terminal("town-head")

        def confirmed():
            shown = head("show", key)
            return shown["confirm_sent"] or shown["case"]["state"] != "signed"

        self.once(lambda: head("confirm", key), confirmed)
        return key

    def pass_layers(self, matter, key, layers):
        if self.settings.windows:
            self.pass_layers_by_window(matter, key, layers)
            return
        for alias in layers:
            self.sync(alias)
            terminal = self.terminal(alias)

            def decided():
                return any(step.get("act") == "pass" and step.get("by_me") for step in terminal("show", key)["steps"])

            self.once(lambda: terminal("decide", key, "pass"), decided)
            self.sync(alias)
            self.say(f"  {alias} passed")

    def approved(self, key):
        self.sync("town-clerk")
        shown = self.ask(lambda: self.terminal("town-clerk")("show", key))
        if shown["case"]["state"] != "approved":
            raise SystemExit(f"the case is {shown['case']['state']}, not approved")
        return shown["case"]

    def today(self):
        return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))

    def ledger(self):
        """The town's line as its own terminal shows it."""
        return self.list("town-clerk", "ledger", key=f"ledger/{TOWN}/{QUOTA}")[0]

    def use(self):
        papers = documents.make(self.folder / "documents")
        if "use" not in self.state:
            self.sync("town-clerk")
            line = self.ledger()
            self.remember(before={name: line[name] for name in ("h", "a", "r")})
            self.gateway_down()
            self.say("gateway down: the township has no network")
            used = {slot: papers[slot] for slot in ("application", "vacancy", "minutes")}
            self.remember(use=self.submit("USE", self.use_fields(), used))
            size = papers["minutes"].stat().st_size / 1e6
            self.say(f"clerk submitted 用编核准 offline with two PDFs and a photo of {size:.1f} MB; the unit head confirmed on the same device")
        key = self.state["use"]
        self.gateway_up()
        self.sync("town-clerk")
        self.say("gateway up: the queue drained")
        self.pass_layers("USE", key, ("ob-clerk", "ob-section", "ob-deputy", "ob-head"))
        case = self.approved(key)
        if self.settings.windows:
            self.result_by_window("USE")
        self.remember(grant=case["grant"])
        self.say(f"用编核准 approved: case {case['case_no']}")

    def use_fields(self):
        choices = self.ask(lambda: self.terminal("town-clerk")("form", "USE"))["choices"]["plan_line"]
        year = int(self.today()[:4])
        line = next(item for item in choices if item["quota_type"] == QUOTA and item["free"] > 0 and item["year"] == year)
        return {
            "quota_type": QUOTA, "count": 1, "entry_mode": line["entry_mode"], "source_scope": "open", "post_kind": "1",
            "post_name": "综合执法岗位", "staff_class": "none", "conditions": "大学本科及以上", "plan_line": line["key"], "funding": "1",
            "reason": "综合执法中心空缺一名工作人员,影响日常巡查。", "meeting_on": self.today(), "meeting_no": "第12次",
        }

    def close_stage(self, alias, stage, *said):
        """A department's stage of the grant's chain, once, whatever interrupts it."""
        self.sync(alias)
        officer, grant = self.terminal(alias), self.state["grant"]

        def closed():
            stages = officer("chain", grant)["stages"]
            return any(one["stage"] == stage and (one["state"] == "closed" or one["sent"]) for one in stages)

        self.once(lambda: officer("chain", "close", grant, "--stage", str(stage), *said), closed)
        self.sync(alias)

    def stage_two(self):
        self.close_stage("hr-officer", 2, "--doc-no", HIRE_DOC, "--doc-date", self.today(),
                         "--person", f"{CANDIDATE['name']}:{CANDIDATE['id_no']}")
        self.say("人社局 closed stage 2 (人员配备)")

    def pay_and_funds(self):
        month = self.today()[:7]
        self.close_stage("hr-officer", 4, "--doc-no", PAY_DOC, "--doc-date", self.today(),
                         "--person", f"{CANDIDATE['name']}:{CANDIDATE['id_no']}:九级管理岗:4860:{month}")
        self.close_stage("fin-officer", 5, "--budget-unit", TOWN, "--month", month)
        stages = self.ask(lambda: self.terminal("fin-officer")("chain", self.state["grant"]))["stages"]
        if [stage["state"] for stage in stages] != ["closed"] * 5:
            raise SystemExit(f"the chain is not closed: {stages}")
        self.say("人社局 closed stage 4 (工资核定), 财政局 stage 5 (经费核拨): the chain is closed")

    def entry(self):
        papers = documents.make(self.folder / "documents")
        self.sync("town-clerk")
        if "in" not in self.state:
            used = {"application": papers["entry"], "person_form": papers["person_form"], "id_card": papers["id_card"],
                    "diploma": papers["diploma"], "contract": papers["contract"]}
            self.remember(**{"in": self.submit("IN", self.person_fields(), used)})
        key = self.state["in"]
        self.sync("town-clerk")
        self.pass_layers("IN", key, ("ob-clerk", "ob-section", "ob-deputy"))
        self.approved(key)
        if self.settings.windows:
            self.result_by_window("IN")
        self.say("人员上编 approved; the clerk's terminal shows the result")

    def person_fields(self):
        today = self.today()
        grants = self.ask(lambda: self.terminal("town-clerk")("form", "IN"))["choices"]["grant_no"]
        return {
            "grant_no": grants[0]["key"], **CANDIDATE, "sex": "1", "birth": "1999-03-07", "ethnic": "01", "native_place": "湖北浠水",
            "politics": "03", "work_since": today, "edu": "21", "degree": "4", "inner": "综合执法中心", "quota_type": QUOTA, "funding": "1",
            "post_kind": "1", "post_grade": "109", "staff_class": "none", "post_name": "工作人员", "post_since": today, "above_rank": False,
            "leader_level": "999", "entry_mode": grants[0]["entry_mode"], "entry_from": "公开招聘", "entered_on": today,
            "quota_since": today, "quota_doc": "浠编办函〔2026〕12号", "hire_doc": HIRE_DOC,
        }

    # --- the record ---------------------------------------------------------------------------------------------------------------

    def registers(self):
        return self.ask(lambda: self.gateway.ops("status", "--registers"))["registers"]

    def check_registers(self):
        before, line = self.state["before"], self.ledger()
        if (line["a"], line["r"], line["h"]) != (before["a"] + 1, before["r"], before["h"]):
            raise SystemExit(f"the ledger went from {before} to {line}")
        persons = [row for row in self.list("town-clerk", "persons") if row["name"] == CANDIDATE["name"]]
        if len(persons) != 1 or persons[0]["unit"] != TOWN or persons[0]["state"] != "active":
            raise SystemExit(f"the person is not on the register: {persons}")
        self.say(f"register and ledger show it: 核定 {line['h']} 实有 {before['a']} → {line['a']} 预占 {line['r']}")

    def audit(self):
        bundle = self.folder / "bundle"
        shutil.rmtree(bundle, ignore_errors=True)
        self.ask(lambda: self.gateway.ops("bundle", "--out", bundle))
        self.gateway_down()
        report = self.verify(bundle)
        self.say(f"auditor verified {report['entries']} entries, {report['signatures']} signatures, {report['records']} records offline")

    def verify(self, bundle, check=True):
        fingerprint = (self.folder / "root.txt").read_text().strip()
        return self.programs.run("zhijian-audit", "verify", bundle, "--root", fingerprint, "--json", check=check)

    # --- the two ways to run it ------------------------------------------------------------------------------------------------------

    def write_report(self, started):
        self.say(f"done in {time.monotonic() - started:.0f} s")
        (self.folder / "report.txt").write_text("\n".join(self.lines) + "\n", encoding="utf-8")

    def tell(self):
        started = time.monotonic()
        try:
            self.prepare_county()
            with window.display(self.folder / "log") if self.settings.windows else contextlib.nullcontext() as self.display:
                self.use()
                self.stage_two()
                self.entry()
            self.pay_and_funds()
            self.check_registers()
            self.audit()
            self.write_report(started)
        finally:
            self.gateway.kill()

    def open_window(self):
        """The clerk's window, where there is a display to show it on; it stays open when this ends."""
        if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
            with open(self.programs.log / "window.log", "ab") as log:
                subprocess.Popen([str(self.settings.bin / "zhijian-terminal"), "--vault", str(self.terminal("town-clerk").folder),
                                  "--place", str(self.folder / "documents"), *self.settings.extra],
                                 stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)

    def prepare(self):
        started = time.monotonic()
        ready = self.gateway.leftover() != 0  # it serves windows that are open, whatever becomes of this call
        try:
            self.prepare_county()
            self.say("the gateway keeps running; end it with: kill $(cat " + str(self.gateway.pid_file) + ")")
            self.say("who can work here, and at which terminal:")
            for person in ADMINISTRATORS + PEOPLE:
                self.say(f"  {person.alias:<11} {person.name}  {' '.join(person.roles):<11} {self.terminal(person.alias).folder}")
            documents.make(self.folder / "documents")
            program = self.settings.bin / "zhijian-terminal"
            self.say("a person's window opens with --vault and the folder above; documents to attach are in --place, for example the clerk's:")
            self.say(f"  {program} --vault {self.terminal('town-clerk').folder} --place {self.folder / 'documents'}")
            self.write_report(started)
            # After the report, and never into a file: people.csv is the only place that keeps it.
            print(f"quickstart: passphrase of town-clerk: {self.passphrase['town-clerk']} (the others' are in {self.folder}/people.csv)", flush=True)
            ready = True
            self.open_window()
        finally:
            if not ready:
                self.gateway.kill()
