"""tailor ticket request against tailor lab: what each fault looks like to the one who asks, and the code that a Mac would log."""
import os
import plistlib
import shutil
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from program_run import Program  # noqa: E402
from lab import ECID, IMAGES, Lab  # noqa: E402

tailor = Program(sys.argv[1])
folder = tempfile.mkdtemp(prefix="tailor-lab-client-")

# fault, outcome, code that a Mac logs, words of the message
EXPECTED = [(None, "granted", None, ""), ("status-5", "refused", 3105, "Invalid Option"), ("status-8", "refused", 3108, ""), ("status-49", "refused", 3149, ""),
            ("status-69", "refused", 3169, "eligible"), ("status-94", "refused", 3194, "eligible"), ("status-100", "refused", 3200, ""),
            ("status-126", "refused", 3226, ""), ("status-128", "refused", 3228, ""), ("status-168", "refused", 3268, "internal error"),
            ("not-signed=25B78", "refused", 3194, ""), ("http-400", "http-error", 3500, ""), ("http-401", "http-error", 3501, ""),
            ("http-403", "http-error", 3503, ""), ("http-404", "http-error", 3504, ""), ("http-407", "http-error", 3507, ""),
            ("http-500", "http-error", 3600, ""), ("http-502", "http-error", 3602, ""), ("http-503", "http-error", 3603, ""),
            ("redirect", "http-error", 3402, ""), ("captive-portal", "garbled", 14, ""), ("no-ticket", "garbled", 14, ""), ("bad-xml", "garbled", 14, ""),
            ("empty-body", "garbled", 14, ""), ("oversized", "garbled", 14, "larger"), ("endless", "garbled", 14, "larger"), ("truncated", "unreachable", 11, ""),
            ("reset", "unreachable", 11, ""), ("empty", "unreachable", 11, ""), ("timeout", "unreachable", 12, "in time"), ("slow=1", "granted", None, ""),
            ("drip=50000", "granted", None, ""), ("wrong-ecid", "unverified", 31, "another Mac"), ("wrong-board", "unverified", 31, "board"),
            ("wrong-nonce", "unverified", 31, "nonce"), ("wrong-digest=SEP", "unverified", 31, "SEP"), ("wrong-signature", "unverified", 31, "signature"),
            ("wrong-root", "unverified", 31, "no root"), ("wrong-chip", "unverified", 31, "CHIP"), ("interception", "unreachable", 11, "not trusted"),
            ("certificate-expired", "unreachable", 11, "expired"), ("certificate-not-yet", "unreachable", 11, "not valid yet"),
            ("certificate-wrong-name", "unreachable", 11, "other names"), ("refused=60", "unreachable", 11, "refused")]


def build():
    identity = {"ApBoardID": "0x22", "ApChipID": "0x8103", "ApSecurityDomain": "0x01", "UniqueBuildID": bytes(range(20)),
                "Info": {"DeviceClass": "j274ap", "Variant": "macOS Customer", "RestoreBehavior": "Update", "BuildNumber": "25B78"},
                "Manifest": {name: {"Digest": digest, "Trusted": True, "Info": {"Path": name}} for name, digest in IMAGES.items()}}
    path = os.path.join(folder, "BuildManifest.plist")
    with open(path, "wb") as f:
        plistlib.dump({"BuildIdentities": [identity], "ProductVersion": "26.1", "ProductBuildVersion": "25B78"}, f)
    return path


def ask(lab, *more):
    return tailor("ticket", "request", "--manifest", manifest, "--device", "chip=0x8103,board=0x22,ecid=%#x,nonce=random" % ECID, "--send", "--server", lab.https,
                  "--trust", lab.ready["tls_root"], "--ticket-root", lab.ready["ticket_root"], "--json", "--timeout", "2", "--count", "1", *more)


manifest = build()
try:
    with Lab(tailor, os.path.join(folder, "lab"), manifest) as lab:
        start = time.monotonic()
        for fault, outcome, code, words in EXPECTED:
            lab.faults(*([fault] if fault else []))
            run = ask(lab)
            x = run.json()
            got = (x["outcome"], (x["mac_code"] or {}).get("code"))
            tailor.check("%s: %s, expected %s %s: %s" % (fault, got, outcome, code, x["message"]), got == (outcome, code) and words in x["message"]
                         and run.status == (0 if outcome == "granted" else 1), run)
    with Lab(tailor, os.path.join(folder, "lab"), manifest, "--fault", "propagation=2", "--fault", "overloaded=1") as lab:
        outcomes = [ask(lab).json()["outcome"] for _ in range(4)]
        tailor.check("overloaded, not signed yet, then granted: %s" % outcomes, outcomes == ["http-error", "refused", "refused", "granted"])
finally:
    shutil.rmtree(folder, ignore_errors=True)
sys.exit(tailor.result())
