"""program_run: runs the program and says how it went: exit status, outputs, seconds, memory.

    tailor = Program(sys.argv[1])
    run = tailor("diagnose", "--json", folder)
    tailor.check("what is meant", run.status == 1, run)
    sys.exit(tailor.result())

Every run is itself checked: a documented exit status, no sanitizer's report, at most `seconds` and MEMORY_MIB (not in a build with a
sanitizer, which needs many times more of both).
"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

STATUSES = {0, 1, 2, 64, 66, 69, 70, 74}  # docs and sysexits.h
MEMORY_MIB = 300


class Run:
    def __init__(self, words):
        self.words, self.status, self.out, self.err, self.seconds, self.mib = words, None, b"", b"", 0.0, 0.0

    @property
    def text(self):
        return self.out.decode("utf-8")  # what is not UTF-8 is a fault of the program

    @property
    def told(self):
        return self.err.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.text)

    def __str__(self):
        words = " ".join(w if len(w) < 80 else w[:77] + "..." for w in map(str, self.words))
        return "[%s: exit %s, %.1f s, %.0f MiB, stderr %r]" % (words, self.status, self.seconds, self.mib, self.told[:300])


def wait_for(process, seconds):
    """-> (status, memory in MiB), as wait4(2) tells; a negative status is a signal's number, None one that came too late."""
    end, late = time.monotonic() + seconds, False
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        if not late and time.monotonic() > end:
            late = True
            process.kill()
        time.sleep(0.002)
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10  # getrusage(2): bytes there, KiB here
    process.returncode = os.waitstatus_to_exitcode(status)
    return (None if late else process.returncode), usage.ru_maxrss / unit


class Program:
    def __init__(self, path):
        self.path, self.failures, self.checks = os.path.abspath(path), [], 0
        self.prefix = []  # what runs the program: nsenter, to see another network
        with open(self.path, "rb") as f:
            program = f.read()
        self.sanitized = b"__asan_init" in program or b"__tsan_init" in program

    def check(self, what, good, run=None):
        self.checks += 1
        if not good:
            self.failures.append("%s %s" % (what, run or ""))

    def start(self, *words, **options):
        return subprocess.Popen([*self.prefix, self.path, *map(str, words)], **options)

    def __call__(self, *words, seconds=30, statuses=STATUSES, meanwhile=None, **options):
        """meanwhile(process) is called while it runs; statuses None: anything but a late end."""
        run = Run(words)
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            options.setdefault("stdout", out)
            options.setdefault("stderr", err)
            options.setdefault("stdin", subprocess.DEVNULL)
            begin = time.monotonic()
            process = self.start(*words, **options)
            if meanwhile:
                meanwhile(process)
            run.status, run.mib = wait_for(process, seconds * (6 if self.sanitized else 1))
            run.seconds = time.monotonic() - begin
            out.seek(0)
            err.seek(0)
            run.out, run.err = out.read(), err.read()
        self.check("it ends in time", run.status is not None, run)
        if statuses is not None:
            self.check("a documented exit status", run.status in statuses, run)
        self.check("no fault that a sanitizer tells", b"Sanitizer" not in run.err and b"runtime error" not in run.err, run)
        self.check("memory is bounded", self.sanitized or run.mib < MEMORY_MIB, run)
        return run

    def result(self):
        for failure in self.failures[:60]:
            print(failure)
        print("%d checks, %d failed" % (self.checks, len(self.failures)))
        return 1 if self.failures else 0


def children_of(pid):
    """Process ids, by /proc; empty where there is none."""
    found = []
    for name in os.listdir("/proc") if os.path.isdir("/proc/self") else []:
        try:
            if name.isdigit():
                with open("/proc/%s/stat" % name) as f:
                    if int(f.read().rpartition(")")[2].split()[1]) == pid:
                        found.append(int(name))
        except (OSError, IndexError, ValueError):
            pass
    return found


def kill(pid, number=signal.SIGKILL):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass
