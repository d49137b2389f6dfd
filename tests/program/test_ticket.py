"""tailor ticket: genuine and false tickets told apart at the right step, by tickets that openssl signs here."""
import os
import plistlib
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from program_run import Program  # noqa: E402
import tickets  # noqa: E402
from tickets import ABSENT, PRESENT, Raw, Shop  # noqa: E402

tailor = Program(sys.argv[1])
if not shutil.which("openssl"):
    print("skipped: tickets, since openssl(1) is not here")
    sys.exit(0)

MANIFEST = {"BNCH": bytes(range(32)), "BORD": 0x22, "CEPO": 1, "CHIP": 0x8103, "CPRO": True, "CSEC": True, "ECID": 0x1122334455667788,
            "SDOM": 1, "love": "24.6.74.0.0,0"}
KERNEL, TREE = bytes([7]) * 48, bytes([9]) * 48
IMAGES = [("dtre", {"DGST": TREE, "EPRO": True, "ESEC": True}), ("krnl", {"DGST": KERNEL, "EPRO": True, "ESEC": True})]
folder = tempfile.mkdtemp(prefix="tailor-ticket-")
shop = Shop(os.path.join(folder, "shop"))


def write(name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data)
    return path


def without(p, *names):
    return {k: v for k, v in p.items() if k not in names}


def verify(data, *more, name="t.im4m"):
    """-> (run, steps): every step as "step outcome text"."""
    run = tailor("ticket", "verify", "--json", write(name, data), "--rules", shop.rules, *more)
    steps = ["%s %s %s" % (s["step"], s["outcome"], s["text"]) for t in run.json()["tickets"] for s in t["steps"]]
    return run, steps


def failing(steps):
    return [s for s in steps if " failed " in s]


def expect(what, data, status, *words, more=(), name="t.im4m"):
    """One failing step that says the words, or none where there are no words."""
    run, steps = verify(data, *more, name=name)
    bad = failing(steps)
    good = run.status == status and len(bad) == (1 if words else 0) and all(w in bad[0] for w in words)
    tailor.check("%s: %s" % (what, steps), good, run)


genuine = shop.ticket(MANIFEST, IMAGES)
expect("a genuine ticket", genuine, 0)
expect("one without a certificate is not verified, nor is it wrong", shop.ticket(MANIFEST, IMAGES, certificates=[]), 2)

# Changed behind the signer's back: each byte of the signed body and of the signature counts.
at = genuine.index(KERNEL)
expect("an image changed", genuine[:at] + b"\x08" + genuine[at + 1:], 1, "signature failed")
at = genuine.index(bytes.fromhex("1122334455667788"))
expect("made for another Mac", genuine[:at] + b"\x12" + genuine[at + 1:], 1, "signature failed")
expect("signed with another hash than its certificate", shop.ticket(MANIFEST, IMAGES, digest="sha512"), 1, "signature failed")

# The signer's signer.
shop.certificate("other-root", "Practice Secure Boot Root CA")
forged = shop.certificate("forged", "T8103-Practice-ManifestKey", "other-root", shop.extension(shop.MANP, shop.OBJP))
expect("a root of the right name and another key", shop.ticket(MANIFEST, IMAGES, "forged", [forged]), 1, "chain failed", "that key did not")
own = shop.certificate("own", "Somebody's Own Root")
expect("a root of nobody's", shop.ticket(MANIFEST, IMAGES, "own", [own]), 1, "chain failed", "Somebody's Own Root")
middle = shop.certificate("middle", "Practice Certification Authority", "root")
leaf = shop.certificate("leaf", "S8000-Practice", "middle")
expect("an intermediate between", shop.ticket(MANIFEST, IMAGES, "leaf", [middle, leaf]), 0)
expect("an intermediate that did not sign", shop.ticket(MANIFEST, IMAGES, "leaf", [shop.signer, leaf]), 1, "chain failed")

# What the signer may sign.
for what, manifest, images, words in [
        ("another chip", {**MANIFEST, "CHIP": 0x6000}, IMAGES, ["CHIP 0x6000", "only 0x8103"]),
        ("no board", without(MANIFEST, "BORD"), IMAGES, ["lacks BORD"]),
        ("global where it may not", {**MANIFEST, "augs": 1}, IMAGES, ["holds augs"]),
        ("another type", {**MANIFEST, "SDOM": b"\x01"}, IMAGES, ["another SDOM"]),
        ("an image without a digest", MANIFEST, [("krnl", {"EPRO": True})], ["image krnl lacks DGST"])]:
    expect(what, shop.ticket(manifest, images), 1, "constraints failed", *words)
broken = shop.certificate("broken", "T8103-Practice-ManifestKey", "root", tickets.set_of([tickets.octets(b"x")]))
expect("constraints that cannot be read", shop.ticket(MANIFEST, IMAGES, "broken", [broken]), 1, "constraints failed", "damaged")

# The Mac.
device = "chip=0x8103,board=34,domain=1,ecid=0x1122334455667788,nonce=" + bytes(range(32)).hex()
expect("this Mac", genuine, 0, more=["--device", device])
for key, wrong, words in [("chip", "chip=0x6000", "chip 0x8103"), ("board", "board=0x24", "board 0x22"), ("ecid", "ecid=5", "another Mac"),
                          ("nonce", "nonce=00ff", "another nonce"), ("domain", "domain=0", "security domain 0x1")]:
    expect("another " + key, genuine, 1, "device failed", words, more=["--device", wrong])
