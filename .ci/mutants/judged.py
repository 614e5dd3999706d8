#!/usr/bin/env python3
"""Prints every mutant of verify/modification/pdf that survived and that survivors.tsv does not judge.

judged.py WORKSPACE SOURCE RESULTS: RESULTS has a line for each mutant, its fate first and its number
second, as run.py writes it. survivors.tsv names a mutant by its file, its line's text and what is done
to it, so that lines may move; `--write` prints such a list with the classes known so far."""
import re
import sys
from pathlib import Path

FOLDER = "crates/kyso/src/verify/modification/pdf/"
arguments = [one for one in sys.argv[1:] if one != "--write"]
workspace, source, results = map(Path, arguments)


def what(name):
    """A mutation without its place; of a condition held, which way."""
    name = re.sub(r"^\S+:\d+:\d+: ", "", name)
    return re.sub(r"^((?:if|term|matches)-(?:true|false)|left-out):.*", r"\1", name)


def survivors():
    fates = dict(reversed(line.rstrip("\n").split("\t")[:2]) for line in results.open())
    for row in (workspace / "all.tsv").read_text().splitlines():
        number, file, line, _, state, _, name = row.split("\t")[:7]
        told = not file.endswith(("/changes.rs", "/notes.rs"))
        if state == "in" and told and file.startswith(FOLDER) and fates.get(number, "survived") != "killed":
            text = (source / file).read_text().split("\n")[int(line) - 1].strip()
            yield file.removeprefix(FOLDER), text, what(name)


rows = (Path(__file__).parent / "survivors.tsv").read_text().splitlines()
known = {tuple(row[:3]): row[3:] for row in (line.split("\t") for line in rows)}
for mutant in sorted(set(survivors())):
    if "--write" in sys.argv:
        print("\t".join([*mutant, *known.get(mutant, ("NOT JUDGED", ""))]))
    elif mutant not in known:
        print("\t".join(mutant))
