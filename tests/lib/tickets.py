"""tickets: makes personalization tickets of our own, with roots and signers of our own (openssl(1) signs), right or wrong on purpose.

    shop = Shop(folder)                       # a root, a signer with constraints, and the knowledge that makes the root known
    bytes = shop.ticket(manifest, images)     # an IM4M
    tailor("ticket", "verify", file, "--rules", shop.rules)

Properties are {"CHIP": 0x8103, "BNCH": b"...", "CPRO": True, "love": "25.1"}; a value of class Raw is DER as it is.
"""
import pathlib
import subprocess


class Raw(bytes):
    """A value that is DER already."""


PRESENT, ABSENT = Raw(b"\xa0\x02\x05\x00"), Raw(b"\xa1\x02\x05\x00")


def length(n):
    if n < 0x80:
        return bytes([n])
    body = n.to_bytes((n.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(body)]) + body


def element(tag, content):
    return tag + length(len(content)) + content


def sequence(*parts):
    return element(b"\x30", b"".join(parts))


def set_of(parts):
    return element(b"\x31", b"".join(parts))


def ia5(text):
    return element(b"\x16", text.encode())


def integer(n):
    return element(b"\x02", n.to_bytes(n.bit_length() // 8 + 1, "big"))


def octets(data):
    return element(b"\x04", data)


def four(name):
    """The identifier of [PRIVATE name], constructed."""
    number, out = int.from_bytes(name.encode(), "big"), []
    while number or not out:
        out.insert(0, number & 0x7F)
        number >>= 7
    return bytes([0xFF] + [b | 0x80 for b in out[:-1]] + [out[-1]])


def value(v):
    if isinstance(v, Raw):
        return bytes(v)
    if isinstance(v, bool):
        return element(b"\x01", b"\xff" if v else b"\x00")
    if isinstance(v, int):
        return integer(v)
    return ia5(v) if isinstance(v, str) else octets(v)


def named(name, *inside):
    return element(four(name), sequence(ia5(name), *inside))


def properties(p):
    return set_of([named(name, value(v)) for name, v in p.items()])


def body(manifest, images):
    objects = [named("MANP", properties(manifest))] + [named(name, properties(p)) for name, p in images]
    return set_of([named("MANB", set_of(objects))])


def im4m(signed_body, signature, certificates, version=0):
    tail = [sequence(*certificates)] if certificates is not None else []
    return sequence(ia5("IM4M"), integer(version), signed_body, octets(signature), *tail)


def im4p(kind, data, description="made for a test"):
    return sequence(ia5("IM4P"), ia5(kind), ia5(description), octets(data))


def img4(payload, ticket=None):
    return sequence(ia5("IMG4"), payload, *([element(b"\xa0", ticket)] if ticket else []))


def openssl(*words, stdin=None):
    done = subprocess.run(["openssl", *map(str, words)], input=stdin, capture_output=True)
    if done.returncode:
        raise RuntimeError("openssl %s: %s" % (" ".join(map(str, words)), done.stderr.decode()))
    return done.stdout


class Shop:
    """A root of our own and signers below it."""

    MANP = {"BORD": PRESENT, "CEPO": 1, "CHIP": 0x8103, "ECID": PRESENT, "SDOM": 1, "augs": ABSENT}
    OBJP = {"DGST": PRESENT, "EPRO": PRESENT}

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.root = self.certificate("root", "Practice Secure Boot Root CA")
        self.signer = self.certificate("signer", "T8103-Practice-ManifestKey", "root", self.extension(self.MANP, self.OBJP))
        self.rules = self.folder / "rules"
        (self.rules / "knowledge").mkdir(parents=True, exist_ok=True)
        key = openssl("pkey", "-in", self.folder / "root.key", "-pubout", "-outform", "DER").hex()
        (self.rules / "knowledge/boot_root.tsv").write_text(
            "name\tsigns\tsha256\tpublic_key\tsource\nPractice Secure Boot Root CA\ttests\t-\t%s\tmade for this test\n" % key)

    @staticmethod
    def extension(manp, objp):
        return set_of([named("MANP", properties(manp)), named("OBJP", properties(objp))])

    def certificate(self, name, subject, issuer=None, constraints=None, bits=2048, digest="sha384"):
        """DER of a certificate, whose key and PEM stay in the folder. Valid for one day of 2017: dates are not to be checked."""
        f = self.folder
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:%d" % bits, "-out", f / (name + ".key"))
        openssl("req", "-new", "-key", f / (name + ".key"), "-subj", "/CN=" + subject, "-out", f / (name + ".csr"))
        lines = ["[x]", "basicConstraints=critical,CA:%s" % ("FALSE" if issuer else "TRUE")]
        if constraints is not None:
            lines.append("1.2.840.113635.100.6.1.15=critical,DER:" + ":".join("%02x" % b for b in constraints))
        (f / (name + ".ext")).write_text("\n".join(lines) + "\n")
        sign = ["-CA", f / (issuer + ".pem"), "-CAkey", f / (issuer + ".key"), "-CAcreateserial"] if issuer else \
            ["-signkey", f / (name + ".key")]
        openssl("x509", "-req", "-in", f / (name + ".csr"), *sign, "-days", "1", "-" + digest, "-extfile", f / (name + ".ext"),
                "-extensions", "x", "-out", f / (name + ".pem"))
        return openssl("x509", "-in", f / (name + ".pem"), "-outform", "DER")

    def sign(self, data, signer="signer", digest="sha384"):
        (self.folder / "body").write_bytes(data)
        return openssl("dgst", "-" + digest, "-sign", self.folder / (signer + ".key"), self.folder / "body")

    def ticket(self, manifest, images, signer="signer", certificates=None, digest="sha384"):
        signed = body(manifest, images)
        chain = [self.signer] if certificates is None else certificates
        return im4m(signed, self.sign(signed, signer, digest), chain or None)
