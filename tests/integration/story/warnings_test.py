# SPDX-License-Identifier: Apache-2.0
"""Stored warnings follow the log while the gateway serves: what makes one shows it within seconds, what cures it takes it away."""
import json
import subprocess
import time

from county import BIN, county, run_checks
from people import TOWN

READER = BIN.parent / "tests" / "bin" / "zj_stored_warnings"
SECONDS = 20  # one look a second, and other tests run beside this one


def stored(story):
    return json.loads(subprocess.run([READER, story.gateway.folder], check=True, capture_output=True).stdout)


def shown(story):
    """The stored warnings, once they show all of the log."""
    size = story.gateway.ops("status")["size"]
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        told = stored(story)
        if told.get("size", 0) >= size:
            return told["states"]
        time.sleep(0.1)
    raise AssertionError(f"after {SECONDS} s the stored warnings show {told.get('size')} of {size} entries")


def retire(story, person, day):
    """The unit says on which day the person retires, by a paper; the office confirms it."""
    intent = story.folder / "retire.json"
    intent.write_text(json.dumps({"do": "person.retire", "base": [person], "person": person, "retire_override": day, "doc_no": "浠编发〔2026〕9号"}))
    story.sync("town-clerk")
    story.terminal("town-clerk")("flow", intent)
    story.sync("town-clerk")
    story.sync("ob-section")
    assert story.terminal("ob-section")("confirm", "--all-pending")["confirmed"] == 1, f"the office was not asked for {day}"
    story.sync("ob-section")


def by_law(story, person):
    """The day of their own schedule: no document may move anybody beyond it and three years (G28), whoever it is."""
    return story.gateway.ops("history", person)["versions"][0]["record"]["retire_on"]


def over_age(story):
    """somebody is made to have retired long ago: W04 within seconds; years from now: it is gone; check finds both so"""
    form = story.terminal("town-clerk")("form", "OUT")
    person = form["choices"]["person"][-1]["key"]
    assert TOWN == form["unit"], form["unit"]
    warning = f"W04/{person}"
    assert warning not in shown(story)
    retire(story, person, "2020-01-31")
    assert shown(story).get(warning) == "new", shown(story)
    assert story.gateway.ops("check")["checked"] == "copy"
    return person, warning


def made_and_cured():
    """a warning comes and goes while the gateway serves, also where it was killed in between"""
    with county() as story:
        person, warning = over_age(story)
        story.gateway.kill()
        assert stored(story)["states"].get(warning) == "new", "a kill took a stored warning"
        assert story.gateway.ops("check")["checked"] == "database"
        story.gateway_up()
        retire(story, person, by_law(story, person))
        assert warning not in shown(story)
        story.gateway_down()
        before = stored(story)
        assert story.gateway.ops("check", "--rebuild")["checked"] == "database"
        assert stored(story) == before, "found from scratch they are others"


run_checks([made_and_cured])
