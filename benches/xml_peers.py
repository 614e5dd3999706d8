#!/usr/bin/env python3
"""XML signatures: CPU time of one operation and peak memory, beside other programs in one run.

    cargo build --release --workspace && python3 benches/xml_peers.py [--rounds 5] [--mb 100]

A build of the same programs with the feature aws-lc-rs gets a column of its own where it stands in
target/aws-lc-rs: `cargo build --release -p kyso-cli -p kyso-benches --features aws-lc-rs
--target-dir target/aws-lc-rs`.

Peers are measured where they are installed: xmlsec1, signxml (in this Python), and bergshamra
(the program of that name, on PATH or named by BERGSHAMRA). The time of an operation is that of a
process that does it many times less that of one that does it once, so that starting up does not
count; on the last row it is the whole process. bergshamra does one file a process: what `--version`
takes is subtracted. All judge the same files, signed by kyso with
RSA-2048. Prints Markdown tables. Nothing is asserted: timing is shown, never tested.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
AWS = BIN.parent / "aws-lc-rs" / "release"
BERGSHAMRA = os.environ.get("BERGSHAMRA") or shutil.which("bergshamra")

PROFILE = """name = "bench"
[signature]
form = "xmldsig"
canonicalization = "{0}"
[[reference]]
document = true
transforms = ["enveloped-signature", "{0}"]
"""

TEMPLATE = """<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>\
<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>\
<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>\
<ds:Reference URI=""><ds:Transforms>\
<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>\
<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>\
<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/>\
</ds:Reference></ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data>\
<ds:X509Certificate/></ds:X509Data></ds:KeyInfo></ds:Signature>"""

SIGNXML = """
import sys
from lxml import etree
from signxml import *
action, times, file, key, cert = sys.argv[1:]
key, cert = open(key).read(), open(cert).read()
for _ in range(int(times)):
    root = etree.parse(file, etree.XMLParser(huge_tree=True)).getroot()
    if action == "verify":
        config = SignatureConfiguration(location="./")
        XMLVerifier().verify(root, x509_cert=cert, expect_config=config)
    else:
        method = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0
        etree.tostring(XMLSigner(c14n_algorithm=method).sign(root, key=key, cert=cert))
