# SPDX-License-Identifier: Apache-2.0
"""A window of zhijian-terminal worked as a person works it: real key strokes and mouse in a display, things found by the UI map.

The map (ZJ_UI_MAP) names what is visible and where; it holds no content, so what a person reads is checked elsewhere: in pictures
and by the programs' own answers. Everything typed goes to xdotool through its standard input, never through an argument.
"""
import contextlib
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

from keyboard import Keyboard

WAIT_S = 60  # for whatever a desk does: the longest is a key derivation while another program has the processors
WHEEL_UP, WHEEL_DOWN = 4, 5
ROLLS = 20   # of the wheel, from one end of the longest form to the other


class Display:
    """A virtual display of its own, on a number that is free."""

    def __init__(self, log: Path, width=1280, height=800):
        read, write = os.pipe()
        with open(log / "xvfb.log", "ab") as out:
            # -noreset: else the server starts anew when its last client leaves, and a window that opens just then finds no display.
            self.process = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "+extension", "GLX",
                                             "-nolisten", "tcp", "-noreset"], pass_fds=(write,), stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            raise SystemExit(f"Xvfb did not start; see {log}/xvfb.log")
        self.width, self.height = width, height
        self.environment = dict(os.environ, DISPLAY=f":{number}", LIBGL_ALWAYS_SOFTWARE="1")
        self.environment.pop("WAYLAND_DISPLAY", None)
        self.keyboard = Keyboard(f":{number}")

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=20)

    def do(self, *arguments, stdin=None):
        subprocess.run(["xdotool", *map(str, arguments)], env=self.environment, input=stdin, check=True, stdout=subprocess.DEVNULL)

    def picture(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["import", "-silent", "-window", "root", str(path)], env=self.environment, check=True)


class Window:
    def __init__(self, display: Display, program: Path, folder: Path, log: Path, places=(), extra=(), size="1280x800"):
        self.display = display
        self.map_file = log / f"map-{folder.name}.json"
        self.map_file.unlink(missing_ok=True)
        self.interactions = 0  # presses of keys and of the mouse; a word that is typed is one
        environment = dict(display.environment, ZJ_UI_MAP=str(self.map_file))
        command = [str(program), "--vault", str(folder), "--size", size]
        for place in places:
            command += ["--place", str(place)]
        with open(log / "window.log", "ab") as out:
            self.process = subprocess.Popen([*command, *extra], env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        self.wait_until(lambda m: True, "the first frame")

    # --- looking

    def map(self):
        try:
            return json.loads(self.map_file.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return None

    def wait_until(self, holds, what, seconds=None):
        seconds = seconds or WAIT_S
        deadline = time.monotonic() + seconds
        while True:
            now = self.map()
            if now is not None and holds(now):
                return now
            if self.process.poll() is not None:
                raise SystemExit(f"the window ended with {self.process.returncode} while waiting for {what}")
            if time.monotonic() > deadline:
                raise SystemExit(f"waited {seconds} s for {what}; the window shows {now and now['desk']}: {[i[0] for i in (now or {}).get('items', [])]}")
            time.sleep(0.02)

    def items(self, now=None):
        return {item[0]: item for item in (now or self.map())["items"]}

    def at(self, desk):
        return self.wait_until(lambda m: m["desk"] == desk and not m["busy"], f"the desk {desk}")

    def see(self, identity, enabled=True):
        """Waits until it is there, and acts on it can have an effect."""
        def there(now):
            item = self.items(now).get(identity)
            return item is not None and (item[5] or not enabled)
        return self.items(self.wait_until(there, identity))[identity]

    def shows(self, identity):
        return identity in self.items()

    def find(self, prefix):
        """Full ids that begin like this, in drawing order."""
        return [item[0] for item in self.map()["items"] if item[0].startswith(prefix)]

    def first(self, prefix):
        """The first id that begins like this, once there is one."""
        return next(i[0] for i in self.wait_until(lambda m: any(i[0].startswith(prefix) for i in m["items"]), prefix)["items"] if i[0].startswith(prefix))

    def quiet(self):
        """Nothing is on its way any more."""
        last = None
        def still(now):
            nonlocal last
            same = not now["busy"] and last == now["frame"]
            last = now["frame"]
            return same
        deadline = time.monotonic() + WAIT_S
        while time.monotonic() < deadline:
            now = self.map()
            if now is not None and still(now):
                return now
            time.sleep(0.12)
        return self.map()

    def picture(self, path):
        self.quiet()
        self.display.picture(path)

    # --- acting

    def click(self, identity):
        _, x, y, w, h, _ = self.see(identity)
        self.display.do("mousemove", x + w // 2, y + h // 2)
        self.wait_frame()
        self.display.do("click", 1)
        self.interactions += 1
        self.wait_frame()

    def roll_to(self, identity):
        """Turns the wheel over the desk, down and then up again, until it is there."""
        for wheel in [WHEEL_DOWN] * ROLLS + [WHEEL_UP] * 2 * ROLLS:
            self.quiet()
            if self.shows(identity):
                return
            self.display.do("mousemove", self.display.width * 2 // 5, self.display.height // 2, "click", wheel)
            self.interactions += 1
            self.wait_frame()

    def wait_frame(self):
        """The next frame, or a tenth of a second where nothing is drawn."""
        before = (self.map() or {"frame": 0})["frame"]
        for _ in range(10):
            time.sleep(0.01)
            now = self.map()
            if now is not None and now["frame"] > before + 1:
                return

    def key(self, *names):
        for name in names:
            self.display.do("key", name)
            self.interactions += 1
            self.wait_frame()

    def clear(self):
        """The text that has the focus."""
        self.key("ctrl+a", "BackSpace")

    def type(self, text):
        """Into what has the focus; one interaction, as a person counts."""
        for part in self.display.keyboard.parts(text):
            self.display.do("type", "--delay", "8", "--file", "-", stdin=part.encode())
            self.wait_frame()
        self.interactions += 1

    def tab_to(self, identity, most=80):
        now = self.quiet()["focused"]
        for _ in range(most):
            if now == identity:
                return
            before = now
            self.key("Tab")
            # The map is of a frame that has been drawn: a further Tab before it follows would go too far.
            now = self.wait_until(lambda m: m["focused"] != before, f"the focus to leave {before}")["focused"]
        raise SystemExit(f"{identity} cannot be reached by Tab; the focus is at {now}")

    def fill(self, identity, text):
        self.click(identity)
        self.type(text)

    def choose(self, identity, option):
        self.click(identity)
        self.see(f"{identity}.list")
        wanted = f"{identity}.option.{option}"
        if not self.shows(wanted):
            self.type(option)  # a long list: the code is searched for
        self.click(wanted)

    # --- ending

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)

    def kill(self):
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def display(log: Path, width=1280, height=800):
    for program in ("Xvfb", "xdotool", "import"):
        if shutil.which(program) is None:
            raise SystemExit(f"{program} is missing: run installer/deps --group demo")
    one = Display(log, width, height)
    try:
        yield one
    finally:
        one.close()
