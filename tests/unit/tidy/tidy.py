#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rules of the source tree that no compiler checks. tidy.py ROOT prints each breach as file:line: rule and exits 1 if there are any.

With --expect FILE the tree is a planted bad one: the breaches must be exactly those the file lists, one `path rule` a line.
"""

import pathlib
import re
import sys

SHARED = ["base", "codec", "crypto", "log", "model", "oversight", "package", "sync", "store", "paper", "verify"]
TERMINAL = ["search", "vault", "confined", "preview", "tables", "work", "ui", "desk", "platform", "app"]
GATEWAY = ["county", "http", "demo", "ops", "app"]
NOT_TOGETHER = {("store", "sync"), ("sync", "store"), ("verify", "sync"), ("verify", "store"),
                # Plain values in; a picture, a paper or rows out: none knows of vault or work.
                ("preview", "vault"), ("preview", "work"), ("tables", "vault"), ("tables", "preview"),
                # A paper is drawn from plain values, and the auditor links no drawing library.
                ("paper", "package"), ("paper", "sync"), ("paper", "store"), ("verify", "paper"), ("package", "oversight"),
                ("sync", "package"), ("store", "package")}
PURE = {"codec", "log", "model", "oversight", "package", "sync"}
HEAVY_FILES_MAX = 4  # Asio, Beast and OpenSSL's SSL headers cost seconds a file

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')
IMPURE_HEADER = re.compile(
    r"^(boost/(asio|beast)|sqlite3|imgui|GLFW/|fstream$|filesystem$|unistd\.h$|fcntl\.h$|sys/|thread$)")
IMPURE_CALL = re.compile(r"\b\w*clock::now\b|\bstd::time\(|\bclock_gettime\b|\brandom_device\b|\bfopen\b")
# Decoders meet bytes of others only inside zhijian-preview and zhijian-tables, whose sources these are.
DECODER = re.compile(r"^(poppler|tiffio|jpeglib|png\.h|zip\.h|expat\.h)")
DECODES = re.compile(r"^terminal/(preview/decode_\w+|tables/(archive|xml))\.cpp$")
HEAVY = re.compile(r"^(boost/(asio|beast)|openssl/ssl\.h)")
COMMENT = re.compile(r"//.*|/\*.*?\*/")


def folder_of(path):
    """('shared', 'log') for shared/log/x.hpp, or None outside the three source trees."""
    parts = path.split("/")
    if len(parts) >= 3 and parts[0] in ("shared", "terminal", "gateway"):
        return parts[0], parts[1]
    return None


def may_include(source, target):
    (top, folder), (other_top, other) = source, target
    if source == target:
        return True
    if top == "shared":
        if other_top != "shared" or other not in SHARED or folder not in SHARED:
            return False
        return SHARED.index(other) < SHARED.index(folder) and (folder, other) not in NOT_TOGETHER
    if other_top == "shared":
        return True
    if top != other_top:
        return False
    order = TERMINAL if top == "terminal" else GATEWAY
    return folder in order and other in order and order.index(other) < order.index(folder) and (folder, other) not in NOT_TOGETHER


def check(root):
    breaches = []
    heavy = []
    files = sorted(p for top in ("shared", "terminal", "gateway") for p in (root / top).rglob("*") if p.suffix in (".hpp", ".cpp"))
    for file in files:
        path = file.relative_to(root).as_posix()
        folder = folder_of(path)
        lines = file.read_text(encoding="utf-8").splitlines()

        def breach(number, rule):
            breaches.append((path, number, rule))

        if not lines or not lines[0].startswith("// SPDX-License-Identifier: Apache-2.0"):
            breach(1, "spdx: the first line is // SPDX-License-Identifier: Apache-2.0")
        if file.suffix == ".hpp" and "#pragma once" not in [line.strip() for line in lines[:3]]:
            breach(1, "pragma-once: #pragma once follows the SPDX line")
        pure = folder is not None and folder[0] == "shared" and folder[1] in PURE
        is_heavy = False
        for number, line in enumerate(lines, 1):
            match = INCLUDE.match(line)
            if match:
                name = match.group(1)
                target = folder_of(name)
                if pure and IMPURE_HEADER.match(name):
                    breach(number, f"pure: {folder[0]}/{folder[1]} sees no {name}; time, randomness and storage come in as arguments")
                if target and folder and not may_include(folder, target):
                    breach(number, f"layer: {folder[0]}/{folder[1]} may not include {target[0]}/{target[1]}")
                if DECODER.match(name) and not DECODES.match(path):
                    breach(number, f"decoder: only terminal/preview/decode_*.cpp include {name}")
                if HEAVY.match(name):
                    is_heavy = True
                    if file.suffix == ".hpp":
                        breach(number, f"heavy: a header must not include {name}")
            elif pure and IMPURE_CALL.search(COMMENT.sub("", line)):
                breach(number, f"pure: {folder[0]}/{folder[1]} asks no clock, file or random source")
        if is_heavy and file.suffix == ".cpp":
            heavy.append(path)
    for path in heavy[HEAVY_FILES_MAX:]:
        breaches.append((path, 1, f"heavy: more than {HEAVY_FILES_MAX} .cpp files include Asio, Beast or openssl/ssl.h: {' '.join(heavy)}"))
    return breaches, len(files)


def main():
    if len(sys.argv) not in (2, 4):
        print(__doc__, file=sys.stderr)
        return 2
    breaches, count = check(pathlib.Path(sys.argv[1]))
    if len(sys.argv) == 4 and sys.argv[2] == "--expect":
        expected = [line for line in pathlib.Path(sys.argv[3]).read_text().splitlines() if line and not line.startswith("#")]
        found = sorted(f"{path} {rule.split(':')[0]}" for path, _, rule in breaches)
        for line in sorted(set(expected) - set(found)):
            print(f"not noticed: {line}")
        for line in sorted(set(found) - set(expected)):
            print(f"noticed, but not planted: {line}")
        return 0 if sorted(expected) == found else 1
    for path, number, rule in breaches:
        print(f"{path}:{number}: {rule}")
    print(f"{count} files, {len(breaches)} breaches")
    return 1 if breaches or count == 0 else 0


sys.exit(main())
