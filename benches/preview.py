#!/usr/bin/env python3
"""Time and memory of `kyso preview` of the first page of a long document.

    cargo build --release -p kyso-cli -p kyso-testkit && python3 benches/preview.py [--pages 500]

Prints a Markdown table: medians of the rounds, seconds and CPU seconds of the call, and the peak resident
set of the larger of its two processes (the page is drawn by one of its own) and of both together.
Nothing is asserted: timing is shown, never tested.
"""

import argparse
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"


def peak_of(pid):
    """VmHWM of a process in MiB; 0 where it is gone."""
    try:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0


def children(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []


def run(*command):
    """Wall and CPU seconds, and peak MiB of the processes of one command, which must succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    peaks, done = {}, threading.Event()

    def watch():
        while not done.is_set():
            for pid in [child.pid, *children(child.pid)]:
                peaks[pid] = max(peaks.get(pid, 0), peak_of(pid))
            time.sleep(0.002)

    watcher = threading.Thread(target=watch)
    watcher.start()
    status = child.wait()
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    done.set()
    watcher.join()
    if status != 0:
        sys.exit(f"{command} ended with {status}")
    return seconds, cpu, max(peaks.values()), sum(peaks.values())


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pages", type=int, default=500)
    arguments.add_argument("--rounds", type=int, default=9)
    options = arguments.parse_args()
    kit, kyso = BIN / "kyso-testkit", BIN / "kyso"
    with tempfile.TemporaryDirectory(dir=BIN) as folder:
        folder = pathlib.Path(folder)
        run(kit, "mint", folder / "pki", "--key", "p256")
        run(kit, "paged", folder / "long.pdf", options.pages)
        look = ["--visible", "--cert", folder / "pki/cert.pem", "--at", "bottom-right"]
        print(f"| page 1 of {options.pages} | seconds | CPU seconds | larger process, MiB | both, MiB |")
        print("|---|---|---|---|---|")
        for name, more in [("as it is", []), ("with a signature", look)]:
            rounds = [run(kyso, "preview", folder / "long.pdf", "--force", *more,
                          "-o", folder / "page.png") for _ in range(options.rounds)]
            seconds, cpu, larger, both = (statistics.median(column) for column in zip(*rounds))
            print(f"| {name} | {seconds:.3f} | {cpu:.3f} | {larger:.1f} | {both:.1f} |")


if __name__ == "__main__":
    main()
