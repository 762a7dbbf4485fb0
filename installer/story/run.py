# SPDX-License-Identifier: Apache-2.0
"""run.py --bin DIR --dir D: tells the demonstration story (installer/quickstart calls this)."""
import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from programs import Refused  # noqa: E402
from story import Settings, Story  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("--bin", type=Path, required=True)
parser.add_argument("--dir", type=Path, required=True)
arguments = parser.parse_args()
try:
    Story(Settings(arguments.dir.resolve(), arguments.bin.resolve(), say=lambda text: print(f"quickstart: {text}", flush=True))).tell()
except Refused as refused:
    sys.exit(f"quickstart: refused: {refused}\n  see {arguments.dir}/log")
