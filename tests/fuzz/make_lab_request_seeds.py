"""make_lab_request_seeds: requests of every kind, and lines that switch faults, into seeds/lab_request/."""
import os
import plistlib
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
from lab import ap_request, cryptex_request, policy_request, x86_request  # noqa: E402

SEEDS = {"ap": ap_request(), "global": ap_request(**{"Ap,UseGlobalSigning": True}), "x86": x86_request(), "policy": policy_request(),
         "recovery-policy": policy_request(True), "cryptex": cryptex_request()}
folder = os.path.join(HERE, "seeds/lab_request")
os.makedirs(folder, exist_ok=True)
for name, request in SEEDS.items():
    with open(os.path.join(folder, name + ".plist"), "wb") as f:
        plistlib.dump(request, f)
for name, text in {"lines": "status-94\nslow=3\nclear all\n", "json": '{"clear": ["all"], "fault": ["http-503@pmv=30", "region=DE"]}'}.items():
    with open(os.path.join(folder, name), "w") as f:
        f.write(text)
