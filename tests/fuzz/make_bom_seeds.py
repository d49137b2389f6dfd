#!/usr/bin/env python3
"""Writes the seeds of the bom fuzzer, tests/fuzz/seeds/bom/. Everything in them is made here."""
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "lib"))
from boms import File, Store, bom  # noqa: E402

OUT = pathlib.Path(__file__).parent / "seeds" / "bom"
LIBRARY = File("usr/lib/a.dylib", 0o100755, content=b"library")
LINK = File("usr/lib/b.dylib", 0o120755, target="a.dylib")


def loop():
    """A path that lies in itself, by way of another."""
    s = Store()
    known = s.add(LIBRARY.known())
    pairs = [(s.add(struct.pack(">II", i, known)), s.add(struct.pack(">I", 3 - i) + b"x\0")) for i in (1, 2)]
    s.names = [("Paths", s.tree([pairs]))]
    return s.bytes()


seeds = {
    "files": bom([LIBRARY, LINK, File("dev/x", 0o020666)]), "leaves": bom([LIBRARY, LINK], leaf=2), "empty": bom([]),
    "only-paths": bom([File("a/b", only_path=True)]), "large": bom([File("image", size=5 << 30)]), "loop": loop(),
    "promise": bom([LIBRARY], promised=9000),
}
OUT.mkdir(parents=True, exist_ok=True)
for name, data in seeds.items():
    (OUT / name).write_bytes(data)
