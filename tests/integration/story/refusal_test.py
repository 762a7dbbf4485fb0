# SPDX-License-Identifier: Apache-2.0
"""What goes wrong at a desk: each a clear message in two languages, and nothing lost (issue: Must show 9)."""
import contextlib
import json
import os
import shutil
import subprocess

from county import county, refused, run_checks

import documents
from people import TOWN
from programs import Refused

PAGE = 4096  # of SQLCipher


@contextlib.contextmanager
def nothing_lost(story, alias="town-clerk"):
    """Outbox and cases are afterwards what they were, and the vault works."""
    before = story.list(alias, "outbox"), story.list(alias, "cases")
    yield
    assert (story.list(alias, "outbox"), story.list(alias, "cases")) == before, "the outbox or the cases changed"
    story.sync(alias)


def use_form(story, **materials):
    papers = documents.make(story.folder / "documents")
    files = {"application": papers["application"], "vacancy": papers["vacancy"], "minutes": papers["application"], **materials}
    return story.fill("USE", "town-clerk", story.use_fields(), files)[0]


def wrong_passphrase():
    """a wrong passphrase is told, tries slow down, and the right one opens afterwards"""
    with county() as story, nothing_lost(story):
        wrong = story.terminal("town-clerk")
        wrong.passphrase = "falsch-falsch-falsch-falsch-falsch"
        refused(lambda: wrong("list"), "passphrase.wrong")
        codes = [refused(lambda: wrong("list"), "passphrase.wrong", "passphrase.wait")["code"] for _ in range(12)]
        assert "passphrase.wait" in codes, "thirteen wrong tries in a row were never slowed down"
        # Waiting is by the clock, so a later one opens.
        story.terminal("town-clerk")("list", env={**os.environ, **later("1d")})


