#!/usr/bin/env python3
"""Writes the archives that tests/unit/test_evidence.c walks into the folder given, honest ones and hostile ones.

    python3 tests/evidence/make_archives.py FOLDER           the small set of the tests
    python3 tests/evidence/make_archives.py FOLDER --bench N  a tar.gz like a sysdiagnose, about N MB compressed

Only the standard library is used; what it cannot write (zstd, encrypted zip members, bombs) is put together here by hand.
"""
import bz2
import gzip
import io
import lzma
import os
import random
import struct
import sys
import tarfile
import zipfile
import zlib

INSTALL_LOG = "".join(
    f"2024-10-01 03:{i // 60 % 60:02d}:{i % 60:02d}-06 Mac softwareupdated[612]: SUOSUPersonalizeOperation: step {i}\n" for i in range(3000)
).encode()
HOSTS = b"127.0.0.1 localhost\n"
PLIST = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" '
    b'"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0"><dict/></plist>\n'
)
BUNDLE = [
    ("commands/df.txt", b"Filesystem 1024-blocks Used Available Capacity Mounted on\n"),
    ("dialog.txt", b"Failed to personalize the software update.\n"),
    ("root/private/etc/hosts", HOSTS),
    ("root/private/var/log/install.log", INSTALL_LOG),
]


