"""Runs a program at a terminal: waits for each prompt, types the answer, prints what was shown.

terminal.py PROMPT ANSWER [PROMPT ANSWER ...] -- PROGRAM [ARGUMENT ...]
"""

import os
import pty
import select
import sys
import time

split = sys.argv.index("--")
talk, call = sys.argv[1:split], sys.argv[split + 1 :]
child, terminal = pty.fork()
if child == 0:
    os.execvp(call[0], call)

shown, begun, seen = b"", time.monotonic(), 0
pairs = list(zip(talk[::2], talk[1::2]))
while time.monotonic() - begun < 60:
    ready, _, _ = select.select([terminal], [], [], 0.2)
    if ready:
        try:
            some = os.read(terminal, 4096)
        except OSError:
            break
        if not some:
            break
        shown += some
    if pairs:
        prompt, answer = pairs[0]
        at = shown.find(prompt.encode(), seen)
        if at >= 0:
            seen = at + len(prompt)
            pairs.pop(0)
            # A prompt without echo sets the terminal first, then asks.
            time.sleep(0.2)
            os.write(terminal, answer.encode() + b"\n")
_, status = os.waitpid(child, 0)
sys.stdout.write(shown.decode("utf-8", "replace"))
sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
