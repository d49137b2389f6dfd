"""machos: Mach-O files of our own, right or wrong on purpose (src/format/macho.h); nothing in them runs.

    bytes = macho(arch="x86_64", kind="dylib", libraries=["/usr/lib/libSystem.B.dylib"], minimum="10.13")
    bytes = universal([macho(arch="x86_64"), macho(arch="arm64")])

The text of a case, [macho], has one setting a line; each "arch" begins another part of the file:

    arch x86_64            i386, x86_64, arm64, arm64e, ppc
    kind dylib             execute, dylib, kext, bundle
    name /usr/lib/libExample.dylib
    minimum 10.13
    library /usr/lib/libSystem.B.dylib
    weak /usr/lib/libOther.dylib
    code 8192              bytes of code
    sign com.example.a     settings of signatures.py
    damage 5000            changes a bit of the code behind that byte, after signing
"""
import struct

import signatures

ARCHES = {"i386": (7, 3), "x86_64": (0x01000007, 3), "arm64": (0x0100000C, 0), "arm64e": (0x0100000C, 2), "ppc": (18, 0)}
KINDS = {"execute": 2, "dylib": 6, "bundle": 8, "kext": 11}
PAGE = 4096
LINKS = {"library": 0xC, "weak": 0x80000018, "reexport": 0x8000001F, "name": 0xD}


def version(text):
    parts = ([int(p) for p in text.split(".")] + [0, 0])[:3]
    return parts[0] << 16 | parts[1] << 8 | parts[2]


def command(order, number, body):
    body += bytes(-len(body) % 8)
    return struct.pack(order + "II", number, 8 + len(body)) + body


def library(order, number, path):
    return command(order, number, struct.pack(order + "IIII", 24, 2, version("1.0"), version("1.0")) + path.encode() + b"\0")


def macho(arch="x86_64", kind="execute", links=(), minimum=None, sdk="10.15", code=PAGE, sign=None, platform=1, uuid=None):
    """links: (command of LINKS, path). sign: settings of signatures.embedded, or None."""
    order = ">" if arch == "ppc" else "<"
    wide = arch not in ("i386", "ppc")
    cpu, subtype = ARCHES[arch]
    head = 32 if wide else 28
    code_at = PAGE
    body = bytes((i * 7 + i // 256) % 256 for i in range(code))
    limit = code_at + len(body)
    signature_size = signatures.size(limit, **sign) if sign is not None else 0

    def commands():
        segment = b"__TEXT".ljust(16, b"\0") + struct.pack(order + ("QQQQ" if wide else "IIII"), 0, limit, 0, limit)
        out = [command(order, 0x19 if wide else 0x1, segment + struct.pack(order + "iiII", 5, 5, 0, 0))]
        out += [library(order, LINKS[how], path) for how, path in links]
        out.append(command(order, 0x1B, uuid or bytes(range(16))))
        if minimum:
            out.append(command(order, 0x32, struct.pack(order + "IIII", platform, version(minimum), version(sdk), 0)))
        if sign is not None:
            out.append(command(order, 0x1D, struct.pack(order + "II", limit, signature_size)))
        return out

    list_of = commands()
    content = b"".join(list_of)
    magic = 0xFEEDFACF if wide else 0xFEEDFACE
    header = struct.pack(order + "IIIIIII", magic, cpu, subtype, KINDS[kind], len(list_of), len(content), 0x85) + bytes(head - 28)
    data = (header + content).ljust(code_at, b"\0") + body
    return data + signatures.embedded(data, **sign) if sign is not None else data


def universal(parts, wide=False):
    """Each at a multiple of 16 KiB, as the loader wants them."""
    at, places, out = 0x4000, [], b""
    for data in parts:
        order = ">" if data[0] == 0xFE else "<"
        cpu, subtype = struct.unpack(order + "II", data[4:12])
        places.append(struct.pack(">IIQQII" if wide else ">IIIII", cpu, subtype, at, len(data), 14, *([0] if wide else [])))
        out += data + bytes(-len(data) % 0x4000)
        at = 0x4000 + len(out)
    head = struct.pack(">II", 0xCAFEBABF if wide else 0xCAFEBABE, len(parts)) + b"".join(places)
    return head.ljust(0x4000, b"\0") + out


def of_text(text):
    parts = []
    for line in text.splitlines():
        key, _, value = line.strip().partition(" ")
        if not key or key.startswith("#"):
            continue
        if key == "arch" or not parts:
            parts.append({"links": []})
        part = parts[-1]
        if key in LINKS:
            part["links"].append((key, value))
        elif key in ("sign", "damage"):
            part[key] = value
        else:
            part[key] = int(value) if key == "code" else value
    made = []
    for part in parts:
        damage = part.pop("damage", None)
        if "sign" in part:
            part["sign"] = signatures.settings(part["sign"])
        data = bytearray(macho(**part))
        if damage is not None:  # a bit of the code, at that byte of it
            data[PAGE + int(damage)] ^= 0x10
        made.append(bytes(data))
    return made[0] if len(made) == 1 else universal(made)
