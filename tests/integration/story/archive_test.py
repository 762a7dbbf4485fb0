# SPDX-License-Identifier: Apache-2.0
"""A case with real documents through real terminals: decided, its file closed, exported by the county and verified by the auditor alone."""
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

from county import county, run_checks

import documents

LAYERS = ("ob-clerk", "ob-section", "ob-deputy", "ob-head")


def pages_of(paper):
    if paper.suffix != ".pdf":
        return 1
    told = subprocess.run(["pdfinfo", paper], check=True, capture_output=True, text=True).stdout
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("Pages:")))


def item(title, paper, **more):
    return {"title": title, "pages": pages_of(paper), "sha256": hashlib.sha256(paper.read_bytes()).hexdigest(), **more}


def approved_case(story, papers):
    used = {slot: papers[slot] for slot in ("application", "vacancy", "minutes")}
    key = story.submit("USE", story.use_fields(), used)
    story.sync("town-clerk")
    story.pass_layers("USE", key, LAYERS)
    return key, story.approved(key)


def close_file(story, key, case, papers, own):
    """The office lists its two papers and the unit's three, and its clerk signs the list."""
    titles = {"application": "编制使用申请表", "vacancy": "空编情况说明", "minutes": "班子会议纪要"}
    items = [item("审批表", own["审批表"]), item("编制使用通知单", own["编制使用通知单"], doc_no=case["result"], doc_date=story.today())]
    items += [item(title, papers[slot]) for slot, title in titles.items()]
    intent = story.folder / "archive.json"
    intent.write_text(json.dumps({"do": "archive.close", "base": [key], "case": key, "fonds_year": int(story.today()[:4]), "items": items}))
    story.sync("ob-clerk")
    story.terminal("ob-clerk")("flow", intent)
    story.sync("ob-clerk")


def whole():
    """用编核准 with two PDFs and a photograph: filed, exported with the office's papers, verified as tar and unpacked"""
    with county() as story:
        papers = {name: Path(path) for name, path in documents.make(story.folder / "documents").items()}
        key, case = approved_case(story, papers)
        office = story.folder / "office"
        office.mkdir()
        own = {}
        for title, like in (("审批表", "entry"), ("编制使用通知单", "contract")):
            own[title] = Path(shutil.copy(papers[like], office / f"scan {len(own)}.pdf"))
        close_file(story, key, case, papers, own)

        files = story.gateway.ops("archives")["groups"][0]["files"]
        assert len(files) == 1 and files[0]["doc_no"] == case["result"], files
        package = story.folder / "package.tar"
        told = story.gateway.ops("package", files[0]["archive_no"], "--out", package, "--papers", office)
        assert told["absent"] == [], told

        root = (story.folder / "root.txt").read_text().strip()
        report = story.programs.run("zhijian-audit", "package", package, "--root", root, "--json")
        assert report["ok"] and report["attachments"] == 5 and report["absent"] == [], report
        subprocess.run(["tar", "xf", package, "-C", story.folder], check=True)
        folder = story.folder / files[0]["archive_no"].replace("·", ".")
        assert story.programs.run("zhijian-audit", "package", folder, "--root", root, "--json")["ok"]
        kinds = sorted(path.suffix for path in (folder / "data/attachments").iterdir())
        assert kinds == [".jpg", ".pdf", ".pdf", ".pdf", ".pdf"], kinds
        return f"{report['entries']} entries, {package.stat().st_size / 1e6:.1f} MB"


run_checks([whole])
