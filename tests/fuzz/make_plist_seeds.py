#!/usr/bin/env python3
"""Writes the seeds of the property-list fuzzers, tests/fuzz/seeds/plist/ and plist_rewrite/. Everything in them is made here."""
import datetime
import pathlib
import plistlib
import struct

SEEDS = pathlib.Path(__file__).parent / "seeds"
REWRITTEN = {"types.xml", "types.binary", "network.torn", "network.cut", "cdata.xml", "comment.xml", "entity.xml", "latin1.xml", "length.binary"}

SAMPLES = {
    "types": {
        "string": "plain", "text": "é <&> \U0001F600", "integer": -5, "large": 2**64 - 1, "real": 2.5, "yes": True, "no": False,
        "date": datetime.datetime(2024, 10, 1, 9, 33, 52), "data": bytes(range(40)), "array": [1, "two", [], {}],
    },
    "network": {
        "CurrentSet": "/Sets/0",
        "NetworkServices": {"0": {"UserDefinedName": "Wi-Fi", "Interface": {"DeviceName": "en0", "Hardware": "AirPort"}, "DNS": {}}},
        "Sets": {"0": {"Network": {"Global": {"IPv4": {"ServiceOrder": ["0"]}}}}},
    },
    "many": [{"index": i, "name": "item %d" % (i % 7)} for i in range(60)],
}


def binary(objects, top=0, offset_size=1, ref_size=1):
    """A binary list of these objects as bytes, right or not."""
    out, offsets = bytearray(b"bplist00"), []
    for item in objects:
        offsets.append(len(out))
        out += item
    table = len(out)
    for offset in offsets:
        out += offset.to_bytes(offset_size, "big")
    return bytes(out) + struct.pack(">6xBBQQQ", offset_size, ref_size, len(objects), top, table)


def xml(body):
    return b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n' + body + b"\n</plist>\n"


def seeds():
    for name, sample in SAMPLES.items():
        text = plistlib.dumps(sample)
        yield name + ".xml", text
        yield name + ".binary", plistlib.dumps(sample, fmt=plistlib.FMT_BINARY)
        yield name + ".cut", text[: len(text) * 2 // 3]
        yield name + ".torn", text[: len(text) // 2] + bytes(64)
        yield name + ".utf16", text.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    yield "uid.binary", plistlib.dumps({"$top": plistlib.UID(3)}, fmt=plistlib.FMT_BINARY)
    yield "null.binary", binary([b"\xa3\x01\x02\x03", b"\x00", b"\xc1\x01", b"\x14" + bytes(8) + b"\xff" * 8])
    yield "wide.binary", binary([b"\xd1" + bytes(7) + b"\x01" + bytes(7) + b"\x02", b"\x51k", b"\x62\xd8\x3d\xde\x00"], 0, 8, 8)
    yield "cycle.binary", binary([b"\xa1\x01", b"\xa1\x00"])
    yield "explosion.binary", binary([b"\xa8" + bytes([i + 1]) * 8 for i in range(20)] + [b"\x09"])
    yield "length.binary", binary([b"\x5f\x13" + b"\x7f" + b"\xff" * 7])
    yield "cdata.xml", xml(b"<string>a<![CDATA[<&>]]>&#x41;&#66;&apos;</string>")
    yield "comment.xml", xml(b"<!-- c --><array><?p i?><integer>0x1F</integer><real>-infinity</real></array>")
    yield "entity.xml", b'<!DOCTYPE plist [<!ENTITY a "b">]><plist><string>&a;</string></plist>'
    yield "latin1.xml", b'<?xml version="1.0" encoding="ISO-8859-1"?><plist><string>\xe9</string></plist>'
    yield "key.xml", xml(b"<dict><key>a</key><key>b</key></dict>")
    yield "deep.xml", xml(b"<array>" * 130)
    yield "project.openstep", b'// !$*UTF8*$!\n{ a = b; /* c */ "q r" = \'x\\\'y\'; d = <0fbd 77>; l = (1, -2.5, (), ); u = "\\U00e9\\n\\101"; }\n'
    yield "table.strings", b'/* greeting */\n"Hello" = "Bonjour";\nSame;\n'


def main():
    for folder in ("plist", "plist_rewrite"):
        (SEEDS / folder).mkdir(parents=True, exist_ok=True)
    for name, content in seeds():
        (SEEDS / "plist" / name).write_bytes(content)
        if name in REWRITTEN:
            (SEEDS / "plist_rewrite" / name).write_bytes(content)


main()
