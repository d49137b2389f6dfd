#!/usr/bin/env python3
"""Writes the seeds of the macho and code_signature fuzzers, tests/fuzz/seeds/{macho,code_signature}/. Everything in them is made here."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "lib"))
import signatures  # noqa: E402
from machos import macho, universal  # noqa: E402

OUT = pathlib.Path(__file__).parent / "seeds"
SYSTEM = [("library", "/usr/lib/libSystem.B.dylib")]
LIBRARY = [("name", "/usr/lib/libExample.dylib"), ("reexport", "/usr/lib/libOther.dylib"), ("weak", "@rpath/libWeak.dylib")] + SYSTEM
SIGN = {"identifier": "com.example.a", "team": "ABCDE12345", "info": b"<plist/>", "resources": b"<plist/>"}
small = {
    "x86_64": macho(links=SYSTEM, minimum="10.13", code=64), "dylib": macho(kind="dylib", links=LIBRARY, minimum="11.0", code=64),
    "i386": macho(arch="i386", links=SYSTEM, code=64), "ppc": macho(arch="ppc", links=SYSTEM, code=64),
    "kext": macho(arch="arm64e", kind="kext", code=64), "universal": universal([macho(code=16), macho(arch="arm64", code=16)]),
    "wide": universal([macho(code=16)], wide=True),
}
signed = {
    "sha256": macho(code=5000, sign=SIGN), "sha1": macho(code=64, sign={"hash": 1, "platform": 1, "identifier": "com.apple.a"}),
    "sha384": macho(code=64, sign={"hash": 4}), "truncated-hash": macho(code=64, sign={"hash": 3}),
}
bare = signatures.embedded(bytes(100), **SIGN)
for folder, seeds in (("macho", {**small, "signed": signed["sha256"]}), ("code_signature", {**signed, "bare": bare})):
    (OUT / folder).mkdir(parents=True, exist_ok=True)
    for name, data in seeds.items():
        (OUT / folder / name).write_bytes(data)
