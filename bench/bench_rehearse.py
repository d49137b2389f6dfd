"""bench_rehearse TAILOR: how long a rehearsal takes, with its answers saved and against `tailor lab` on this machine. Rows of what, ms, ms."""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/lib"))
sys.dont_write_bytecode = True
from program_run import Program
from rehearsal_evidence import MANIFEST, healthy, unasked, write

RUNS = 30
tailor = Program(sys.argv[1])
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}


def measure(what, *words):
    times = []
    for _ in range(RUNS):
        start = time.monotonic()
        subprocess.run([tailor.path, "rehearse", "-q", *map(str, words)], stdout=subprocess.DEVNULL, check=True, env=ENVIRONMENT)
        times.append(1000 * (time.monotonic() - start))
    print("%s\t%.0f ms\t%.0f ms\t300 ms" % (what, min(times), statistics.median(times)))


with tempfile.TemporaryDirectory() as folder:
    measure("`tailor rehearse`, all answers saved", write(healthy("apple-silicon"), os.path.join(folder, "saved")))
    if tailor("lab", "--help").status == 0:
        from lab import Lab
        manifest = os.path.join(folder, "BuildManifest.plist")
        pathlib.Path(manifest).write_bytes(MANIFEST)
        with Lab(tailor, os.path.join(folder, "lab"), manifest, bits=4096) as lab:
            measure("`tailor rehearse --server`, all asked of a lab on this machine, the ticket verified", "--server", lab.https, "--trust", lab.ready["tls_root"],
                    "--ticket-root", lab.ready["ticket_root"], "--manifest", manifest, write(unasked(), os.path.join(folder, "asked")))
