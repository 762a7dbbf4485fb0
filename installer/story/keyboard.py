# SPDX-License-Identifier: Apache-2.0
"""Gives the characters of a text keys of their own on a virtual display.

xdotool types what no key has by lending one key to each character for a moment. A window that reads its input a frame later then
looks the key up when it has been taken back: characters get lost on a busy machine. Keys that keep their character cannot.
"""
import ctypes
import ctypes.util

LATIN_END = 0x100      # below, a character is its own key symbol, and the ordinary keys have those of ASCII
UNICODE = 0x01000000   # above, this is added


def symbol(character: str) -> int:
    code = ord(character)
    return code if code < LATIN_END else code + UNICODE


class Keyboard:
    def __init__(self, display: str):
        self.x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XGetKeyboardMapping.restype = ctypes.POINTER(ctypes.c_ulong)
        self.x.XGetKeyboardMapping.argtypes = (ctypes.c_void_p, ctypes.c_ubyte, ctypes.c_int, ctypes.POINTER(ctypes.c_int))
        self.x.XChangeKeyboardMapping.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.POINTER(ctypes.c_ulong), ctypes.c_int)
        self.x.XDisplayKeycodes.argtypes = (ctypes.c_void_p, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int))
        self.x.XSync.argtypes = (ctypes.c_void_p, ctypes.c_int)
        self.x.XFree.argtypes = (ctypes.c_void_p,)
        self.display = self.x.XOpenDisplay(display.encode())
        if not self.display:
            raise SystemExit(f"no display {display}")
        self.spare = self._spare()
        self.taught = {}  # symbol → key, the one taught longest ago first

    def _spare(self):
        """Keys without any symbol."""
        first, last, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
        self.x.XDisplayKeycodes(self.display, first, last)
        count = last.value - first.value + 1
        table = self.x.XGetKeyboardMapping(self.display, first.value, count, width)
        out = [first.value + key for key in range(count) if not any(table[key * width.value + n] for n in range(width.value))]
        self.x.XFree(table)
        return out

    def parts(self, text: str):
        """The text in parts that have all their keys at once; each part's keys are there when it is handed out."""
        part, needs = "", []
        for character in text:
            wanted = symbol(character)
            if ord(character) >= 0x80 and wanted not in needs:
                if len(needs) == len(self.spare):
                    self._teach(needs)
                    yield part
                    part, needs = "", []
                needs.append(wanted)
            part += character
        self._teach(needs)
        yield part

    def _teach(self, symbols):
        for known in [symbol for symbol in symbols if symbol in self.taught]:
            self.taught[known] = self.taught.pop(known)  # needed now: others are forgotten before it
        used = set(self.taught.values())
        free = [key for key in self.spare if key not in used]
        for wanted in [symbol for symbol in symbols if symbol not in self.taught]:
            key = free.pop() if free else self.taught.pop(next(iter(self.taught)))
            pair = (ctypes.c_ulong * 2)(wanted, wanted)
            self.x.XChangeKeyboardMapping(self.display, key, 2, pair, 1)
            self.taught[wanted] = key
        self.x.XSync(self.display, 0)
