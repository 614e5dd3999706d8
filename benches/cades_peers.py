#!/usr/bin/env python3
"""CMS signatures beside and around a large file, beside openssl, whole processes.

    cargo build --release -p kyso-cli -p kyso-testkit && python3 benches/cades_peers.py [--mb 1024]

Prints a Markdown table: seconds, CPU seconds, the ratio of these to reading and hashing the file,
and the peak of the process alone (GNU time). Nothing is asserted: timing is shown, never tested.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(os.environ.get("KYSO_BIN_DIR", ROOT / "target/release"))


def run(*command):
    """Wall seconds, CPU seconds, peak MiB."""
    with tempfile.NamedTemporaryFile("r") as told:
        timed = ["time", "-o", told.name, "-f", "%e %U %S %M", *map(str, command)]
        child = subprocess.run(timed, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if child.returncode != 0:
            sys.exit(f"{command} ended with {child.returncode}: {child.stderr.decode()}")
        wall, user, system, peak = map(float, told.read().split())
    return wall, user + system, peak / 1024


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--mb", type=int, default=1024)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--folder", default=str(BIN))
    options = arguments.parse_args()
    kit, kyso = BIN / "kyso-testkit", BIN / "kyso"
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        folder = pathlib.Path(folder)
        pki = folder / "pki"
        run(kit, "mint", pki, "--key", "p256")
        big = folder / "big.bin"
        with open(big, "wb") as file:
            for _ in range(options.mb):
                file.write(os.urandom(1 << 20))
        beside, around, theirs = (folder / name for name in ("b.p7s", "b.p7m", "o.p7m"))
        key = ["--key", pki / "key.pem", "--cert", pki / "cert.pem", "--chain", pki / "chain.pem"]
        sign = ["openssl", "cms", "-sign", "-binary", "-cades", "-in", big, "-outform", "DER",
                "-signer", pki / "cert.pem", "-inkey", pki / "key.pem",
                "-certfile", pki / "chain.pem"]
        check = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any",
                 "-CAfile", pki / "root.pem", "-out", "/dev/null"]
        trust = ["--trust", pki / "root.pem", "--quiet"]
        commands = {
            "openssl dgst -sha256": ["openssl", "dgst", "-sha256", big],
            "kyso, sign beside": [kyso, "sign", big, *key, "-o", beside, "--force"],
            "kyso, verify beside": [kyso, "verify", beside, "--content", big, *trust],
            "openssl cms, sign beside": [*sign, "-out", folder / "o.p7s"],
            "openssl cms, verify beside": [*check, "-in", beside, "-content", big],
            "kyso, sign around": [kyso, "sign", big, *key, "-o", around, "--force"],
            "kyso, verify around": [kyso, "verify", around, *trust],
            "openssl cms, sign around, streamed": [*sign, "-nodetach", "-stream", "-out", theirs],
            "openssl cms, verify around, streamed": [*check, "-in", theirs],
            "kyso, verify what openssl streamed": [kyso, "verify", theirs, *trust],
        }
        rows = {name: [] for name in commands}
        for _ in range(options.rounds):
            for name, command in commands.items():
                rows[name].append(run(*command))
    best = {name: min(runs, key=lambda run: run[1]) for name, runs in rows.items()}
    limit = best["openssl dgst -sha256"]
    print(f"{options.mb} MiB, the round of the least CPU out of {options.rounds}\n")
    print("| | seconds | CPU | CPU to the limit | peak MiB |\n|---|---|---|---|---|")
    for name, (wall, cpu, peak) in best.items():
        print(f"| {name} | {wall:.2f} | {cpu:.2f} | {cpu / limit[1]:.2f} | {peak:.1f} |")


if __name__ == "__main__":
    main()
