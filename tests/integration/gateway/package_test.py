#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Archive packages with the real programs: exported by zhijian-gateway, verified by zhijian-audit where nothing of ours is but that, and
by other means as shared/package/PACKAGE.md says. The county is zj_filed_county's."""
import base64
import hashlib
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BIN = Path(os.environ["ZJ_BIN_DIR"])
GATEWAY, AUDIT = BIN / "zhijian-gateway", BIN / "zhijian-audit"
FOUND = Path(os.environ["ZJ_BUILD_DIR"]) / "tests/bin/zj_filed_county"
NUMBER = "J021-WS·2026-D30-YB-0001"


def run(*arguments, **how):
    done = subprocess.run([str(one) for one in arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=60, **how)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class County:
    def __init__(self, place):
        self.place = place
        code, _, err = run(FOUND, place)
        assert code == 0, err
        self.facts = json.loads((place / "facts.json").read_text())

    def gateway(self, verb, *arguments, **how):
        code, out, err = run(GATEWAY, verb, "--dir", self.place / "county", *arguments, "--json", **how)
        return code, json.loads(out) if out else err

    def export(self, name, *arguments, **how):
        out = self.place / name
        return out, self.gateway("package", NUMBER, "--out", out, *arguments, **how)

    def refused(self, expected, *arguments, **how):
        code, answer = self.gateway("package", *arguments, **how)
        assert code == 1 and answer["error"]["code"] == expected, answer
        assert "{" not in answer["error"]["what"], answer
        return answer["error"]

    def audit(self, path, *arguments, root=None):
        code, out, err = run(AUDIT, "package", path, "--root", root or self.facts["root"], "--json", *arguments)
        answer = json.loads(out)
        assert (code == 0) == answer["ok"], (code, out, err)
        return answer


def rules(answer):
    return {one["rule"] for one in answer.get("findings", [])} | ({answer["error"]["code"]} if "error" in answer else set())


def left(place):
    return sorted(one.name for one in place.iterdir() if ".tar" in one.name)


def exports(county):
    """Only a closed file with all its papers is exported, and an export that fails leaves nothing behind."""
    place, papers = county.place, county.place / "papers"
    missing = county.refused("package.papers", NUMBER, "--out", place / "a.tar")
    assert "审批表" in missing["what"] and "编制使用通知单" in missing["what"], missing
    missing = county.refused("package.papers", NUMBER, "--out", place / "a.tar", "--papers", papers)
    assert "审批表" not in missing["what"], missing
    county.refused("package.none", county.facts["open"], "--out", place / "a.tar")
    county.refused("package.case", "USE-2026-9999", "--out", place / "a.tar")
    county.refused("file.io", NUMBER, "--out", place / "a.tar", "--papers", place / "nowhere")
    county.refused("file.missing", NUMBER, "--out", place / "no/such/a.tar", "--incomplete")
    crowd = place / "crowd"
    crowd.mkdir()
    for n in range(2001):
        (crowd / f"{n}.pdf").touch()
    county.refused("package.many", NUMBER, "--out", place / "a.tar", "--papers", crowd)
    # A disk that is full after the first blocks.
    small = dict(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, 64 * 1024)), restore_signals=False)
    code, answer = county.export("a.tar", "--incomplete", **small)[1]
    assert code == 1 and answer["error"]["code"].startswith("file."), answer
    assert left(place) == [], left(place)

    first, (code, answer) = county.export("a.tar", "--papers", papers, "--incomplete")
    assert code == 0 and answer["absent"] == ["编制使用通知单"] and answer["archive_no"] == NUMBER, answer
    county.refused("file.exists", NUMBER, "--out", first, "--incomplete")
    for reference in (county.facts["town"], county.facts["town_no"], county.facts["town"].split("/")[1]):
        again = place / "again.tar"
        code, answer = county.gateway("package", reference, "--out", again, "--papers", papers, "--incomplete")
        assert code == 0, answer
        assert again.read_bytes() == first.read_bytes(), "the same county and papers gave another package"
        again.unlink()
    assert left(place) == ["a.tar"], left(place)
    return first


def at_a_time(county):
    """Of several exports to one name at a time one is handed out whole, and the others replace nothing."""
    place = county.place
    out = place / "race.tar"
    command = [str(one) for one in (GATEWAY, "package", "--dir", place / "county", NUMBER, "--out", out, "--incomplete", "--json")]
    runs = [subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) for _ in range(4)]
    answers = [json.loads(one.communicate(timeout=60)[0]) for one in runs]
    assert [one.returncode for one in runs].count(0) == 1, answers
    assert all(one["ok"] or one["error"]["code"] == "file.exists" for one in answers), answers
    assert county.audit(out)["ok"]
    assert left(place) == ["a.tar", "race.tar"], left(place)
    out.unlink()


def waited(county):
    """A sign-off that waited for its unit's suspension is exported and proved, and the cover says when it took effect."""
    out = county.place / "waited.tar"
    code, answer = county.gateway("package", county.facts["waited"], "--out", out, "--incomplete")
    assert code == 0, answer
    audited = county.audit(out)
    assert audited["ok"], audited
    room = county.place / "waited"
    room.mkdir()
    assert run("tar", "xf", out, "-C", room)[0] == 0
    (top,) = room.iterdir()
    course = json.loads((top / "data/metadata.json").read_text())["course"]
    assert [one["verdict"] for one in course if one["acts"] == ["confirm"]] == ["held"], course
    (settled,) = (one for one in course if "settled" in one)
    assert settled["acts"] == [] and "person" not in settled and settled["settled"][0]["verdict"] == "applied", settled
    text = run("pdftotext", top / "data/cover.pdf", "-")[1].replace("\n", "")
    assert "先前所签生效" in text, text
    shutil.rmtree(room)
    out.unlink()


def catalogue(county):
    for by, codes in (("class", ["YB"]), ("unit", ["421125101", "421125102"])):
        code, answer = county.gateway("archives", "--by", by)
        assert code == 0 and answer["files"] == 3, answer
        assert [group["code"] for group in answer["groups"]] == codes, answer
        row = answer["groups"][0]["files"][0]
        assert (row["n"], row["archive_no"], row["doc_no"], row["pages"]) == (1, NUMBER, "浠编用〔2026〕1号", 10), row
    code, answer = county.gateway("archives", "--year", "2025")
    assert code == 0 and answer["files"] == 0 and answer["groups"] == [], answer


def libraries(program):
    """The shared objects that a program loads, with the loader."""
    return re.findall(r"(/\S+) \(0x", run("ldd", program)[1])


def bare_room(place, package):
    """A folder as a machine of somebody else's: zhijian-audit and tar, what these load, and the package."""
    room = place / "room"
    for program in (AUDIT, Path(shutil.which("tar"))):
        for path in [str(program), *libraries(program)]:
            to = room / ("bin/" + program.name if path == str(program) else path.lstrip("/"))
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(os.path.realpath(path), to)
    (room / "work").mkdir()
    shutil.copy(package, room / "work/a.tar")
    return room


def elsewhere(county, package):
    """Verified on a machine that has nothing but the auditor and tar. Needs root for the other root folder."""
    drawing = [one for one in libraries(AUDIT) if re.search("pango|cairo|sqlite|ssl|qrencode", one)]
    assert not drawing, f"the auditor loads what it has no use for: {drawing}"
    room = bare_room(county.place, package)
    inside = ["chroot", room] if os.geteuid() == 0 else []
    at = "/work" if inside else str(room / "work")
    audit, tar = ("/bin/zhijian-audit", "/bin/tar") if inside else (str(AUDIT), "tar")
    env = {"LC_ALL": "C"}

    def there(*arguments):
        code, out, err = run(*inside, *arguments, env={**env, "PATH": os.environ["PATH"]})
        assert code == 0, (arguments, out, err)
        return out

    told = there(audit, "package", at + "/a.tar", "--root", county.facts["root"])
    assert "VERIFIED 核验通过" in told and "编制使用通知单" in told and "NOT VERIFIED" not in told, told
    there(tar, "xf", at + "/a.tar", "-C", at)
    told = there(audit, "package", at + "/J021-WS.2026-D30-YB-0001", "--root", county.facts["root"])
    assert "VERIFIED 核验通过" in told, told
    return room / "work/J021-WS.2026-D30-YB-0001"


