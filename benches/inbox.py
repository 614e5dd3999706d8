#!/usr/bin/env python3
"""How long `kyso inbox` takes to its first drawing, and until every paper is read.

inbox.py [--papers 1000] [--kyso target/release/kyso] [--rounds 5]

The program runs at a pseudo-terminal of 80x24 with a folder of copies of testdata/sample/draft.pdf.
"""

import argparse
import fcntl
import os
import pty
import select
import shutil
import statistics
import struct
import subprocess
import tempfile
import termios
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def first_drawing(kyso, folder):
    """Seconds until the first paper's line is drawn."""
    begun = time.monotonic()
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8")
        os.execv(kyso, [kyso, "inbox", folder, "--no-store"])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    shown = b""
    while b"0000.pdf" not in shown:
        ready, _, _ = select.select([terminal], [], [], 120)
        if not ready:
            raise SystemExit(f"nothing is drawn: {shown!r}")
        shown += os.read(terminal, 1 << 16)
    took = time.monotonic() - begun
    os.write(terminal, b"q")
    try:
        while os.read(terminal, 1 << 16):
            pass
    except OSError:
        pass
    os.waitpid(child, 0)
    return took


def all_read(kyso, folder):
    """Seconds until every paper is read and judged."""
    begun = time.monotonic()
    call = [kyso, "inbox", folder, "--json", "--no-store"]
    subprocess.run(call, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begun


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--kyso", default=os.path.join(HERE, "../target/release/kyso"))
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = os.path.join(place, "den")
        os.mkdir(folder)
        for number in range(args.papers):
            shutil.copy(os.path.join(HERE, "../testdata/sample/draft.pdf"), f"{folder}/{number:04}.pdf")
        for name, measure in (("first drawing", first_drawing), ("all read", all_read)):
            times = [measure(args.kyso, folder) * 1000 for _ in range(args.rounds)]
            middle = statistics.median(times)
            print(f"{name}: median {middle:.0f} ms, {min(times):.0f} to {max(times):.0f}")


main()
