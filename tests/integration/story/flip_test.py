# SPDX-License-Identifier: Apache-2.0
"""flip_test.py [--seed N] [--bits N]: any one flipped bit of an audit bundle makes `zhijian-audit verify` fail and name the file.

Files are drawn by their size, and every file at least once in turn as far as the number goes.
"""
import argparse
import os
import random
import shutil

from county import county

parser = argparse.ArgumentParser()
parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4), "big"))
parser.add_argument("--bits", type=int, default=100)
arguments = parser.parse_args()
dice = random.Random(arguments.seed)
print(f"seed {arguments.seed}; replay with: flip_test.py --seed {arguments.seed}", flush=True)

with county() as story:
    bundle = story.folder / "bundle"
    shutil.rmtree(bundle, ignore_errors=True)
    story.gateway.ops("bundle", "--out", bundle)
    assert story.verify(bundle)["ok"], "the bundle does not verify as it is"
    files = sorted(path for path in bundle.rglob("*") if path.is_file() and path.stat().st_size > 0)
    weights = [path.stat().st_size for path in files]
    named_entries = 0
    for number in range(arguments.bits):
        path = files[number] if number < len(files) else dice.choices(files, weights)[0]
        name = path.relative_to(bundle).as_posix()
        content = path.read_bytes()
        bit = dice.randrange(len(content) * 8)
        damaged = bytearray(content)
        damaged[bit // 8] ^= 1 << (bit % 8)
        path.write_bytes(damaged)
        report = story.verify(bundle, check=False)
        assert not report["ok"], f"bit {bit} of {name} was flipped and nothing was noticed"
        findings = [finding for finding in report.get("findings", []) if finding["file"] == name]
        assert findings or name in report.get("error", {}).get("where", ""), \
            f"bit {bit} of {name} was flipped, and the report does not name the file: {repr(report)[:600]}"
        named_entries += any("entry" in finding for finding in findings)
        path.write_bytes(content)
    assert story.verify(bundle)["ok"], "the mended bundle does not verify"
    print(f"{arguments.bits} bits in {len(files)} files: each refused and its file named, an entry beside it {named_entries} times")