any_mac = shop.certificate("global", "T8103-Practice-Global", "root", shop.extension({"ECID": ABSENT, "BORD": PRESENT}, {}))
expect("a ticket for any Mac of the board", shop.ticket(without(MANIFEST, "ECID"), IMAGES, "global", [any_mac]), 0, more=["--device", "ecid=5"])
for wrong in ("chip", "chip=", "chip=0x", "chip=12x", "ecid=0x11112222333344445", "nonce=abc", "colour=red", "chip=1,,board=2"):
    run = tailor("ticket", "verify", write("t.im4m", genuine), "--device", wrong)
    tailor.check("--device %s is refused" % wrong, run.status == 64 and "--device" in run.told, run)

# The build.


def manifest_of(kernel, tree, board="0x22", more=None):
    identity = {"ApBoardID": board, "ApChipID": 0x8103, "ApSecurityDomain": "0x01",
                "Info": {"DeviceClass": "j274ap", "Variant": "macOS Customer", "RestoreBehavior": "Update", "BuildNumber": "24G90"},
                "Manifest": {"KernelCache": {"Digest": kernel, "Trusted": True, "Info": {"Path": "kernelcache"}},
                             "DeviceTree": {"Digest": tree, "Trusted": True}, "OS": {"Info": {"Path": "os.dmg"}}, **(more or {})}}
    other = {**identity, "ApBoardID": 0x24}
    return plistlib.dumps({"BuildIdentities": [other, identity], "ProductVersion": "15.6.1", "ProductBuildVersion": "24G90"})


def build(*a, **k):
    return ["--manifest", write("BuildManifest.plist", manifest_of(*a, **k))]


run, steps = verify(genuine, *build(KERNEL, TREE))
tailor.check("its build: %s" % steps, run.status == 0 and any("build passed Identity 1" in s and "2 images" in s for s in steps), run)
run, steps = verify(genuine, *build(bytes(48), TREE))
tailor.check("another kernel: %s" % steps, run.status == 1 and any("build failed KernelCache" in s for s in steps)
             and not any("build failed DeviceTree" in s for s in steps), run)
run, steps = verify(genuine, *build(KERNEL, TREE, more={"SEP": {"Digest": bytes(48)}}))
tailor.check("an image more in the build: %s" % steps, run.status == 0 and any("1 are not in it" in s for s in steps), run)
expect("no identity of the board", genuine, 1, "build failed", "board 0x22", more=build(KERNEL, TREE, board="0x99"))

# Other forms.
expect("IMG4", tickets.img4(tickets.im4p("krnl", b"kernel"), genuine), 0, name="kernelcache.img4")
saved = {"ApImg4Ticket": genuine, "noNonce": {"ApImg4Ticket": genuine[:-1] + bytes([genuine[-1] ^ 1])}, "generator": "0x1111111111111111"}
run, steps = verify(plistlib.dumps(saved, fmt=plistlib.FMT_BINARY), name="saved.shsh2")
tailor.check("saved tickets: %s" % steps, len(run.json()["tickets"]) == 2 and run.status == 1 and len(failing(steps)) >= 1, run)
run = tailor("ticket", "show", write("t.im4m", genuine), "--rules", shop.rules)
tailor.check("show tells what the ticket holds", run.status == 0 and "0x8103" in run.text and "KernelCache" in run.text
             and KERNEL.hex().upper() in run.text and "24.6.74.0.0,0" in run.text, run)
tailor.check("the Mac's own number is hidden", "1122334455667788" not in run.text, run)
run = tailor("ticket", "show", write("t.im4m", genuine), "--rules", shop.rules, "--no-redact")
tailor.check("unless it is asked for", "0x1122334455667788" in run.text, run)
run = tailor("ticket", "verify", write("t.im4m", genuine))
tailor.check("the practice root is none of Apple's", run.status == 1 and "no root of Apple" in run.text, run)

# Damage: told with the offset, never a crash; a ticket cut anywhere or with a byte changed is never genuine.
for cut in list(range(0, 120, 3)) + list(range(120, len(genuine), 97)):
    run = tailor("ticket", "verify", write("t.im4m", genuine[:cut]), "--rules", shop.rules)
    tailor.check("cut at %d" % cut, run.status == 66 and "t.im4m: " in run.text, run)
for i in range(0, len(genuine), 31):
    changed = genuine[:i] + bytes([genuine[i] ^ 0x10]) + genuine[i + 1:]
    run = tailor("ticket", "verify", write("t.im4m", changed), "--rules", shop.rules)
    tailor.check("byte %d changed" % i, run.status in (1, 66), run)
run = tailor("ticket", "verify", write("t.im4m", genuine + b"\0"), "--rules", shop.rules)
tailor.check("a byte behind the end", run.status == 66 and "1 bytes behind the end" in run.text, run)
run = tailor("ticket", "verify", write("nothing.txt", b"no ticket\n"))
tailor.check("no ticket", run.status == 66 and "No ticket was found" in run.text, run)
run = tailor("ticket", "tear", "x")
tailor.check("no such action", run.status == 64 and "show" in run.told, run)

shutil.rmtree(folder)
sys.exit(tailor.result())
