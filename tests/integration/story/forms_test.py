# SPDX-License-Identifier: Apache-2.0
"""The two matters whose effects come later are filled, checked and previewed from the same data as the others (issue: Must show 3)."""
import json

from county import county, refused, run_checks

import documents
from people import TOWN


def previewed(story, matter, values, slot):
    """The filled form is whole; the preview says what the county would answer, and nothing is signed."""
    outbox = story.list("town-clerk", "outbox")
    paper = documents.make(story.folder / "documents")["application"]
    path, _ = story.fill(matter, "town-clerk", values(story.terminal("town-clerk")("form", matter)), {slot: paper})
    clerk = story.terminal("town-clerk")
    told = clerk("submit", "--preview", path)
    filled = {key: value for key, value in json.loads(path.read_text())["fields"].items() if value != ""}
    assert told["fields"] == filled, told
    preview = told["preview"]
    assert (preview["known"], preview["verdict"], preview["code"]) == (True, "refused", "G13"), preview
    assert story.list("town-clerk", "outbox") == outbox, "a preview signed something"
    form = json.loads(path.read_text())
    form["fields"]["effective_on"] = "2026-13-01"
    path.write_text(json.dumps(form))
    refused(lambda: clerk("submit", "--preview", path), "form.date", where="effective_on")


def move():
    """人员异动: a change of post within the unit"""
    with county() as story:
        previewed(story, "MOVE", lambda form: {
            "person": form["choices"]["person"][0]["key"], "kind": "inner", "from": {"post_name": "科员"}, "to": {"post_name": "副镇长"},
            "move_doc": "荆编发〔2026〕3号", "effective_on": "2026-11-20"}, "application")


def rename():
    """机构修改: a new name for the unit"""
    with county() as story:
        previewed(story, "ORG", lambda form: {
            "change_kind": "rename", "target": f"unit/{TOWN}", "before": {"name": "旧名"}, "after": {"name": "新名"},
            "basis_doc": "荆编发〔2026〕4号", "basis_date": "2026-11-18", "effective_on": "2026-11-20"}, "approval")


run_checks([move, rename])
