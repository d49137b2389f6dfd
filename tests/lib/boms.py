"""boms: bills of materials of our own, in the form of those in /var/db/receipts, right or wrong on purpose (src/format/bom.h).

    bytes = bom([File("usr/lib/a.dylib", 0o100755, 0, 0, content=b"...")])

The folders above a file are made as root's, 0755, unless they are given. The text of a case, [bom], has one file a line, as lsbom writes it:

    ./usr/lib/a.dylib  100755  0/0  1234  4294967295
"""
import struct
import zlib

FILE, FOLDER, LINK, DEVICE = 1, 2, 3, 4


def cksum(data):
    """POSIX cksum(1): CRC-32 with the most significant bit first, the length behind the data."""
    n, length = len(data), b""
    while n:
        length += bytes([n & 0xFF])
        n >>= 8
    crc = 0
    for byte in data + length:
        crc = ((crc << 8) & 0xFFFFFFFF) ^ TABLE[(crc >> 24) ^ byte]
    return crc ^ 0xFFFFFFFF


def table():
    out = []
    for i in range(256):
        c = i << 24
        for _ in range(8):
            c = ((c << 1) ^ 0x04C11DB7 if c & 0x80000000 else c << 1) & 0xFFFFFFFF
        out.append(c)
    return out


TABLE = table()


class File:
    def __init__(self, path, mode=0o100644, uid=0, gid=0, size=0, checksum=0, content=None, target=None, only_path=False):
        self.path, self.mode, self.uid, self.gid, self.only_path, self.target = path, mode, uid, gid, only_path, target
        self.size = len(content) if content is not None else size
        self.checksum = cksum(content) if content is not None else checksum
        self.type = {0o040000: FOLDER, 0o120000: LINK, 0o020000: DEVICE, 0o060000: DEVICE}.get(mode & 0o170000, FILE)

    def known(self):
        head = struct.pack(">BBH", self.type, 1, 0 if self.only_path else 0xF)
        if self.only_path:
            return head
        out = head + struct.pack(">HIIIIB", self.mode, self.uid, self.gid, 1600000000, self.size & 0xFFFFFFFF, 1)
        if self.type in (FILE, LINK):
            out += struct.pack(">I", self.checksum)
        if self.type == LINK:
            target = self.target.encode() + b"\0"
            out += struct.pack(">I", len(target)) + target
        return out + bytes(8)


class Store:
    """Blocks with numbers, the named ones among them."""

    def __init__(self):
        self.blocks, self.names = [b""], []

    def add(self, data):
        self.blocks.append(data)
        return len(self.blocks) - 1

    def reserve(self):
        return self.add(b"")

    def tree(self, leaves, entries=None, promised=None):
        """leaves: lists of (first, second). Several leaves get a node above them."""
        numbers = [self.reserve() for _ in leaves]
        for i, pairs in enumerate(leaves):
            after = numbers[i + 1] if i + 1 < len(numbers) else 0
            before = numbers[i - 1] if i else 0
            self.blocks[numbers[i]] = struct.pack(">HHII", 1, len(pairs), after, before) + b"".join(struct.pack(">II", *p) for p in pairs)
        root = numbers[0]
        if len(numbers) > 1:
            root = self.add(struct.pack(">HHII", 0, len(numbers), 0, 0) + b"".join(struct.pack(">II", n, 0) for n in numbers))
        count = sum(len(pairs) for pairs in leaves)
        return self.add(b"tree" + struct.pack(">IIIIB", 1, root, 4096, count if promised is None else promised, 0))

    def bytes(self):
        out, index = bytearray(512), struct.pack(">I", len(self.blocks))
        for b in self.blocks:
            index += struct.pack(">II", len(out) if b else 0, len(b))
            out += b
        names = struct.pack(">I", len(self.names)) + b"".join(struct.pack(">IB", n, len(key)) + key.encode() for key, n in self.names)
        index_at, names_at = len(out), len(out) + len(index)
        out += index + names
        out[:32] = b"BOMStore" + struct.pack(">IIIIII", 1, len(self.blocks) - 1, index_at, len(index), names_at, len(names))
        return bytes(out)


def with_folders(files):
    """Each folder before what lies in it, the folder itself first."""
    given = {f.path: f for f in files}
    out = {".": given.get(".") or File(".", 0o040755)}
    for f in files:
        parts = f.path.split("/")
        for i in range(1, len(parts)):
            above = "/".join(parts[:i])
            out.setdefault(above, given.get(above) or File(above, 0o040755))
        out.setdefault(f.path, f)
    return out


def bom(files, leaf=256, promised=None):
    s, pairs, ids, large = Store(), [], {}, []
    for path, f in with_folders(files).items():
        above, _, name = path.rpartition("/")
        ids[path] = len(ids) + 1
        parent = 0 if path == "." else ids[above or "."]
        known = s.add(f.known())
        pairs.append((s.add(struct.pack(">II", ids[path], known)), s.add(struct.pack(">I", parent) + name.encode() + b"\0")))
        if f.size > 0xFFFFFFFF:
            large.append((s.add(struct.pack(">Q", f.size)), s.add(struct.pack(">I", known))))
    s.names = [("BomInfo", s.add(struct.pack(">III", 1, len(pairs) + 1, 0))),
               ("Paths", s.tree([pairs[i:i + leaf] for i in range(0, len(pairs), leaf)], promised=promised)),
               ("Size64", s.tree([large] if large else [[]]))]
    return s.bytes()


def of_text(text):
    """The lines of lsbom: path, mode in octal, uid/gid, size, checksum, or the target of a link."""
    files = []
    for line in text.splitlines():
        words = line.split()
        if not words:
            continue
        path, mode = words[0][2:] if words[0].startswith("./") else words[0], int(words[1], 8)
        uid, gid = map(int, words[2].split("/"))
        link = mode & 0o170000 == 0o120000
        files.append(File(path, mode, uid, gid, int(words[3]) if len(words) > 3 else 0,
                          int(words[4]) if len(words) > 4 and not link else 0, target=words[-1] if link else None))
    return bom(files)
