"""signatures: embedded code signatures of our own (src/format/code_signature.h), by no certificate: ad hoc, or with a name for a team only.

    data + embedded(data, identifier="com.example.a", team="ABCDE12345", flags=0x2)
"""
import hashlib
import struct

PAGE = 4096
HASHES = {1: (hashlib.sha1, 20), 2: (hashlib.sha256, 32), 3: (hashlib.sha256, 20), 4: (hashlib.sha384, 48)}
INFO, RESOURCES = 1, 3


def settings(text):
    """"com.example.a team=ABCDE12345 platform=1 hash=1 info=TEXT" of a case; info: what stood in Info.plist when it was signed."""
    words = text.split()
    out = {"identifier": words[0]}
    for word in words[1:]:
        key, _, value = word.partition("=")
        out[key] = value if key == "team" else value.encode() if key == "info" else int(value, 0)
    return out


def directory(data, identifier, team, flags, platform, hash, special):
    make, size = HASHES[hash]
    pages = [make(data[i:i + PAGE]).digest()[:size] for i in range(0, len(data), PAGE)]
    specials = max(special, default=0)
    slots = b"".join(special.get(n, bytes(size)) for n in range(specials, 0, -1))
    names = identifier.encode() + b"\0"
    head = 52
    team_at = head + len(names) if team else 0
    names += team.encode() + b"\0" if team else b""
    hashes_at = head + len(names) + len(slots)
    body = struct.pack(">IIIIIIIBBBBIII", 0x20200, flags, hashes_at, head, specials, len(pages), len(data), size, hash, platform,
                       PAGE.bit_length() - 1, 0, 0, team_at)
    blob = body + names + slots + b"".join(pages)
    return struct.pack(">II", 0xFADE0C02, 8 + len(blob)) + blob


def embedded(data, identifier="com.example.program", team=None, flags=2, platform=0, hash=2, info=None, resources=None, damaged=None):
    """info, resources: bytes of Info.plist and CodeResources that the signature seals."""
    make, size = HASHES[hash]
    special = {n: make(content).digest()[:size] for n, content in ((INFO, info), (RESOURCES, resources)) if content is not None}
    blobs = [(0, directory(data, identifier, team, flags, platform, hash, special)), (0x10000, struct.pack(">II", 0xFADE0B01, 8))]
    at, index, out = 12 + 8 * len(blobs), b"", b""
    for kind, blob in blobs:
        index += struct.pack(">II", kind, at + len(out))
        out += blob
    return struct.pack(">III", 0xFADE0CC0, at + len(out), len(blobs)) + index + out


def size(limit, **sign):
    return len(embedded(bytes(limit), **sign))
