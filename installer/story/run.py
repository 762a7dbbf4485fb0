# SPDX-License-Identifier: Apache-2.0
"""run.py --bin DIR --dir D --do story|prepare: what installer/quickstart does with the built programs.

story    the whole story, from founding the county to the audit; leaves no process behind
prepare  founds the county with a year of simulated business, enrols the people, leaves the gateway running and says who can log in where
"""
import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from programs import Refused  # noqa: E402
from story import Settings, Story  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("--bin", type=Path, required=True)
parser.add_argument("--dir", type=Path, required=True)
parser.add_argument("--do", choices=("story", "prepare"), default="story")
parser.add_argument("--verbs", action="store_true", help="the story by verbs alone, without windows")
arguments = parser.parse_args()
# A whole year of the county has 5,000. Each of the office's terminals reads all of it when it is enrolled, so a demonstration that is to
# begin within minutes takes fewer.
YEAR_CASES = 600
try:
    story = Story(Settings(arguments.dir.resolve(), arguments.bin.resolve(), say=lambda text: print(f"quickstart: {text}", flush=True),
                           windows=not arguments.verbs, year_cases=YEAR_CASES if arguments.do == "prepare" else 0))
    if arguments.do == "story":
        story.tell()
    else:
        story.prepare()
except Refused as refused:
    sys.exit(f"quickstart: refused: {refused}\n  see {arguments.dir}/log")
except KeyboardInterrupt:
    sys.exit("quickstart: interrupted; run it again and it continues")
