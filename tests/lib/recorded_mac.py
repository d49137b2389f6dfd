"""recorded_mac: a folder of stand-ins for Apple's commands, to be put first in PATH, that print what a Mac printed.

    mac = RecordedMac(folder)
    mac.say("sw_vers.txt", b"ProductName: ...")            # by the name in knowledge/command.tsv
    mac.do("ps.txt", "kill -SEGV $$")                       # or any lines of sh
    tailor("collect", "-o", out, env=mac.environment())

A command that several rows share (diskutil, profiles) tells them apart by its arguments. One without an output says so and fails, as a
Mac's does on hardware that lacks the thing.
"""
import csv
import json
import os
import shlex

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def known_commands():
    """-> {name: argv} of the commands that collect runs."""
    with open(os.path.join(ROOT, "knowledge", "command.tsv"), encoding="utf-8") as f:
        rows = csv.DictReader((line for line in f if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["name"]: argv for row in rows for argv in [json.loads(row["argv"])] if argv}


COMMANDS = known_commands()


class RecordedMac:
    def __init__(self, folder):
        self.folder, self.actions = folder, {}
        os.makedirs(os.path.join(folder, "out"), exist_ok=True)
        self.write()

    def say(self, name, output):
        path = os.path.join(self.folder, "out", name)
        with open(path, "wb") as f:
            f.write(output)
        self.do(name, "exec cat %s" % shlex.quote(path))

    def do(self, name, lines):
        self.actions[name] = lines
        self.write()

    def write(self):
        programs = {}
        for name, argv in COMMANDS.items():
            programs.setdefault(os.path.basename(argv[0]), []).append((argv[1:], self.actions.get(name)))
        for program, choices in programs.items():
            text = "#!/bin/sh\n"
            for arguments, action in choices:
                if action and "%user%" in arguments:
                    text += "%s\nexit\n" % action
                elif action:
                    text += "if [ \"$*\" = %s ]; then\n%s\nexit\nfi\n" % (shlex.quote(" ".join(arguments)), action)
            path = os.path.join(self.folder, program)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text + "echo 'not on this Mac' >&2\nexit 1\n")
            os.chmod(path, 0o755)

    def environment(self, **more):
        return dict(os.environ, PATH=self.folder + ":" + os.environ["PATH"], **more)


def of_case(evidence, folder):
    """The commands whose outputs a case has, and the root to read files from (None where it has none)."""
    mac = RecordedMac(folder)
    for name in COMMANDS:
        path = os.path.join(evidence, "commands", name)
        if os.path.exists(path):
            with open(path, "rb") as f:
                mac.say(name, f.read())
    root = os.path.join(evidence, "root")
    return mac, root if os.path.isdir(root) else None
