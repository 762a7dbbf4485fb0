#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""links.py ROOT: every relative link of the READMEs and format documents leads somewhere, and every folder with sources has a README.

links.py ROOT --plant: the same with a dead link added; must then find exactly that one.
"""
import pathlib
import re
import sys

LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
TOP = ("shared", "terminal", "gateway", "assets", "tests", "installer")
# Wiring or data whose parent's README says all there is to say.
WITHOUT = {"shared/cmake", "gateway/app", "assets/codes", "assets/i18n", "assets/matters", "installer/packages", "installer/story",
           "tests/unit", "tests/integration", "tests/fuzz", "tests/bench", "tests/support", "tests/gui"}


def documents(root):
    return [root / "README.md"] + sorted(path for top in TOP for path in (root / top).rglob("*.md"))


def dead_links(root, path, text):
    return [f"{path.relative_to(root)}: no {target}" for target in LINK.findall(text) if not (path.parent / target).exists()]


def without_readme(root):
    folders = [root / top for top in TOP] + [path for top in TOP for path in (root / top).iterdir() if path.is_dir()]
    missing = []
    for folder in sorted(folders):
        name = folder.relative_to(root).as_posix()
        if name not in WITHOUT and any(path.is_file() for path in folder.iterdir()) and not (folder / "README.md").exists():
            missing.append(f"{name}: has no README.md")
    return missing


def main():
    root = pathlib.Path(sys.argv[1])
    faults = without_readme(root)
    for path in documents(root):
        faults += dead_links(root, path, path.read_text(encoding="utf-8"))
    if sys.argv[2:] == ["--plant"]:
        planted = dead_links(root, root / "README.md", "[nowhere](no/such/file.md)")
        return 0 if planted == ["README.md: no no/such/file.md"] else 1
    for fault in faults:
        print(fault)
    return 1 if faults else 0


sys.exit(main())
