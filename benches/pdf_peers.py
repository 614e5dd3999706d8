#!/usr/bin/env python3
"""PDF of several sizes, whole process, beside pyHanko, pdfsig, mutool, pdf_signer and underskrift.

    cargo build --release -p kyso-cli -p kyso-testkit && python3 benches/pdf_peers.py \\
        [--mb 10 100 1024] [--crowded 500] [--sparse 5500] [--rounds 3] [--svg FILE] [--folder DIR]

The limit is `openssl dgst -sha256`, which uses the processor's SHA instructions, with a synced
`cp` where a copy is written. Each round runs every row once, and a ratio is of one round, so that
both sides had the same machine; where this process may, all run at real-time priority, before
whatever else the machine does. Memory is the peak resident set, taken by GNU time, which is small:
a child of this script would start as its copy.

pdf_signer is looked for in PATH (`cargo install pdf_signer --features cli`); underskrift is a
library, run by underskrift_peer.py with its Python bindings: `--underskrift PYTHON` names a Python
that has them (`pip install pyunderskrift`). A peer that is missing, refuses a file or takes over
40 seconds has no figure. Nothing is asserted: timing is shown, never tested.
"""

import argparse
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
OURS = ("sign to a copy", "sign in place", "verify")
UNDERSKRIFT = ROOT / "benches" / "underskrift_peer.py"


def run(folder, *command, patience=40):
    """Wall and CPU seconds and peak resident MiB of a command; None where it fails or is missing."""
    if shutil.which(str(command[0])) is None:
        return None
    report = folder / "time"
    timed = [str(part) for part in ["/usr/bin/time", "-f", "%M", "-o", report, *command]]
    start = time.perf_counter()
    child = subprocess.Popen(timed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             start_new_session=True)
    patient = threading.Timer(patience, os.killpg, (child.pid, signal.SIGKILL))
    patient.start()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    patient.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        return None
    return seconds, usage.ru_utime + usage.ru_stime, int(report.read_text().split()[-1]) / 1024


def free_pages(folder, document):
    """Writes and removes as much as the next row will write: else the one after a removed file
    finds free pages, and another one waits until the system has some."""
    scratch = folder / "scratch"
    with open(document, "rb") as source, open(scratch, "wb") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)
    scratch.unlink()


