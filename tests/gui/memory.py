# SPDX-License-Identifier: Apache-2.0
"""Looks for texts in the memory of a process and in files. Memory needs the right to trace the process: root, or CAP_SYS_PTRACE."""
import os
import re
from pathlib import Path

PIECE = 16 << 20          # read at a time
FILE_BYTES_MAX = 64 << 20  # larger files are none of ours
LINE = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ \S+ *(.*)")


def needles_of(**texts):
    """Each text as UTF-8, and as the code units that toolkits keep: (what, bytes)."""
    out = []
    for name, text in texts.items():
        for coding in ("utf-8", "utf-16-le", "utf-32-le"):
            out.append((f"{name} as {coding}", text.encode(coding)))
    return out


def mappings(pid, written_only):
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        start, end, mode, name = LINE.match(line).groups()
        if name in ("[vvar]", "[vsyscall]", "[vdso]") or (written_only and "w" not in mode):
            continue
        yield int(start, 16), int(end, 16), f"{mode} {name or 'anonymous'}"


def in_memory(pid, needles, written_only=False):
    """Where the needles stand: [(what, address, the mapping, the bytes around)], and how many bytes were read."""
    found, read = [], 0
    longest = max(len(needle) for _, needle in needles)
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for start, end, name in mappings(pid, written_only):
            at, tail = start, b""
            while at < end:
                try:
                    memory.seek(at)
                    piece = memory.read(min(PIECE, end - at))
                except (OSError, ValueError):
                    break  # devices, and pages that nobody may touch
                if not piece:
                    break
                read += len(piece)
                whole = tail + piece
                for what, needle in needles:
                    where = whole.find(needle)
                    if where >= 0:
                        around = whole[max(0, where - 48):where + len(needle) + 48]
                        found.append((what, hex(at - len(tail) + where), name, around))
                tail = whole[-longest:]
                at += len(piece)
    return found, read


def in_files(folders, needles, without=()):
    """The files that hold a needle: [(what, path)], and how many were read. Files that vanish meanwhile are passed over."""
    found, read = [], 0
    for folder in folders:
        for base, inner, names in os.walk(folder):
            inner[:] = [name for name in inner if Path(base, name) not in without]
            for name in names:
                path = Path(base, name)
                try:
                    if path in without or not path.is_file() or path.is_symlink() or path.stat().st_size > FILE_BYTES_MAX:
                        continue
                    content = path.read_bytes()
                except OSError:
                    continue
                read += 1
                found += [(what, str(path)) for what, needle in needles if needle in content]
    return found, read
