# SPDX-License-Identifier: Apache-2.0
"""What log.md and reconcile.md say about trouble between people and devices, shown with real processes (issue: Must show 5)."""
import json
import os
import shutil
import subprocess

from county import BIN, Settings, Story, county, refused, run_checks

import documents
from people import TOWN


def rogue(story, alias, act, terminal=None):
    """Lets zj_rogue act with that person's device, or a copy of it; the answers it got."""
    terminal = terminal or story.terminal(alias)
    program = BIN.parent / "tests" / "bin" / "zj_rogue"
    done = subprocess.run([program, terminal.folder, alias, story.gateway.address, act], input=terminal.passphrase.encode() + b"\n",
                          capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)["answers"]


def write_form(story, name, matter, fields, **more):
    path = story.folder / "terminals" / f"{name}.json"
    path.write_text(json.dumps({"matter": matter, "unit": TOWN, "fields": fields, "materials": [], **more}, ensure_ascii=False))
    return path


def submit_use(story, clerk="town-clerk"):
    """用编核准 signed by the clerk; the case's key."""
    papers = documents.make(story.folder / "documents")
    form, _ = story.fill("USE", clerk, story.use_fields(),
                         {"application": papers["application"], "vacancy": papers["vacancy"], "minutes": papers["application"]})
    return story.terminal(clerk)("submit", form)["case"]


def confirmed_use(story):
    key = submit_use(story)
    story.terminal("town-head")("confirm", key)
    story.sync("town-clerk")
    return key


def outbox(story, alias, do):
    return [item for item in story.list(alias, "outbox") if item["do"] == do]


def same_field_twice_offline():
    """a clerk edits the same field twice offline: both are taken in order, and the second stands"""
    with county() as story:
        story.gateway_down()
        key = submit_use(story)
        for reason in ("第一次修改的理由。", "第二次修改的理由。"):
            form = write_form(story, "amend", "USE", {"reason": reason})
            story.terminal("town-clerk")("submit", form, "--amend", key)
        story.terminal("town-head")("confirm", key)
        story.gateway_up()
        story.sync("town-clerk")
        states = [item["state"] for item in outbox(story, "town-clerk", "case.amend")]
        assert states == ["applied", "applied"], states
        shown = story.terminal("town-clerk")("show", key)["case"]
        assert shown["fields"]["reason"] == "第二次修改的理由。" and shown["state"] in ("received", "in_review"), shown


def pass_of_a_changed_case():
    """a reviewer passes a case that changed meanwhile: refused C2, nothing decided; after looking again it passes"""
    with county() as story:
        key = confirmed_use(story)
        story.sync("ob-clerk")
        form = write_form(story, "amend", "USE", {"reason": "改过的理由。"})
        story.terminal("town-clerk")("submit", form, "--amend", key)
        story.sync("town-clerk")
        reviewer = story.terminal("ob-clerk")
        reviewer("decide", key, "pass")
        story.sync("ob-clerk")
        decided = outbox(story, "ob-clerk", "case.decide")
        assert [(item["state"], item.get("code")) for item in decided] == [("refused", "C2")], decided
        shown = reviewer("show", key)
        assert not any(step.get("act") == "pass" for step in shown["steps"]), shown["steps"]
        assert shown["case"]["fields"]["reason"] == "改过的理由。", shown["case"]
        reviewer("decide", key, "pass")
        story.sync("ob-clerk")
        decided = outbox(story, "ob-clerk", "case.decide")
        assert [item["state"] for item in decided] == ["refused", "applied"], decided


def broken_body():
    """a header with a broken body: the number is consumed and refused D4, and the device goes on with the next"""
    with county() as story:
        key = submit_use(story)
        answers = rogue(story, "town-clerk", "broken-body")
        assert answers[0]["status"] == 200, answers
        line = json.loads(answers[0]["body"].splitlines()[0])
        entry = json.loads(line["receipt"]["entry"])
        assert "D4" in json.dumps(entry), entry
        story.sync("town-clerk")
        sent = outbox(story, "town-clerk", "case.submit")
        assert [(item["state"], item.get("code")) for item in sent] == [("refused", "D4")], sent
        again = confirmed_use(story)
        assert again != key
        assert story.terminal("town-clerk")("show", again)["case"]["state"] in ("received", "in_review")