def with_other_tools(folder):
    """What PACKAGE.md says, by programs that are not ours: sha256sum, poppler, and hashes written out again."""
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        code, out, err = run("sha256sum", "--check", "--strict", "--quiet", manifest, cwd=folder)
        assert code == 0, (out, err)
    text = run("pdftotext", folder / "data/cover.pdf", "-")[1]
    assert NUMBER in text and "卷内目录" in text and "办理过程" in text, text

    def sha(*parts):
        return hashlib.sha256(b"".join(parts)).digest()

    def root(leaf, n, size, path):
        """RFC 9162, 2.1.3.2."""
        last, hash_ = size - 1, leaf
        for one in path:
            assert last > 0
            if n & 1 or n == last:
                hash_ = sha(b"\1", one, hash_)
                while n & 1 == 0 and n != 0:
                    n, last = n >> 1, last >> 1
            else:
                hash_ = sha(b"\1", hash_, one)
            n, last = n >> 1, last >> 1
        assert last == 0
        return hash_

    b64 = base64.b64decode
    checkpoint = (folder / "data/log/checkpoint").read_text().split("\n")
    seen = 0
    for path in sorted((folder / "data/receipts").iterdir()):
        receipt = json.loads(path.read_text())
        entry = json.loads(receipt["entry"])
        lines = receipt["proof"].split("\n\n")[0].split("\n")[2:]
        leaf = sha(b"\0", receipt["entry"].encode())
        assert root(leaf, entry["index"], int(checkpoint[1]), [b64(one) for one in lines]) == b64(checkpoint[2]), path
        shown = folder / "data/records" / path.name
        for one in json.loads(shown.read_text())["records"] if shown.exists() else []:
            of = json.loads(shown.read_text())["of"]
            commitment = sha(b"zhijian-record-v1\n", b64(one["salt"]), one["record"].encode())
            assert root(sha(b"\0", commitment), one["n"], of, [b64(p) for p in one["path"]]) == b64(entry["effects"]), path
            seen += 1
    assert seen > 10, seen


def tampered(county, package):
    whole = package.read_bytes()
    other = county.place / "spoilt.tar"
    for at in range(0, len(whole), len(whole) // 50):
        spoilt = bytearray(whole)
        spoilt[at] ^= 1
        other.write_bytes(spoilt)
        assert not county.audit(other)["ok"], f"byte {at} was changed unnoticed"
    assert rules(county.audit(package, root="0" * 64)) == {"root.fingerprint"}
    code, out, _ = run(AUDIT, "package", package, "--json")
    assert code == 1 and json.loads(out)["trusted"] is False and json.loads(out)["findings_total"] == 0, out
    assert run(AUDIT, "package", package, "--root", "abc")[0] == 2
    other.write_bytes(b"x" * 2048)
    assert rules(county.audit(other)) == {"package.tar"}
    other.unlink()


def main():
    with tempfile.TemporaryDirectory(prefix="zj-package-") as name:
        county = County(Path(name))
        catalogue(county)
        package = exports(county)
        at_a_time(county)
        waited(county)
        folder = elsewhere(county, package)
        with_other_tools(folder)
        tampered(county, package)
    print("packages: exported, verified elsewhere and by other tools, tampering noticed")
    return 0


sys.exit(main())
