"""bench_lab TAILOR BENCH_LAB: signed answers of the lab a second of its own processor, beside raw RSA of the same run. Tab-separated rows."""
import os
import pathlib
import plistlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests/lib"))
from lab import Lab, ap_request, image  # noqa: E402
from program_run import Program  # noqa: E402

SECONDS, CONNECTIONS, IMAGES, ROUNDS = 4, 32, 30, 2


def openssl_rate(bits, primes=2):
    """openssl speed's signatures a second of processor, or None where there is no openssl(1)."""
    if not shutil.which("openssl"):
        return None
    text = subprocess.run(["openssl", "speed", "-seconds", "2", "-primes", str(primes), "rsa%d" % bits], capture_output=True, text=True).stdout
    found = re.search(r"^rsa\s+%d bits\s+\S+s\s+\S+s\s+([\d.]+)" % bits, text, re.M)
    return float(found.group(1)) if found else None


def processor_seconds(pid):
    with open("/proc/%d/stat" % pid) as f:
        fields = f.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def request():
    with open(HERE.parent / "knowledge/img4_name.tsv") as f:
        rows = [line.split("\t") for line in f if not line.startswith("#")]
    names = [r[2] for r in rows if r[1] == "object"][:IMAGES]
    return plistlib.dumps({**ap_request(), **{name: image(bytes([i]) * 48) for i, name in enumerate(names)}})


def measure(tailor, client, folder, bits, words=()):
    """-> answers a second of the lab's processor, answers a second of the clock, raw signatures with the same key."""
    path = os.path.join(folder, "request.plist")
    with open(path, "wb") as f:
        f.write(request())
    with Lab(tailor, folder, "--quiet", "--threads", "1", *words, state="state-%d" % bits, bits=bits) as lab:
        before = processor_seconds(lab.process.pid)
        out = subprocess.run([client, "load", str(lab.http_port), path, str(SECONDS), str(CONNECTIONS)], capture_output=True, text=True, check=True)
        used = processor_seconds(lab.process.pid) - before
        key = os.path.join(lab.state, "ticket-signer.key")
    raw = float(subprocess.run([client, "sign", key, "2"], capture_output=True, text=True, check=True).stdout)
    answers, seconds, refused = out.stdout.split()
    if not words and refused != "0":
        raise RuntimeError("%s answers were no ticket" % refused)
    return float(answers) / used, float(answers) / float(seconds), raw


def main():
    tailor, client = Program(sys.argv[1]), sys.argv[2]
    folder = tempfile.mkdtemp(prefix="tailor-bench-lab-")
    try:
        for bits in (2048, 4096):
            runs, speed = [], []
            for _ in range(ROUNDS): # by turns, so that all meet the same load
                runs.append(measure(tailor, client, folder, bits))
                speed.append(openssl_rate(bits))
            answers, clock, raw = max(r[0] for r in runs), max(r[1] for r in runs), max(r[2] for r in runs)
            row = ["RSA-%d" % bits, "%.0f" % answers, "%.0f" % clock, "%.0f" % raw, "%.2f" % (answers / raw)]
            best = max(s for s in speed if s) if all(speed) else None
            print("\t".join(row + (["%.0f" % best, "%.2f" % (answers / best)] if best else ["-", "-"])), flush=True)
        answers, clock, _ = measure(tailor, client, folder, 2048, ("--fault", "status-94"))
        print("\t".join(["the same, refused: no signature", "%.0f" % answers, "%.0f" % clock, "", "", "", ""]))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()
