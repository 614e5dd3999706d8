#!/usr/bin/env python3
"""Puts the switches in, and drops those that do not compile, until the library compiles.

check.py SCHEMATA SOURCE WORKSPACE: the second is the project, the third a copy of it, which holds
LISTED.json (from cargo-mutants), and gets dropped.txt and all.tsv."""
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

schemata, source, workspace = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
library = Path("crates/kyso/src")
dropped_file = workspace / "dropped.txt"
MARK = re.compile(r"mutant_switch::on\((\d+)u32\)")


def nearest(text, span):
    """The last switch that begins before the place at fault, else the first inside of it."""
    lines = text.split("\n")
    place = lambda line, column: sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
    first = place(span["line_start"], span["column_start"])
    before = [int(m[1]) for m in MARK.finditer(text[:first])]
    inside = [int(m[1]) for m in MARK.finditer(text[first:])]
    return before[-1] if before else inside[0]


while True:
    for name in ("verify", "policy"):
        shutil.rmtree(workspace / library / name)
        shutil.copytree(source / library / name, workspace / library / name, copy_function=shutil.copy)
    shutil.copy(source / library / "lib.rs", workspace / library / "lib.rs")
    listed = subprocess.run([schemata, workspace, workspace / "listed.json", dropped_file],
                            check=True, capture_output=True, text=True)
    (workspace / "all.tsv").write_text(listed.stdout)
    check = subprocess.run(["cargo", "check", "-p", "kyso", "--lib", "--message-format=json"],
                           cwd=workspace, capture_output=True, text=True)
    bad, faults = set(), []
    for line in check.stdout.splitlines():
        message = json.loads(line).get("message", {})
        if not isinstance(message, dict) or message.get("level") != "error":
            continue
        for span in message["spans"]:
            if not span["is_primary"]:
                continue
            text = (workspace / span["file_name"]).read_text()
            bad.add(nearest(text, span))
            faults.append(message["rendered"])
    already = {int(n) for n in dropped_file.read_text().split()} if dropped_file.exists() else set()
    if check.returncode == 0:
        break
    if not bad - already:
        sys.exit("nothing more to drop:\n" + "\n".join(faults) + check.stderr)
    print(f"{len(bad - already)} do not compile", flush=True)
    (workspace / "faults.txt").write_text("\n".join(faults))
    dropped_file.write_text("\n".join(map(str, sorted(already | bad))) + "\n")