def later(offset):
    library = subprocess.run(["faketime", "-f", "+0s", "printenv", "LD_PRELOAD"], capture_output=True, text=True, check=True).stdout.strip()
    return {"LD_PRELOAD": library, "FAKETIME": f"+{offset}", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def corrupt_vault():
    """a damaged vault is noticed and left as it is; its copy works on"""
    with county() as story, nothing_lost(story):
        vault = story.terminal("town-clerk").folder / "vault.db"
        whole = vault.read_bytes()
        # The first page is read at every open; a page in the middle when it is needed, so all of them are hit there.
        for places in ([100], range(PAGE + 50, len(whole), PAGE)):
            damaged = bytearray(whole)
            for place in places:
                damaged[place] ^= 0x40
            vault.write_bytes(damaged)
            refused(lambda: story.terminal("town-clerk")("sync"), "vault.corrupt")
            assert vault.read_bytes() == bytes(damaged), "a damaged vault was written to"
        # One page alone must never make a list shorter; the unit tests go through every verb and page.
        vault.write_bytes(whole)
        outbox = story.list("town-clerk", "outbox")
        told = 0
        for place in range(PAGE + 50, len(whole), 5 * PAGE):
            damaged = bytearray(whole)
            damaged[place] ^= 0x40
            vault.write_bytes(damaged)
            try:
                assert story.list("town-clerk", "outbox") == outbox, f"page {place // PAGE} made the outbox another"
            except Refused as answer:
                assert answer.code == "vault.corrupt", answer.code
                told += 1
        vault.write_bytes(whole)
        assert told < len(whole) // PAGE // 5, "no page was spared, so this shows nothing"


def rolled_back_vault():
    """an older copy of the database is noticed at open; the newer one put back works on"""
    with county() as story:
        folder = story.terminal("town-clerk").folder
        names = [name for name in ("vault.db", "vault.db-wal", "vault.db-shm") if (folder / name).exists()]
        old = {name: (folder / name).read_bytes() for name in names}
        case = story.terminal("town-clerk")("submit", use_form(story))["case"]
        story.sync("town-clerk")
        new = {path.name: path.read_bytes() for path in folder.iterdir() if path.name.startswith("vault.db")}
        restore(folder, old)
        refused(lambda: story.terminal("town-clerk")("list"), "vault.rolled_back")
        restore(folder, new)
        assert [item["case"] for item in story.list("town-clerk", "cases")] == [case]


def restore(folder, files):
    for path in folder.iterdir():
        if path.name.startswith("vault.db"):
            path.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def full_disk():
    """a full disk: the attachment is refused, what was signed before stands, and with room again it goes on"""
    with county() as story:
        folder = story.terminal("town-clerk").folder
        used = sum(path.stat().st_size for path in folder.iterdir())
        aside = folder.with_name("aside")
        folder.rename(aside)
        folder.mkdir()
        size = used + 6 * 1024 * 1024
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
        if mounted.returncode != 0:
            return "not shown here: mounting a small disk needs root"
        try:
            shutil.copytree(aside, folder, dirs_exist_ok=True)
            first = story.terminal("town-clerk")("submit", use_form(story))["case"]
            with nothing_lost(story):
                big = documents.make(story.folder / "documents")["minutes"]
                refused(lambda: story.terminal("town-clerk")("submit", use_form(story, vacancy=big, minutes=big, application=big)),
                        "vault.full")
                # Every passphrase is counted before it is tried, so a disk without any room opens no vault: fail closed.
                subprocess.run(["mount", "-o", f"remount,size={size + 64 * 1024 * 1024}", folder], check=True)
            second = story.terminal("town-clerk")("submit", use_form(story, minutes=big))["case"]
            assert {item["case"] for item in story.list("town-clerk", "cases")} == {first, second}
            story.sync("town-clerk")
        finally:
            subprocess.run(["umount", folder], check=True)
    return None


def expired_ticket():
    """an expired ticket is refused with what to do, and a new one enrols in the same folder"""
    with county() as story:
        tickets = story.folder / "terminals" / "tickets"
        for name in ("late", "fresh"):
            story.terminal("admin-1")("ticket", "--kind", "device", "--name", name, "--role", "unit_clerk", "--unit", TOWN,
                                      "--scope", f"unit/{TOWN}", "--days", "1" if name == "late" else "7", "--out", tickets / f"{name}.txt")
        story.sync("admin-1")
        story.sync("admin-2")
        story.terminal("admin-2")("confirm", "--all-pending")
        story.sync("admin-2")
        device = story.terminal("town-clerk")
        device.folder, device.person = story.folder / "terminals" / "late", "late"
        # The county's clock decides, never a terminal's.
        story.gateway_down()
        story.gateway.environment = {**os.environ, **later("2d")}
        story.gateway_up()
        refused(lambda: device.enrol(tickets / "late.txt"), "ticket.expired", "ticket.refused")
        device.enrol(tickets / "fresh.txt")
        device("sync")


def unknown_matter():
    """an unknown matter is named as such, in the form asked for and in a filled one"""
    with county() as story, nothing_lost(story):
        refused(lambda: story.terminal("town-clerk")("form", "XYZ"), "matter.unknown")
        path = story.folder / "terminals" / "xyz.json"
        path.write_text(json.dumps({"matter": "XYZ", "fields": {}, "materials": []}))
        refused(lambda: story.terminal("town-clerk")("submit", path), "matter.unknown")


def oversize_attachment():
    """an attachment over 200 MB is refused before it is stored"""
    with county() as story, nothing_lost(story):
        big = story.folder / "documents" / "big.pdf"
        with open(big, "wb") as file:
            file.write(b"%PDF-1.7\n")
            file.truncate(200 * 1024 * 1024 + 1)
        used = sum(path.stat().st_size for path in story.terminal("town-clerk").folder.iterdir())
        refused(lambda: story.terminal("town-clerk")("submit", use_form(story, application=big)), "attachment.size")
        grown = sum(path.stat().st_size for path in story.terminal("town-clerk").folder.iterdir()) - used
        assert grown < 8 * 1024 * 1024, f"the vault grew by {grown} bytes"


def malformed_form():
    """a malformed form: bad JSON, an unknown field, a missing one, a bad number, a wrong kind of file; each named by its place"""
    with county() as story, nothing_lost(story):
        clerk = story.terminal("town-clerk")
        good = json.loads(use_form(story).read_text())
        path = story.folder / "terminals" / "bad.json"

        def submit(text):
            path.write_text(text if isinstance(text, str) else json.dumps(text, ensure_ascii=False))
            return lambda: clerk("submit", path)

        def with_field(**fields):
            return {**good, "fields": {**good["fields"], **fields}}

        text = json.dumps(good)
        refused(submit(text[:-1]), "json.syntax")
        refused(submit(text.replace('"matter"', '"matter": "USE", "matter"', 1)), "json.duplicate")
        refused(submit(text.replace('"count": 1', '"count": 1.5')), "json.number")
        refused(submit({**good, "extra": 1}), "json.unknown", where="extra")
        refused(submit(with_field(no_such_field="x")), "form.unknown", where="no_such_field")
        refused(submit(with_field(reason="")), "form.missing", where="reason")
        refused(submit(with_field(quota_type="77")), "form.code", where="quota_type")
        refused(submit(with_field(count=100)), "form.range", where="count")
        refused(submit({**good, "materials": good["materials"][1:]}), "form.slot_missing", where="application")
        script = story.folder / "documents" / "script.pdf"
        script.write_text("#!/bin/sh\n")
        refused(submit({**good, "materials": [{"slot": "application", "file": str(script)}, *good["materials"][1:]]}), "attachment.type")
        told = refused(submit(with_field(reason="", count=0)), "form.faults")
        assert {fault["code"] for fault in told["faults"]} == {"form.missing", "form.range"}, told


run_checks([wrong_passphrase, corrupt_vault, rolled_back_vault, full_disk, expired_ticket, unknown_matter, oversize_attachment,
            malformed_form])