def gap_in_the_chain():
    """a gap: the county answers which number it expects and appends nothing; in order, all is taken"""
    with county() as story:
        key = submit_use(story)
        story.terminal("town-head")("confirm", key)
        before = story.gateway.ops("status")["size"]
        answers = rogue(story, "town-clerk", "gap")
        line = json.loads(answers[0]["body"].splitlines()[0])
        first = outbox(story, "town-clerk", "case.submit")[0]["seq"]
        assert (line["state"], line["expected"]) == ("expected", first), line
        assert story.gateway.ops("status")["size"] == before, "the gap left something in the log"
        story.sync("town-clerk")
        assert story.terminal("town-clerk")("show", key)["case"]["state"] in ("received", "in_review")


def copy_of(story, alias):
    """That person's terminal, copied with its vault as it is now."""
    copy = story.terminal(alias)
    folder = story.folder / "terminals" / f"copy-of-{alias}"
    shutil.copytree(copy.folder, folder)
    copy.folder = folder
    return copy


def sign_on(story, terminal, reason):
    """A submission signed on that very copy; the case's key."""
    papers = documents.make(story.folder / "documents")
    form, _ = story.fill("USE", "town-clerk", {**story.use_fields(), "reason": reason},
                         {name: papers["application"] for name in ("application", "vacancy", "minutes")})
    return terminal("submit", form)["case"]


def frozen_by_two(story):
    """What the county kept as an incident becomes the evidence of an act of two in the log, and the audit finds it there."""
    incident = next(item for item in story.gateway.ops("incidents")["items"] if item["kind"] == "fork")
    device, kept = incident["device"], json.loads(incident["evidence"])
    assert len(kept) == 2, kept
    evidence, size = story.folder / "fork.json", story.gateway.ops("status")["size"]
    story.gateway.ops("evidence", device, "--out", evidence)
    story.sync("admin-1")
    pending = story.terminal("admin-1")("freeze", evidence)["pending"]
    story.sync("admin-1")
    story.sync("admin-2")
    story.terminal("admin-2")("confirm", pending)
    story.sync("admin-2")
    story.sync("admin-1")
    for alias, do in (("admin-1", "device.freeze"), ("admin-2", "confirm")):
        sent = outbox(story, alias, do)[-1]
        assert sent["state"] == "applied", sent
    # An operator opens the door: the record alone keeps the device out from here on.
    story.gateway.ops("open-door", device)
    refused(lambda: story.terminal("town-clerk")("sync"), "sync.frozen")
    bundle = story.folder / "bundle"
    story.gateway.ops("bundle", "--out", bundle)
    assert story.verify(bundle)["entries"] == size + 2
    lines = [json.loads(line) for path in sorted((bundle / "records").iterdir()) for line in path.read_text().splitlines()]
    versions = [json.loads(item["record"]) for line in lines for item in line["records"]]
    states = [version["value"]["state"] for version in versions if version["key"] == f"device/{device}"]
    assert states[-1] == "frozen", states
    bodies = "".join(path.read_text() for path in (bundle / "bodies").iterdir())
    for envelope in kept:
        assert envelope["payload"] in bodies and envelope["signatures"][0]["sig"] in bodies, "a header of the fork is not in the log"


def fork_of_a_device():
    """a fork: a copied vault signs a number twice; the second is noticed, two people freeze the device in the log, others work on"""
    with county() as story:
        copy = copy_of(story, "town-clerk")
        honest = confirmed_use(story)
        sign_on(story, copy, "另一台机器上的申请。")
        answers = rogue(story, "town-clerk", "push", copy)
        assert json.loads(answers[0]["body"].splitlines()[0])["state"] == "fork", answers
        refused(lambda: copy("sync"), "sync.frozen")
        refused(lambda: story.terminal("town-clerk")("sync"), "sync.frozen")
        status = story.gateway.ops("status")
        assert status["devices_frozen"] == 1 and status["incidents"] == 1, status
        frozen_by_two(story)
        story.sync("ob-clerk")
        assert story.terminal("ob-clerk")("show", honest)["case"]["state"] in ("received", "in_review")


