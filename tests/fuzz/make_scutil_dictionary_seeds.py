#!/usr/bin/env python3
"""Writes the seeds of the fuzzer of scutil's blocks, tests/fuzz/seeds/scutil_dictionary/. Everything in them is made here."""
import pathlib

OUT = pathlib.Path(__file__).parent / "seeds" / "scutil_dictionary"


def block(value, depth=0):
    """What scutil prints for a value."""
    if isinstance(value, bytes):
        return "<data> 0x" + value.hex()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if not isinstance(value, (dict, list)):
        return str(value)
    pairs = sorted(value.items()) if isinstance(value, dict) else list(enumerate(value))
    name, indent = ("dictionary" if isinstance(value, dict) else "array"), "  " * depth
    lines = ["%s  %s : %s" % (indent, key, block(item, depth + 1)) for key, item in pairs]
    return "\n".join(["<%s> {" % name] + lines + [indent + "}"])


SEEDS = {
    "proxies": block({"ExceptionsList": ["*.local", "169.254/16"], "FTPPassive": 1, "HTTPEnable": 1, "HTTPProxy": "proxy.example.com"}),
    "types": block({"Data": b"\x0f\xbd\x77", "Empty": "", "No": False, "Number": -5, "Text": "a : b", "Yes": True, "Zero": "007"}),
    "nested": block({"a": [{"b": [[], {}]}]}),
    "lines": "> show State:/A\n" + block({"Notice": "one\ntwo\n\nthree"}),
    "cut": block({"a": ["x", "y"]})[:-4],
    "none": "  No such key\n",
}


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for name, text in SEEDS.items():
        (OUT / (name + ".txt")).write_text(text + "\n")


main()