def first_of_all():
    """Puts this process and what it starts before everything else, where that is allowed."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))
    except OSError:
        print("no real-time priority: other work of this machine counts too")


def round_of(folder, document, peers, underskrift):
    """One run of everything over one document: the figures by name."""
    pki = folder / "pki"
    kyso, root = BIN / "kyso", pki / "root.pem"
    key = ["--key", pki / "key.pem", "--cert", pki / "cert.pem", "--chain", pki / "chain.pem"]
    copy, signed, other = folder / "copy.pdf", folder / "signed.pdf", folder / "other.pdf"
    found = {"hash": run(folder, "openssl", "dgst", "-sha256", document)}
    sparse = document.stat().st_blocks * 512 < document.stat().st_size // 2
    breathe = (lambda: None) if sparse else (lambda: free_pages(folder, document))
    breathe()
    found["copy"] = run(
        folder, "sh", "-c", 'cp --sparse=auto "$0" "$1" && sync "$1"', document, copy)
    breathe()
    found["sign in place"] = run(folder, kyso, "sign", copy, *key, "--in-place", "--quiet")
    found["verify"] = run(folder, kyso, "verify", copy, "--trust", root, "--quiet")
    if peers:
        found["pdfsig, verify"] = run(folder, "pdfsig", "-nocert", copy)
        found["mutool, verify"] = run(folder, "mutool", "sign", "-v", copy)
        found["pyHanko, verify"] = run(
            folder, "pyhanko", "sign", "validate", "--trust", root, copy)
        found["pdf_signer, verify"] = run(folder, "pdf_signer", "verify", copy)
        found["underskrift, verify"] = run(folder, underskrift, UNDERSKRIFT, "verify", copy, root)
    copy.unlink()
    breathe()
    found["sign to a copy"] = run(folder, kyso, "sign", document, *key, "-o", signed, "--quiet")
    signed.unlink(missing_ok=True)
    if peers:
        found["pyHanko, sign to a copy"] = run(
            folder, "pyhanko", "sign", "addsig", "--field", "Signature1", "pemder", "--no-pass",
            "--key", pki / "key.pem", "--cert", pki / "cert.pem", document, other)
        other.unlink(missing_ok=True)
        found["pdf_signer, sign to a copy"] = run(
            folder, "pdf_signer", "sign", document, other, pki / "signer.p12",
            "--password", "kyso")
        other.unlink(missing_ok=True)
        found["underskrift, sign to a copy"] = run(
            folder, underskrift, UNDERSKRIFT, "sign", document, other, pki / "signer.p12", "kyso")
        other.unlink(missing_ok=True)
    return found


def ratio(found, name):
    """How many times the limit of the same round it took."""
    limit = found["hash"][0] if name.endswith("verify") else found["hash"][0] + found["copy"][0]
    return found[name][0] / limit


def measure(folder, shape, megabytes, options):
    """Medians of wall and CPU seconds and of the ratio, and the highest peak, by name, for one
    document; it is gone afterwards."""
    document = folder / "document.pdf"
    subprocess.run([BIN / "kyso-testkit", shape, document, str(megabytes << 20)], check=True)
    # Of holes alone the peers' buffers would be as large as the file.
    peers = shape != "sparse" and not options.alone
    runs = [round_of(folder, document, peers, options.underskrift) for _ in range(options.rounds)]
    document.unlink()
    done = {}
    for name in runs[0]:
        each = [(*one[name], ratio(one, name)) for one in runs if one[name] is not None]
        if each:
            wall, cpu, peak, ratios = zip(*each)
            median = statistics.median
            done[name] = median(wall), max(peak), median(cpu), median(ratios)
    return done


def cell(done, name):
    """Seconds, of CPU too, the ratio to the limit and MiB of one thing."""
    if name not in done:
        return "-"
    seconds, peak, cpu, times = done[name]
    return f"{seconds:.2f} s ({cpu:.2f}), {times:.2f}, {peak:.0f} MiB"


def picture(sizes, measured, memory):
    """How time or memory grows with the size: one line a program, plain SVG, log scales."""
    import math
    names = ["verify", "sign to a copy", "pdfsig, verify", "mutool, verify", "pyHanko, verify",
             "pyHanko, sign to a copy", "pdf_signer, verify", "pdf_signer, sign to a copy",
             "underskrift, verify", "underskrift, sign to a copy"]
    colours = ["#0a5", "#06c", "#a50", "#777", "#c0c", "#808", "#d33", "#911", "#b80", "#650"]
    lines = {name: [(mb, done[name][memory]) for mb, done in zip(sizes, measured) if name in done]
             for name in names}
    values = [value for line in lines.values() for _, value in line] or [1]
    low, high = min(values), max(values) * 1.01
    def x(mb):
        return 60 + 340 * (math.log(mb / sizes[0]) / (math.log(sizes[-1] / sizes[0]) or 1))
    def y(value):
        return 270 - 240 * math.log(value / low) / math.log(high / low)
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 310" '
           'font-family="sans-serif" font-size="11">',
           '<rect width="640" height="310" fill="#fff"/>',
           '<path d="M60 30V270H400" fill="none" stroke="#000"/>',
           f'<text x="60" y="18">{"peak memory, MiB" if memory else "seconds"}; '
           'size in MB across; both scales logarithmic</text>']
    out += [f'<text x="{x(mb):.0f}" y="286" text-anchor="middle">{mb}</text>' for mb in sizes]
    for value in (low, math.sqrt(low * high), high):
        out.append(f'<text x="55" y="{y(value) + 4:.0f}" text-anchor="end">{value:.3g}</text>')
    ends = sorted((y(line[-1][1]), name) for name, line in lines.items() if line)
    at = 0
    for end, name in ends:
        colour, line = colours[names.index(name)], lines[name]
        points = " ".join(f"{x(mb):.1f},{y(value):.1f}" for mb, value in line)
        out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        at = max(end + 4, at + 14)
        label = name if "," in name else f"kyso, {name}"
        out.append(f'<text x="408" y="{at:.0f}" fill="{colour}">{label}</text>')
    return "\n".join([*out, "</svg>", ""])


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--mb", type=int, nargs="*", default=[10, 100, 1024])
    arguments.add_argument("--crowded", type=int, default=500)
    arguments.add_argument("--sparse", type=int, default=0)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--svg", type=pathlib.Path, help="where pictures go: NAME-time.svg …")
    arguments.add_argument("--folder", default=BIN, help="where the documents are, for a while")
    arguments.add_argument("--alone", action="store_true", help="kyso and the limit, no peers")
    arguments.add_argument("--underskrift", default="no-such-python", metavar="PYTHON")
    options = arguments.parse_args()
    first_of_all()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        folder = pathlib.Path(folder)
        subprocess.run([BIN / "kyso-testkit", "mint", folder / "pki"], check=True)
        columns = [("large", mb, f"{mb} MB") for mb in options.mb]
        columns += [("crowded", options.crowded, f"{options.crowded} MB of small objects")]
        columns += [("sparse", options.sparse, f"{options.sparse} MB, sparse")]
        columns = [column for column in columns if column[1]]
        measured = [measure(folder, shape, mb, options) for shape, mb, _ in columns]
    names = ["hash", "copy", *OURS, *(n for n in measured[0] if n not in (*OURS, "hash", "copy"))]
    print("| | " + " | ".join(title for _, _, title in columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for name in names:
        limits = {"hash": "openssl dgst", "copy": "cp, synced"}
        label = f"kyso, {name}" if name in OURS else limits.get(name, name)
        print(f"| {label} | " + " | ".join(cell(done, name) for done in measured) + " |")
    if options.svg and options.mb:
        for memory, kind in enumerate(("time", "memory")):
            drawn = picture(options.mb, measured[:len(options.mb)], memory)
            options.svg.with_name(f"{options.svg.name}-{kind}.svg").write_text(drawn)


if __name__ == "__main__":
    main()
