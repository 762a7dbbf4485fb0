# SPDX-License-Identifier: Apache-2.0
"""One case, whole: from an offline township terminal to an audited county register.

Every step asks first whether it is already done, so that the story can be run again after any interruption and continues. Nothing
here knows a shortcut: each act is a verb of one of the three programs, at the terminal of the person who acts.
"""
import json
import os
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import documents
from people import ADMINISTRATORS, PEOPLE, TOWN, passphrases
from programs import Gateway, Killed, Programs, Refused, Terminal

NET_TRIES = 40  # a gateway that was killed is back within a second or two


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Settings:
    folder: Path
    bin: Path
    verify_bin: Path | None = None
    kdf: list[str] = field(default_factory=list)   # tests lower the cost of key derivation
    units: int = 0                                 # import only so many units of the demonstration county; 0: all
    say: callable = print


class Story:
    def __init__(self, settings: Settings):
        self.settings = settings
        self.folder = settings.folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.programs = Programs(settings.bin, self.folder / "log")
        self.gateway = Gateway(self.programs, self.folder / "gateway")
        self.passphrase = passphrases(self.folder / "people.csv")
        self.state_file = self.folder / "log" / "story.json"
        self.state = json.loads(self.state_file.read_text()) if self.state_file.exists() else {}
        self.lines = []

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
        # Once enrolled a person is known by id; before, the alias is what enrol and join store.
        return Terminal(self.programs, folder, alias, self.passphrase[alias], self.settings.kdf)

    def ask(self, act):
        """A verb that only reads, or may be repeated: tries again after a kill or while the gateway is away."""
        for attempt in range(NET_TRIES):
            try:
                return act()
            except Killed:
                continue
            except Refused as refused:
                if not refused.code.startswith("net.") or not self.revive():
                    raise
                time.sleep(0.1)
        raise SystemExit("the gateway stays away")

    def revive(self):
        """True if the gateway was to be running; starts it again where it was killed."""
        if not self.state.get("gateway_wanted"):
            return False
        self.gateway.start()
        return True

    def once(self, done, act):
        """Does `act` unless `done()`; after a kill asks again, because nobody knows how far it came."""
        for attempt in range(NET_TRIES):
            found = done()
            if found:
                return found
            try:
                act()
            except Killed:
                continue
            except Refused as refused:
                if not refused.code.startswith("net.") or not self.revive():
                    raise
                time.sleep(0.1)
        raise SystemExit("a step does not come to its end")

    def sync(self, alias):
        return self.ask(lambda: self.terminal(alias)("sync"))

    def cases(self, alias, **wanted):
        items = self.ask(lambda: self.terminal(alias)("list"))["items"]
        return [item for item in items if all(item.get(key) == value for key, value in wanted.items())]

    def gateway_up(self):
        self.remember(gateway_wanted=True)
        self.gateway.start()

    def gateway_down(self):
        self.remember(gateway_wanted=False)
        self.gateway.stop()

    # --- the county --------------------------------------------------------------------------------------------------------------

    def found_county(self):
        if not (self.folder / "gateway" / "county.db").exists() or not (self.folder / "root.txt").exists():
            if "port" not in self.state:
                self.remember(port=free_port())
            (self.folder / "gateway.port").write_text(str(self.state["port"]))
            self.programs.run("zhijian-gateway", "init", "--dir", self.gateway.folder, "--county", "421125", "--name", "浠水县",
                              "--address", f"127.0.0.1:{self.state['port']}", "--demo", "--root-file", self.folder / "root.txt", "--json")
        self.say("county founded; root fingerprint in root.txt")
        self.gateway_up()
        self.say(f"gateway up on {self.gateway.address}")

    def enrol_administrators(self):
        for number, person in enumerate(ADMINISTRATORS, start=1):
            self.enrol(person, self.folder / "gateway" / "tickets" / f"admin-{number}.txt")
        self.say("two administrators enrolled with the tickets of root statement 1")

    def enrol(self, person, ticket_file):
        terminal = self.terminal(person.alias)
        mark = f"enrolled:{person.alias}"
        verb = "join" if person.on else "enrol"
        if mark not in self.state:
            # Both verbs may be repeated: the key and the signed change set are durable before anything is sent.
            self.ask(lambda: terminal(verb, "--ticket-file", ticket_file, "--alias", person.alias))
            self.sync(person.on or person.alias)
            self.remember(**{mark: True})

    def invite(self, person):
        """Two administrators: one writes the ticket, the other confirms it."""
        ticket = self.folder / "terminals" / "tickets" / f"{person.alias}.txt"
        mark = f"ticket:{person.alias}"
        if mark in self.state:
            return ticket
        ticket.parent.mkdir(parents=True, exist_ok=True)
        admin = self.terminal("admin-1")

        def write():
            ticket.unlink(missing_ok=True)
            arguments = ["ticket", "--kind", "person" if person.on else "device", "--name", person.name, "--phone", person.phone,
                         "--out", ticket]
            if person.unit:
                arguments += ["--unit", person.unit]
            for role in person.roles:
                arguments += ["--role", role]
            for scope in person.scopes:
                arguments += ["--scope", scope]
            admin(*arguments)

        self.once(lambda: ticket.exists(), write)
        self.remember(**{mark: True})
        return ticket

    def enrol_people(self):
        tickets = {person.alias: self.invite(person) for person in PEOPLE}
        if "confirmed:tickets" not in self.state:
            self.sync("admin-1")
            self.sync("admin-2")
            self.ask(lambda: self.terminal("admin-2")("confirm", "--all-pending"))
            self.sync("admin-2")
            self.remember(**{"confirmed:tickets": True})
        for person in PEOPLE:
            self.enrol(person, tickets[person.alias])
        self.say(f"{len(PEOPLE)} people enrolled at their terminals, each by a ticket that two administrators signed")

    def open_books(self):
        folder = self.folder / "gateway" / "opening"
        if "opened" not in self.state:
            limit = ["--units", str(self.settings.units)] if self.settings.units else []
            self.ask(lambda: self.terminal("ob-clerk")("import-opening", folder, *limit))
            self.sync("ob-clerk")
            self.sync("ob-section")
            self.ask(lambda: self.terminal("ob-section")("confirm", "--all-pending"))
            self.sync("ob-section")
            self.remember(opened=True)
        status = self.ask(lambda: self.gateway.ops("status"))
        self.say(f"books opened: {status.get('units')} units, {status.get('persons')} persons")

    # --- the case ----------------------------------------------------------------------------------------------------------------

    def fill(self, matter, alias, values, materials):
        template = self.ask(lambda: self.terminal(alias)("form", matter))
        for key, value in values.items():
            template["fields"][key] = value
        files = dict(materials)
        for slot in template["materials"]:
            slot["file"] = str(files.pop(slot["slot"])) if slot["slot"] in files else None
        if files:
            raise SystemExit(f"{matter} has no slots {sorted(files)}")
        template["materials"] = [slot for slot in template["materials"] if slot["file"]]
        path = self.folder / "terminals" / alias / f"{matter}.json"
        path.write_text(json.dumps(template, ensure_ascii=False, indent=1))
        return path

    def submit(self, matter, form):
        def case():
            found = self.cases("town-clerk", matter=matter)
            return found[0]["case"] if found else None

        key = self.once(case, lambda: self.terminal("town-clerk")("submit", form))
        head = self.terminal("town-head")

        def confirmed():
            shown = self.ask(lambda: head("show", key))
            return shown["case"].get("state") not in ("signed", "draft") or shown.get("confirm_sent")

        self.once(confirmed, lambda: head("confirm", key))
        return key

    def pass_layers(self, key, layers):
        for alias in layers:
            self.sync(alias)
            terminal = self.terminal(alias)

            def decided():
                shown = self.ask(lambda: terminal("show", key))
                return any(step.get("act") == "pass" and step.get("by_me") for step in shown["steps"])

            self.once(decided, lambda: terminal("decide", key, "pass"))
            self.sync(alias)
            self.say(f"  {alias} passed")

    def use(self):
        papers = documents.make(self.folder / "documents")
        if "use" not in self.state:
            self.sync("town-clerk")
            self.gateway_down()
            self.say("gateway down: the township has no network")
            plan = self.ask(lambda: self.terminal("town-clerk")("form", "USE"))["choices"]["plan_line"]
            line = next(item for item in plan if item["quota_type"] == "20" and item["free"] > 0)
            form = self.fill("USE", "town-clerk", {
                "quota_type": "20", "count": 1, "entry_mode": line["entry_mode"], "source_scope": "county", "post_kind": "management",
                "post_name": "综合执法岗位", "conditions": "大学本科及以上", "plan_line": line["key"], "funding": "1",
                "reason": "综合执法中心空缺一名工作人员,影响日常巡查。", "meeting": "2026年第12次班子会议",
            }, {"application": papers["application"], "vacancy": papers["vacancy"], "minutes": papers["minutes"]})
            key = self.submit("USE", form)
            self.remember(use=key)
            self.say(f"clerk submitted 用编核准 offline with three documents, the unit head confirmed on the same device")
        key = self.state["use"]
        self.gateway_up()
        self.sync("town-clerk")
        self.say("gateway up: the queue drained")
        self.pass_layers(key, ("ob-clerk", "ob-section", "ob-deputy", "ob-head"))
        self.sync("town-clerk")
        shown = self.ask(lambda: self.terminal("town-clerk")("show", key))
        if shown["case"]["state"] != "approved":
            raise SystemExit(f"the case is {shown['case']['state']}, not approved")
        self.remember(grant=shown["case"]["grant"])
        self.say(f"用编核准 approved: case {shown['case']['case_no']}")

    CANDIDATE = {"name": "陈晨曦", "id_no": "429099199903070017"}

    def stage_two(self):
        self.sync("hr-officer")
        hr = self.terminal("hr-officer")
        grant = self.state["grant"]

        def closed():
            stages = self.ask(lambda: hr("chain", grant))["stages"]
            return any(stage["stage"] == 2 and (stage["state"] == "closed" or stage.get("sent")) for stage in stages)

        self.once(closed, lambda: hr("chain", grant, "--close", "2", "--doc-no", "浠人社聘〔2026〕8号", "--doc-date", self.today(),
                                     "--person", f"{self.CANDIDATE['name']}:{self.CANDIDATE['id_no']}"))
        self.sync("hr-officer")
        self.say("人社局 closed stage 2 (人员配备)")

    def today(self):
        return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))

    def entry(self):
        papers = documents.make(self.folder / "documents")
        self.sync("town-clerk")
        if "in" not in self.state:
            form = self.fill("IN", "town-clerk", self.person_fields(), {
                "application": papers["entry"], "hire": papers["hire"], "id_copy": papers["identity"]})
            self.remember(**{"in": self.submit("IN", form)})
        self.sync("town-clerk")
        self.pass_layers(self.state["in"], ("ob-clerk", "ob-section", "ob-deputy"))
        self.sync("town-clerk")
        shown = self.ask(lambda: self.terminal("town-clerk")("show", self.state["in"]))
        if shown["case"]["state"] != "approved":
            raise SystemExit(f"人员上编 is {shown['case']['state']}, not approved")
        self.say("人员上编 approved; the clerk's terminal shows the result")

    def person_fields(self):
        today = self.today()
        return {
            "grant_no": self.state["grant"], **self.CANDIDATE, "sex": "1", "birth": "1999-03-07", "ethnic": "01", "politics": "03",
            "edu": "21", "degree": "4", "work_since": today, "quota_type": "20", "funding": "1", "post_kind": "management",
            "post_grade": "管理九级", "staff_class": "non_leader", "entry_mode": "03", "entry_from": "公开招聘", "entered_on": today,
            "quota_since": today, "hire_doc": "浠人社聘〔2026〕8号",
        }

    # --- the record ---------------------------------------------------------------------------------------------------------------

    def registers(self):
        return self.gateway.ops("status", "--registers")["registers"]

    def check_registers(self):
        registers = self.registers()
        line = next(row for row in registers["ledger"] if row["unit"] == TOWN and row["quota_type"] == "20")
        person = [row for row in registers["persons"] if row["id_no"] == self.CANDIDATE["id_no"]]
        if len(person) != 1 or person[0]["unit"] != TOWN or person[0]["state"] != "active":
            raise SystemExit(f"the person is not on the register: {person}")
        if line["r"] != 0:
            raise SystemExit(f"the ledger still holds a reservation: {line}")
        self.say(f"register and ledger show it: 核定 {line['h']} 实有 {line['a']} 预占 {line['r']}")

    def audit(self):
        bundle = self.folder / "bundle"
        if bundle.exists():
            subprocess.run(["rm", "-rf", str(bundle)], check=True)
        self.gateway.ops("bundle", "--out", bundle)
        self.gateway_down()
        fingerprint = (self.folder / "root.txt").read_text().strip()
        report = self.programs.run("zhijian-audit", "verify", bundle, "--root", fingerprint, "--json")
        if not report["ok"]:
            raise SystemExit(f"the bundle does not verify: {report['findings'][:3]}")
        self.say(f"auditor verified {report['entries']} entries, {report['signatures']} signatures, {report['records']} records offline")

    def tell(self):
        try:
            started = time.monotonic()
            self.found_county()
            self.enrol_administrators()
            self.enrol_people()
            self.open_books()
            self.use()
            self.stage_two()
            self.entry()
            self.check_registers()
            self.audit()
            self.say(f"done in {time.monotonic() - started:.0f} s")
            (self.folder / "report.txt").write_text("\n".join(self.lines) + "\n", encoding="utf-8")
        finally:
            self.gateway.kill()
