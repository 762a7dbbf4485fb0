# SPDX-License-Identifier: Apache-2.0
"""verbs_test.py PROGRAM README: the program's --help and the README's table name the same verbs and options."""
import json
import re
import subprocess
import sys

program, readme = sys.argv[1:3]
text = open(readme, encoding="utf-8").read()


def help_of(*verb):
    done = subprocess.run([program, *verb, "--help"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    if done.returncode != 0:
        sys.exit(f"{' '.join(verb)} --help exits {done.returncode}: {done.stderr}")
    return done.stdout


def options_in(words):
    return set(re.findall(r"--[a-z][a-z-]*", words))


def chinese(words):
    return bool(re.search("[\u4e00-\u9fff]", words))


faults = []
usage = " ".join(re.findall(r"`(zhijian-terminal \[.*?)`", text))  # with a verb, and the window's
top = help_of()
section = top.split("Subcommands:")[1]
programs_verbs = set(re.findall(r"^  ([a-z][a-z-]*)\s", section, re.M))
rows = {}
for line in text.replace(r"\|", "/").splitlines():
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) == 5 and re.fullmatch(r"`[a-z-]+`", cells[1]):
        rows[cells[1].strip("`")] = options_in(cells[2] + cells[3])

if set(rows) != programs_verbs:
    faults.append(f"verbs: only in the README {sorted(set(rows) - programs_verbs)}, only in --help {sorted(programs_verbs - set(rows))}")
common = options_in(top.split("Subcommands:")[0]) - {"--help", "--version"}
told = options_in(usage) | options_in(text.split("Slots are made")[-1].split("\n\n")[0])
if common != told:
    faults.append(f"options before the verb: only in the README {sorted(told - common)}, only in --help {sorted(common - told)}")
for verb in sorted(set(rows) & programs_verbs):
    has = options_in(help_of(verb)) - {"--help", "--version"}
    named = rows[verb] - common
    if has != named:
        faults.append(f"{verb}: only in the README {sorted(named - has)}, only in --help {sorted(has - named)}")



def wrong(*words):
    done = subprocess.run([program, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    if done.returncode != 2:
        faults.append(f"{' '.join(words)} exits {done.returncode}, not 2")
    return done


# A command line that cannot be read is answered as anything else is: JSON where asked for, in the language asked for.
for words, code in ((["no-such-verb"], "usage.unknown"), (["list", "--no-such-option"], "usage.unknown"), (["form"], "usage.required"),
                    (["list", "--limit", "many"], "usage.value"), (["--lang", "fr", "list"], "usage.value"),
                    (["confirm"], "usage.confirm"), (["chain", "a", "b"], "usage.chain")):
    told = json.loads(wrong(*words, "--json").stdout)["error"]
    if told["code"] != code or not (chinese(told["what"]) and "/" in told["what"]):
        faults.append(f"{' '.join(words)}: {told}")
    if wrong(*words).stdout:
        faults.append(f"{' '.join(words)} without --json writes to stdout")
for lang, is_chinese in (("zh", True), ("en", False)):
    if chinese(wrong("--lang", lang, "form").stderr) != is_chinese:
        faults.append(f"--lang {lang} answers in another language")
version = subprocess.run([program, "--version"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
if version.returncode != 0 or not version.stdout.startswith("zhijian-terminal "):
    faults.append("--version does not say the version")
sys.exit("\n".join(faults) or 0)