"""


def run(*command):
    """CPU seconds and peak resident MiB of one command, which must succeed."""
    command = [str(part) for part in command]
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(command, stdout=quiet, stderr=quiet)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(f"{' '.join(command[:4])} ... ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


class Peers:
    """How each program does an operation a number of times in one process."""

    def __init__(self, folder):
        self.folder, self.pki = folder, folder / "pki"
        self.builds = {"kyso": BIN}
        if (AWS / "kyso").exists():
            self.builds["kyso, aws-lc-rs"] = AWS
        self.names = list(self.builds)
        if shutil.which("xmlsec1"):
            self.names.append("xmlsec1")
        if subprocess.run([sys.executable, "-c", "import signxml"], stderr=subprocess.DEVNULL).returncode == 0:
            self.names.append("signxml")
        if BERGSHAMRA:
            self.names.append("bergshamra")

    def kyso_sign(self, build, file, out, *options):
        key = ["--key", self.pki / "key.pem", "--cert", self.pki / "cert.pem"]
        chain = ["--chain", self.pki / "chain.pem"]
        return run(build / "kyso", "sign", *file, *key, *chain, "--force", *out, *options)

    def verify(self, name, file, times):
        pki = self.pki
        if build := self.builds.get(name):
            options = ["--offline", "--trust", pki / "root.pem"]
            return run(build / "kyso", "verify", *[file] * times, *options)
        if name == "xmlsec1":
            trust = ["--trusted-pem", pki / "root.pem", "--untrusted-pem", pki / "chain.pem"]
            return run("xmlsec1", "--verify", "--repeat", times, *trust, file)
        if name == "signxml":
            return self.signxml("verify", times, file)
        return self.one_by_one(times, "verify", "--trusted", pki / "root.pem", file)

    def sign(self, name, file, template, times):
        pki = self.pki
        if build := self.builds.get(name):
            key = [pki / "key.pem", pki / "cert.pem"]
            return run(build / "xml-repeat", times, file, *key, self.folder / "signed.xml")
        if name == "xmlsec1":
            key = f"{pki / 'key.pem'},{pki / 'cert.pem'}"
            out = ["--output", self.folder / "signed.xml"]
            return run("xmlsec1", "--sign", "--repeat", times, "--privkey-pem", key, *out, template)
        if name == "signxml":
            return self.signxml("sign", times, file)
        out = ["--output", self.folder / "signed.xml"]
        key = ["--key", pki / "key.pem", "--cert", pki / "cert.pem"]
        return self.one_by_one(times, "sign", *key, *out, template)

    def sign_batch(self, name, file, times):
        """Through the command: every file is read, signed, written and synced."""
        if name not in self.builds:
            raise RuntimeError(f"{name} has no batch")
        copies = self.folder / f"copies-{times}"
        copies.mkdir(exist_ok=True)
        for number in range(times):
            shutil.copyfile(file, copies / f"{number}.xml")
        out = self.folder / "out"
        out.mkdir(exist_ok=True)
        return self.kyso_sign(self.builds[name], [copies], ["--out-dir", out], "--form", "xmldsig")

    @staticmethod
    def one_by_one(times, *command):
        """bergshamra takes one file a process: as many processes, less what starting them takes."""
        runs = [run(BERGSHAMRA, *command) for _ in range(times)]
        start = statistics.median(run(BERGSHAMRA, "--version")[0] for _ in range(5))
        return sum(cpu - start for cpu, _ in runs), max(memory for _, memory in runs)

    def signxml(self, action, times, file):
        key, cert = self.pki / "key.pem", self.pki / "cert.pem"
        return run(sys.executable, "-c", SIGNXML, action, times, file, key, cert)


def once(operation, times, rounds):
    """Milliseconds of one operation, and the peak of the process that did it many times."""
    try:
        samples, peak = [], 0
        for _ in range(rounds):
            many, memory = operation(times + 1)
            samples.append((many - operation(1)[0]) * 1000 / times)
            peak = max(peak, memory)
        return f"{statistics.median(samples):.2f} ms, {peak:.0f} MiB"
    except RuntimeError as fault:
        print(fault, file=sys.stderr)
        return "-"


def whole(operation, rounds):
    """Milliseconds and peak of the whole process."""
    try:
        samples = [operation(1) for _ in range(rounds)]
        cpu = statistics.median(seconds for seconds, _ in samples) * 1000
        return f"{cpu:.0f} ms, {max(memory for _, memory in samples):.0f} MiB"
    except RuntimeError as fault:
        print(fault, file=sys.stderr)
        return "-"


def prepare(peers, options):
    """The files: what to sign, the templates, what is signed."""
    folder, kit, files = peers.folder, BIN / "kyso-testkit", {}
    run(kit, "mint", peers.pki, "--key", "rsa2048")
    for name, make in {
        "2 KB": ["xml", "small"],
        "1 MB": ["xml", "large"],
        "namespaces": ["xml", "many-namespaces"],
        "big": ["xml", "large"],
    }.items():
        file = folder / f"{name.replace(' ', '')}.xml"
        size = {"1 MB": [1 << 20], "big": [options.mb << 20]}.get(name, [])
        run(kit, *make, file, *size)
        files[name] = file
    for name in ("2 KB", "1 MB"):
        text = files[name].read_text(encoding="utf-8")
        at = text.rindex("</")
        template = folder / f"template-{files[name].name}"
        template.write_text(text[:at] + TEMPLATE + text[at:], encoding="utf-8")
        files[f"{name} template"] = template
    for name, method in (("2 KB", "exc-c14n"), ("1 MB", "exc-c14n"), ("big", "exc-c14n"),
                         ("namespaces", "exc-c14n"), ("namespaces", "c14n")):
        profile = folder / f"{method}.toml"
        profile.write_text(PROFILE.format(method))
        signed = folder / f"signed-{method}-{files[name].name}"
        peers.kyso_sign(BIN, [files[name]], ["-o", signed], "--profile", profile)
        files[f"{name} {method}"] = signed
    return files


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--mb", type=int, default=100)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=BIN) as folder:
        peers = Peers(pathlib.Path(folder))
        files = prepare(peers, options)
        print(f"CPU time of one operation, peak of the process; {options.rounds} rounds, median\n")
        print("| | " + " | ".join(peers.names) + " |\n|---|" + "---|" * len(peers.names))

        def row(label, cell):
            print(f"| {label} | " + " | ".join(cell(name) for name in peers.names) + " |", flush=True)

        for label, file, times in (
            ("verify 2 KB", "2 KB exc-c14n", 300),
            ("verify 1 MB", "1 MB exc-c14n", 20),
            ("verify 0.75 MB of namespaces, exclusive", "namespaces exc-c14n", 10),
            ("verify 0.75 MB of namespaces, inclusive", "namespaces c14n", 3),
        ):
            row(label, lambda name: once(
                lambda n: peers.verify(name, files[file], n), times, options.rounds))
        for name_, times in (("2 KB", 200), ("1 MB", 10)):
            row(f"sign {name_}, in memory", lambda name: once(
                lambda n: peers.sign(name, files[name_], files[f"{name_} template"], n),
                times, options.rounds))
        row("sign 2 KB, a batch of files", lambda name: once(
            lambda n: peers.sign_batch(name, files["2 KB"], n), 200, options.rounds))
        row(f"verify {options.mb} MB, whole process", lambda name: whole(
            lambda n: peers.verify(name, files["big exc-c14n"], n), min(options.rounds, 3)))


if __name__ == "__main__":
    main()
