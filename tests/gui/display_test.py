#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A virtual display is there for every client, also just after the last one left. Run by with_display.

A server that starts anew when its last client leaves refused 30 of 3,000."""
import ctypes
import sys

TIMES = 3000

x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XCloseDisplay.argtypes = [ctypes.c_void_p]

refused = 0
for _ in range(TIMES):
    display = x11.XOpenDisplay(None)
    if display:
        x11.XCloseDisplay(display)
    else:
        refused += 1
sys.exit(f"{refused} of {TIMES} clients found no display" if refused else 0)