def fork_beside_the_chain():
    """a fork whose first number never came: a number that continues another one is as good a proof"""
    with county() as story:
        copy = copy_of(story, "town-clerk")
        submit_use(story)
        story.sync("town-clerk")
        for reason in ("另一台机器上的申请。", "另一台机器上的又一份申请。"):
            sign_on(story, copy, reason)
        answers = rogue(story, "town-clerk", "gap", copy)
        assert json.loads(answers[0]["body"].splitlines()[0])["state"] == "fork", answers
        frozen_by_two(story)


def copied_terminal():
    """a copied vault that syncs by the program itself: noticed at its hello, before anything of it is taken"""
    with county() as story:
        copy = copy_of(story, "town-clerk")
        confirmed_use(story)
        size = story.gateway.ops("status")["size"]
        sign_on(story, copy, "另一台机器上的申请。")
        refused(lambda: copy("sync"), "sync.frozen", "sync.fork")
        refused(lambda: story.terminal("town-clerk")("sync"), "sync.frozen")
        status = story.gateway.ops("status")
        assert (status["devices_frozen"], status["size"]) == (1, size), status


def replayed_hello():
    """a replayed hello: the same pair is a retry; the same counter with another random closes the device's door"""
    with county() as story:
        answers = rogue(story, "town-clerk", "replay")
        assert [answer["status"] for answer in answers] == [200, 200, 403], answers
        refused(lambda: story.terminal("town-clerk")("sync"), "sync.frozen")
        assert story.gateway.ops("status")["incidents"] >= 1
        story.sync("ob-clerk")


def ticket_used_by_two():
    """an enrolment ticket used by two: the first is in, the second is told that the ticket is used"""
    with county() as story:
        ticket = story.folder / "terminals" / "tickets" / "spare.txt"
        story.terminal("admin-1")("ticket", "--kind", "device", "--name", "新来的经办", "--role", "unit_clerk", "--unit", TOWN,
                                  "--scope", f"unit/{TOWN}", "--out", ticket)
        story.sync("admin-1")
        story.sync("admin-2")
        story.terminal("admin-2")("confirm", "--all-pending")
        story.sync("admin-2")
        first, second = story.terminal("town-clerk"), story.terminal("town-clerk")
        first.folder, first.person = story.folder / "terminals" / "first", "first"
        second.folder, second.person = story.folder / "terminals" / "second", "second"
        first.enrol(ticket)
        refused(lambda: second.enrol(ticket), "ticket.used", "ticket.unknown", "ticket.refused")
        first("sync")


def disk_that_loses_a_write():
    """one failed fsync: nothing is acknowledged any more, the gateway ends and says why, and the next start goes on"""
    with county() as story:
        story.gateway_down()
        trigger = story.folder / "lose-a-write"
        story.gateway.environment = {**os.environ, "ZJ_BAD_SYNC": str(trigger), "LD_PRELOAD": str(BIN.parent / "tests" / "bin" / "libzj_bad_sync.so")}
        story.gateway_up()
        key = submit_use(story)
        trigger.touch()
        refused(lambda: story.terminal("town-clerk")("sync"), "net.later", "net.lost", "net.status")
        assert not trigger.exists(), "nothing was written"
        assert story.gateway.process.wait(timeout=20) == 1
        assert "county.stopped" in (story.folder / "log" / "gateway-serve.log").read_text()
        story.gateway.forget()
        story.gateway.environment = None
        story.gateway_up()
        story.terminal("town-head")("confirm", key)
        story.sync("town-clerk")
        assert story.terminal("town-clerk")("show", key)["case"]["state"] in ("received", "in_review")


def notes_that_are_lost():
    """the notes of a story are gone: it says so, and touches nothing of the county that stands there"""
    with county() as story:
        story.gateway_down()
        shutil.rmtree(story.folder / "log")
        try:
            Story(Settings(story.folder, BIN)).found_county()
            raise AssertionError("a county in use was founded again")
        except SystemExit as told:
            assert "Nothing was changed" in str(told), told
        story.gateway.ops("status")


run_checks([same_field_twice_offline, pass_of_a_changed_case, broken_body, gap_in_the_chain, fork_of_a_device, fork_beside_the_chain,
            copied_terminal, replayed_hello, ticket_used_by_two,
            disk_that_loses_a_write, notes_that_are_lost])
