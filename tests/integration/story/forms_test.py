# SPDX-License-Identifier: Apache-2.0
"""Transfers and changes of an organ are filled, checked and previewed from the same data as the other matters."""
import json

from county import county, refused, run_checks

import documents


def previewed(story, matter, values, slot, known):
    """The filled form is whole; the preview says what the county would answer, where it can be foretold, and nothing is signed."""
    outbox = story.list("town-clerk", "outbox")
    paper = documents.make(story.folder / "documents")["application"]
    path, _ = story.fill(matter, "town-clerk", values(story.terminal("town-clerk")("form", matter)), {slot: paper})
    clerk = story.terminal("town-clerk")
    told = clerk("submit", "--preview", path)
    filled = {key: value for key, value in json.loads(path.read_text())["fields"].items() if value not in ("", [])}
    assert told["fields"] == filled, told
    preview = told["preview"]
    assert preview["known"] == known and preview.get("verdict", "applied") == "applied", preview
    assert story.list("town-clerk", "outbox") == outbox, "a preview signed something"
    form = json.loads(path.read_text())
    form["fields"]["effective_on"] = "2026-13-01"
    path.write_text(json.dumps(form))
    refused(lambda: clerk("submit", "--preview", path), "form.date", where="effective_on")


def move():
    """人员异动: to another room and post within the unit"""
    with county() as story:
        unit = story.list("town-clerk", "units")[0]
        elsewhere = {person["key"] for person in story.list("town-clerk", "persons") if person["inner"] != unit["name"]}
        previewed(story, "MOVE", lambda form: {
            "person": next(one["key"] for one in form["choices"]["person"] if one["key"] in elsewhere), "kind": "inner", "to_inner": unit["name"], "to_post_name": "四级调研员",
            "move_doc": "荆编发〔2026〕3号", "effective_on": "2026-11-20"}, "application", known=True)


def rename():
    """机构修改: a new name for the unit; whether the county knows the approval is the county's to say"""
    with county() as story:
        unit = story.list("town-clerk", "units")[0]
        previewed(story, "ORG", lambda form: {
            "change_kind": "rename", "changes": [{"field": "name", "old": unit["name"], "new": "新名"}],
            "basis_doc": "荆编发〔2026〕4号", "basis_date": "2026-11-18", "effective_on": "2026-11-20"}, "approval", known=False)


run_checks([move, rename])
