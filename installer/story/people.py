# SPDX-License-Identifier: Apache-2.0
"""Who takes part in the demonstration, at which terminal, and the passphrases drawn for them."""
import csv
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

TOWN = "421125101"  # 巴河镇


@dataclass(frozen=True)
class Person:
    alias: str             # name of the terminal folder, or of the person on somebody else's
    name: str
    unit: str              # unit code, or "" for a department
    roles: tuple[str, ...]
    scopes: tuple[str, ...]  # of the device; empty: joins `on`
    on: str = ""
    phone: str = ""


# All names are synthetic. The two administrators come from the tickets of root statement 1.
ADMINISTRATORS = (
    Person("admin-1", "管理员甲", "", ("sysadmin",), ("admin",)),
    Person("admin-2", "管理员乙", "", ("sysadmin",), ("admin",)),
)
PEOPLE = (
    Person("ob-clerk", "郑文澜", "", ("ob_clerk",), ("office",), phone="0713-5550101"),
    Person("ob-section", "许思远", "", ("ob_section",), ("office",), phone="0713-5550102"),
    Person("ob-deputy", "沈明川", "", ("ob_deputy",), ("office",), phone="0713-5550103"),
    Person("ob-head", "顾长河", "", ("ob_head",), ("office",), phone="0713-5550104"),
    Person("hr-officer", "梁知秋", "", ("hr",), ("hr",), phone="0713-5550201"),
    Person("fin-officer", "秦望舒", "", ("fin",), ("fin",), phone="0713-5550202"),
    Person("town-clerk", "田小满", TOWN, ("unit_clerk",), (f"unit/{TOWN}",), phone="0713-5550301"),
    Person("town-head", "夏立新", TOWN, ("unit_head",), (), on="town-clerk", phone="0713-5550302"),
)

# 2,048 pronounceable words of two syllables: 11 bits each, five words give 55 bits before Argon2id.
_ONSETS = ("b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "w", "z")
_NUCLEI = ("a", "e", "i", "o", "u", "ai", "an", "en")
_CODAS = ("bo", "da", "fu", "gi", "ka", "lo", "mi", "nu", "pa", "ro", "se", "ti", "va", "wu", "xi", "zo")


def draw_passphrase() -> str:
    words = [secrets.choice(_ONSETS) + secrets.choice(_NUCLEI) + secrets.choice(_CODAS) for _ in range(5)]
    return "-".join(words)


def passphrases(path: Path) -> dict[str, str]:
    """people.csv (0600) is the only place that holds them; made once, and for who takes part since a later version of the story."""
    known = {}
    if path.exists():
        with open(path, encoding="utf-8", newline="") as file:
            known = {row["person"]: row["passphrase"] for row in csv.DictReader(file)}
    out = {person.alias: known.get(person.alias) or draw_passphrase() for person in ADMINISTRATORS + PEOPLE}
    if out == known:
        return out
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["person", "name", "roles", "terminal", "passphrase"])
        for person in ADMINISTRATORS + PEOPLE:
            writer.writerow([person.alias, person.name, " ".join(person.roles), person.on or person.alias, out[person.alias]])
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
    return out
