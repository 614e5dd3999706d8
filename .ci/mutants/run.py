#!/usr/bin/env python3
"""Runs the tests that reach a mutant until one fails, for every mutant of a build with switches.

run.py WORKSPACE BUILD.json STATE [NUMBER ...]: BUILD.json is what `cargo test --no-run
--message-format=json` said there; STATE gets cover.json (which test reaches what, kept for the
next time) and results.tsv (what became of each mutant, gone on with the next time). Tests slower
than SLOW are left out, but for the mutants whose numbers are given: only these are run then."""
import json
import math
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
from collections import defaultdict
from pathlib import Path

WORKERS, MEMORY, SLOW, WHOLE = 5, 4 << 30, 0.5, "all of it"
workspace, build, state = (Path(argument) for argument in sys.argv[1:4])
only = {int(number) for number in sys.argv[4:]}
state.mkdir(exist_ok=True)


def programs():
    """Name, path, folder to run in, and whether it takes the names of several tests."""
    for line in build.read_text().splitlines():
        artifact = json.loads(line)
        if artifact.get("executable") and artifact["profile"]["test"]:
            target = artifact["target"]
            folder = Path(artifact["manifest_path"]).parent
            several = "harness = false" not in section(folder / "Cargo.toml", target["name"])
            yield f"{folder.name}/{target['name']}", artifact["executable"], folder, several


def section(manifest, name):
    parts = manifest.read_text().split("\n[")
    return next((part for part in parts if f'name = "{name}"' in part and part.startswith("[test")), "")


def run(program, arguments, seconds=600, **environment):
    """Exit status, output and CPU seconds; whatever takes more than `seconds` of CPU is ended, and
    whatever takes twenty times as long without using it."""
    _, path, folder, _ = program

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), math.ceil(seconds)))

    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(
            [path, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, preexec_fn=limit,
            env=os.environ | {"RUST_TEST_THREADS": "1", "RUST_BACKTRACE": "0"} | environment)
        timer = threading.Timer(20 * seconds, child.kill)
        timer.start()
        _, status, used = os.wait4(child.pid, 0)
        timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        return child.returncode, output.read().decode(errors="replace"), used.ru_utime + used.ru_stime


class Test:
    def __init__(self, program, name):
        self.program, self.name = program, name
        self.seconds, self.reached, self.kills, self.runs = 0.0, [], 0, 0

    @property
    def key(self):
        return f"{self.program[0]}::{self.name}"

    def score(self):
        return (self.kills + 1) / (self.runs + 2) / (self.seconds + 0.01)


def parallel(items, job):
    waiting, lock = iter(items), threading.Lock()

    def work():
        while True:
            with lock:
                item = next(waiting, None)
            if item is None:
                return
            job(item)

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]


def selection(group):
    """The arguments that run these tests: none for a harness of its own, which is run whole."""
    return ["--exact", *(test.name for test in group)] if group[0].program[3] else []


def cover(tests):
    """Times every test by itself and notes what it reaches; those that fail as it is are left out."""
    kept = state / "cover.json"
    known = json.loads(kept.read_text()) if kept.exists() else {}

    def one(test):
        if test.key not in known:
            with tempfile.NamedTemporaryFile() as seen:
                code, output, seconds = run(test.program, selection([test]), KYSO_MUTANT_SEEN=seen.name)
                reached = sorted({int(number) for number in Path(seen.name).read_text().split()})
                known[test.key] = {"seconds": seconds, "reached": reached, "ok": code == 0}
            if code != 0:
                print(f"fails unchanged: {test.key}\n{output[-2000:]}", flush=True)
        test.seconds, test.reached = known[test.key]["seconds"], known[test.key]["reached"]

    parallel([test for test in tests], one)
    kept.write_text(json.dumps(known))
    return [test for test in tests if known[test.key]["ok"] and test.reached]


def batches(tests):
    """The likeliest first, in growing batches of one program each."""
    tests, size = sorted(tests, key=Test.score, reverse=True), 1
    while tests:
        by_program = defaultdict(list)
        for test in tests[:size]:
            by_program[test.program].append(test)
        yield from by_program.values()
        tests, size = tests[size:], size * 3


def judge(number, tests):
    """The test that fails under the mutant, or nothing."""
    for group in batches(tests):
        limit = 4 + 10 * sum(test.seconds for test in group)
        code, output, _ = run(group[0].program, selection(group), limit, KYSO_MUTANT=str(number))
        failed = set(re.findall(r"^test (.+?)(?: - should panic)? +\.\.\. FAILED", output, re.M))
        for test in group:
            test.runs += 1
            test.kills += test.name in failed or test.name == WHOLE and code != 0
        if code != 0:
            return sorted(failed)[0] if failed else str(code)
    return None


def main():
    tests = []
    for program in programs():
        if not program[3]:
            tests.append(Test(program, WHOLE))
            continue
        _, listed, _ = run(program, ["--list", "--format", "terse"])
        names = [line.rsplit(": ", 1)[0] for line in listed.splitlines() if line.endswith(": test")]
        tests += [Test(program, name) for name in names]
    print(f"{len(tests)} tests", flush=True)
    tests = [test for test in cover(tests) if only or test.seconds < SLOW or test.name == WHOLE]
    reaching = defaultdict(list)
    for test in tests:
        for number in test.reached:
            reaching[number].append(test)
    mutants = [line.split("\t") for line in (workspace / "all.tsv").read_text().splitlines()]
    kept = state / ("some.tsv" if only else "results.tsv")
    done = set() if only or not kept.exists() else {line.split("\t")[1] for line in kept.open()}
    wanted = lambda number: int(number) in only if only else number not in done
    mutants = [mutant for mutant in mutants if mutant[4] == "in" and wanted(mutant[0])]
    counts, lock = defaultdict(int), threading.Lock()
    with kept.open("w" if only else "a") as results:
        def one(mutant):
            number = int(mutant[0])
            by = judge(number, reaching[number])
            fate = "killed" if by else "survived" if reaching[number] else "unreached"
            with lock:
                counts[fate] += 1
                results.write("\t".join([fate, *mutant, by or ""]) + "\n")
                results.flush()
        parallel(mutants, one)
    print(dict(counts))


main()