def tar_bytes(members, top=""):
    """members: (name, bytes) or a ready TarInfo without data."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as t:
        for m in members:
            if isinstance(m, tarfile.TarInfo):
                t.addfile(m)
                continue
            info = tarfile.TarInfo(top + m[0])
            info.size, info.mtime, info.mode, info.uid = len(m[1]), 1727775232, 0o640, 501
            t.addfile(info, io.BytesIO(m[1]))
    return out.getvalue()


def special(name, kind, link=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def zip_bytes(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, data in members:
            z.writestr(name, data)
    return out.getvalue()


def encrypt_first_member(data):
    """Sets the encryption bit of the first local and the first central header (APPNOTE.TXT 4.4.4)."""
    data = bytearray(data)
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def zstd_bytes(data):
    """One frame of raw blocks (RFC 8878 sections 3.1.1.1 and 3.1.1.2)."""
    out = b"\x28\xb5\x2f\xfd\xa0" + struct.pack("<I", len(data))
    for at in range(0, len(data), 65536):
        part = data[at : at + 65536]
        last = at + 65536 >= len(data)
        out += struct.pack("<I", int(last) | len(part) << 3)[:3] + part
    return out


def gzip_of_parts(parts):
    """Like gzip, but a part may be (bytes, times): deflated once and repeated, so that a bomb costs nothing to write."""
    out = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    for data, times in parts:
        c = zlib.compressobj(9, zlib.DEFLATED, -15)
        out += (c.compress(data) + c.flush(zlib.Z_FULL_FLUSH)) * times
    return out + b"\x03\0" + b"\0" * 8


def bomb(name, size, zipped_block=1 << 20):
    header = tarfile.TarInfo(name)
    header.size = size
    return gzip_of_parts([(header.tobuf(), 1), (b"\0" * zipped_block, size // zipped_block)])


def write_set(folder):
    def write(name, data):
        with open(os.path.join(folder, name), "wb") as f:
            f.write(data)

    tar = tar_bytes(BUNDLE, "mac-12/")
    write("bundle.tar", tar)
    write("bundle.tar.gz", gzip.compress(tar, mtime=0))
    write("bundle.tar.xz", lzma.compress(tar))
    write("bundle.tar.bz2", bz2.compress(tar))
    write("bundle.tar.zst", zstd_bytes(tar))
    write("bundle.zip", zip_bytes([("mac-12/" + n, d) for n, d in BUNDLE]))
    write("volume.tar.gz", gzip.compress(tar_bytes([("./private/etc/hosts", HOSTS), ("./private/var/log/install.log", INSTALL_LOG)])))
    sysdiagnose = tar_bytes([("logs/install.log", INSTALL_LOG), ("SystemVersion/SystemVersion.plist", PLIST)], "sysdiagnose_2024.10.01_x/")
    write("sysdiagnose_2024.10.01_x.tar.gz", gzip.compress(sysdiagnose))

    half = len(INSTALL_LOG) // 2
    members = gzip.compress(INSTALL_LOG[:half]) + gzip.compress(INSTALL_LOG[half:]) + b"\0" * 700
    write("install.log.0.gz", members)
    write("inside.tar", tar_bytes([("private/var/log/install.log.0.gz", members), ("private/var/log/install.log.1.bz2", bz2.compress(INSTALL_LOG))]))
    nested = gzip.compress(tar)
    for level in range(1, 6):
        nested = zip_bytes([(f"level-{level}.tar.gz" if level == 1 else f"level-{level}.zip", nested), (f"beside-{level}.log", b"x\n")])
        write(f"nested-{level}.zip", nested)

    # Cut short, and with a flipped bit.
    long = tar_bytes([("a/private/etc/hosts", HOSTS), ("a/private/var/log/install.log", os.urandom(200000)), ("a/z.plist", PLIST)])
    for name, data in [("tar", long), ("tar.gz", gzip.compress(long)), ("tar.xz", lzma.compress(long)), ("zip", zip_bytes(
            [("private/etc/hosts", HOSTS), ("private/var/log/install.log", os.urandom(200000)), ("z.plist", PLIST)]))]:
        write(f"cut.{name}", data[: len(data) // 2])
        flipped = bytearray(data)
        flipped[len(data) // 2] ^= 0x10
        write(f"flipped.{name}", bytes(flipped))
    bad_header = bytearray(tar_bytes([("private/etc/hosts", HOSTS), ("middle.plist", PLIST), ("root/last.plist", PLIST)]))
    bad_header[1024 + 3] ^= 0x20
    write("bad-header.tar", bytes(bad_header))
    wrong_sum = bytearray(gzip.compress(HOSTS))
    wrong_sum[-8] ^= 1
    write("hosts.gz", bytes(wrong_sum))
    write("install.log.1.gz", gzip.compress(INSTALL_LOG)[:-3000])

    # Members that must not be followed.
    write("links.tar", tar_bytes([
        ("../../etc/passwd", b"x"), ("/private/etc/hosts", b"x"), special("private/etc/hosts", tarfile.SYMTYPE, "/etc/hosts"),
        special("private/etc/resolv.conf", tarfile.LNKTYPE, "private/etc/hosts"), special("private/var/log/install.log", tarfile.FIFOTYPE),
        special("dev/disk0.plist", tarfile.BLKTYPE), ("private/var/._x.plist", b"x"), ("root/a/b.plist", PLIST)]))
    write("encrypted.zip", encrypt_first_member(zip_bytes([("root/secret.plist", PLIST), ("root/open.plist", PLIST)])))
    raw = tarfile.TarInfo("private/etc/hosts").tobuf(tarfile.USTAR_FORMAT)
    odd = bytearray(raw)
    odd[0:19] = b"\xff\x1b[2J\n\xc3(/odd.plist\0"
    odd[148:156] = b" " * 8
    odd[148:155] = b"%06o\0" % sum(odd)
    write("odd-names.tar", bytes(odd) + tar_bytes([("root/\u00e9t\u00e9.plist", PLIST)]))
    write("deep.tar", tar_bytes([("d/" * 10000 + "x.plist", PLIST), ("root/after.plist", PLIST)]))
    write("many.tar", tar_bytes([(f"e/{i}", b"") for i in range(3000)]))
    write("empty.tar", tar_bytes([]))
    write("empty.zip", zip_bytes([]))
    write("bomb.tar.gz", gzip_of_parts([(tar_bytes([("private/etc/hosts", HOSTS)])[:1024], 1)])[:-10]
          + bomb("private/var/log/install.log", 10 << 30)[10:])
    write("bomb.log.gz", gzip_of_parts([(b"\0" * (1 << 20), 10 << 10)]))
    write("sparse.tar", sparse_member("private/var/log/install.log", 1 << 40))


def sparse_member(name, size):
    """A GNU sparse member (old format): one byte stored at the end of a terabyte of nothing."""
    h = bytearray(tarfile.TarInfo(name).tobuf(tarfile.GNU_FORMAT))
    h[156:157] = b"S"
    h[124:136] = b"%011o\0" % 512

    def number(value):
        return b"\x80" + value.to_bytes(11, "big")

    h[386:410] = number(size - 512) + number(512)
    h[483:495] = number(size)
    h[148:156] = b" " * 8
    h[148:155] = b"%06o\0" % sum(h)
    return bytes(h) + b"x" * 512 + b"\0" * 1024


def write_bench(folder, megabytes):
    """Log-like text, property lists and incompressible tracev3-like data in the proportions of a sysdiagnose."""
    rng = random.Random(1)
    words = [bytes(rng.choices(b"abcdefghijklmnopqrstuvwxyz", k=rng.randint(3, 11))) for _ in range(4000)]
    path = os.path.join(folder, "sysdiagnose_2024.10.01_bench.tar.gz")
    with open(path, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=4, mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w|") as t:
            number = 0
            while raw.tell() < megabytes << 20:
                text = b"".join(b"2024-10-01 03:%02d:%02d-06 Mac %s[%d]: %s\n" % (
                    rng.randint(0, 59), rng.randint(0, 59), rng.choice(words), rng.randint(1, 9999), b" ".join(rng.choices(words, k=12)))
                    for _ in range(20000))
                name = "logs/install.log" if number == 0 else f"noise/{number}.txt"
                for data, full in [(text * 3, name), (rng.randbytes(300000) + text[:300000], f"noise/{number}.bin")]:
                    info = tarfile.TarInfo("sysdiagnose_2024.10.01_bench/" + full)
                    info.size = len(data)
                    t.addfile(info, io.BytesIO(data))
                number += 1
    print(path)


if __name__ == "__main__":
    if len(sys.argv) > 3 and sys.argv[2] == "--bench":
        write_bench(sys.argv[1], int(sys.argv[3]))
    else:
        write_set(sys.argv[1])
