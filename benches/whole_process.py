#!/usr/bin/env python3
"""Whole-process time and peak memory on a large file, beside sha256sum and cp in the same run.

    cargo build --release && python3 benches/whole_process.py [--mb 100] [--rounds 5]

Prints a Markdown table: the median of the rounds, its ratio to the limit of the same work, and
the peak resident set, whose floor is this script's own (a child starts as its copy). Nothing is asserted: timing is shown, never tested.
"""

import argparse
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"


def run(*command):
    """Wall seconds and peak resident MiB of one command, which must succeed."""
    start = time.perf_counter()
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command} ended with {child.returncode}")
    return seconds, usage.ru_maxrss / 1024


def many_signatures(kit, kyso, folder, key, number, rounds):
    """CPU seconds to verify 20 MB with one signature, and with `number` of them."""
    def verify(file):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run(kyso, "verify", file, "--trust", folder / "pki/root.pem", "--quiet")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    big, one, many = folder / "20.pdf", folder / "one.pdf", folder / "many.pdf"
    run(kit, "large", big, 20_000_000)
    run(kyso, "sign", big, *key, "-o", one)
    shutil.copyfile(one, many)
    for _ in range(number - 1):
        run(kyso, "sign", many, *key, "--in-place", "--quiet")
    times = [(verify(one), verify(many)) for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*times)]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--mb", type=int, default=100)
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    kit, kyso = BIN / "kyso-testkit", BIN / "kyso"
    with tempfile.TemporaryDirectory(dir=BIN) as folder:
        folder = pathlib.Path(folder)
        run(kit, "mint", folder / "pki", "--key", "rsa2048")
        big, signed, copy = folder / "big.pdf", folder / "signed.pdf", folder / "copy.pdf"
        run(kit, "large", big, options.mb << 20)
        key = ["--key", folder / "pki/key.pem", "--cert", folder / "pki/cert.pem"]
        key += ["--chain", folder / "pki/chain.pem"]
        rows = {name: [] for name in ("sha256sum", "openssl dgst -sha256", "cp", "cp, synced",
                                      "sign to a copy", "sign in place", "verify")}
        for _ in range(options.rounds):
            rows["sha256sum"].append(run("sha256sum", big))
            rows["openssl dgst -sha256"].append(run("openssl", "dgst", "-sha256", big))
            rows["cp"].append(run("cp", "--reflink=never", big, copy))
            copy.unlink()
            rows["cp, synced"].append(
                run("sh", "-c", 'cp --reflink=never "$0" "$1" && sync "$1"', big, copy))
            rows["sign to a copy"].append(run(kyso, "sign", big, *key, "-o", signed))
            rows["verify"].append(
                run(kyso, "verify", signed, "--trust", folder / "pki/root.pem", "--quiet"))
            signed.unlink()
            rows["sign in place"].append(run(kyso, "sign", copy, *key, "--in-place"))
            copy.unlink()
        few, lots = many_signatures(kit, kyso, folder, key, 50, options.rounds)
    median = {name: statistics.median(s for s, _ in runs) for name, runs in rows.items()}
    peak = {name: max(m for _, m in runs) for name, runs in rows.items()}
    hash_, copied, synced = median["sha256sum"], median["cp"], median["cp, synced"]
    limits = {"sign to a copy": hash_ + synced, "sign in place": hash_ + synced, "verify": hash_}
    print(f"{options.mb} MB, median of {options.rounds} rounds; `cp` alone {copied:.3f} s\n")
    print("| | seconds | to the limit | peak MiB |\n|---|---|---|---|")
    for name in rows:
        ratio = f"{median[name] / limits[name]:.2f}" if name in limits else ""
        print(f"| {name} | {median[name]:.3f} | {ratio} | {peak[name]:.1f} |")
    print(f"\n20 MB, CPU: one signature {few * 1e3:.1f} ms, fifty {lots * 1e3:.1f} ms, {lots / few:.2f} times")


if __name__ == "__main__":
    if shutil.which("sha256sum") is None:
        sys.exit("sha256sum is missing")
    main()
