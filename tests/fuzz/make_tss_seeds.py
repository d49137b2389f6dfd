#!/usr/bin/env python3
"""Writes the seeds of the fuzzers of the signing exchange, tests/fuzz/seeds/tss_answer/ and tss_request/. Everything in them is made here."""
import base64
import pathlib
import plistlib

SEEDS = pathlib.Path(__file__).parent / "seeds"
GRANTED = b"STATUS=0&MESSAGE=SUCCESS&REQUEST_STRING="
REQUEST = plistlib.dumps({"@ApImg4Ticket": True, "@HostPlatformInfo": "mac", "ApECID": 5, "ApChipID": 0x8103})
RULE = {"Conditions": {"ApRawProductionMode": True, "Unknown": ""}, "Actions": {"EPRO": "ApRawProductionMode", "ESEC": False}}
IDENTITY = {
    "ApBoardID": "0x22", "ApChipID": 0x8103, "ApSecurityDomain": "0x01", "UniqueBuildID": b"1", "NeRDEpoch": "3", "Ap,Timestamp": 5,
    "Info": {"Variant": "macOS Customer", "RequiresUIDMode": True, "RequestManifestProperties": ["Ap,Timestamp", "Variant", 3]},
    "Cryptex1,ChipID": "0xFF10", "Cryptex1,Type": 0, "Cryptex1,SubType": 1, "Cryptex1,ProductClass": "0xf2", "Cryptex1,NonceDomain": 1,
    "Cryptex1,UseProductClass": True, "Cryptex1,Version": "1", "Cryptex1,PreauthorizationVersion": "1",
    "Manifest": {"KernelCache": {"Digest": b"2", "Trusted": True, "Info": {"RestoreRequestRules": [RULE]}}, "ftap": {"Trusted": True, "Info": {}},
                 "Cryptex1,AppOS": {"Digest": b"3", "Info": {"Personalize": True}}},
}
FILES = {
    "tss_answer": {
        "granted": GRANTED + plistlib.dumps({"ApImg4Ticket": b"\x30\x00"}), "binary": GRANTED + plistlib.dumps({"ApImg4Ticket": b"1"}, fmt=plistlib.FMT_BINARY),
        "refused": b"STATUS=94&MESSAGE=This device isn't eligible for the requested build.", "none": GRANTED, "page": b"<html>Sign in</html>",
        "long": b"STATUS=12345678&MESSAGE=" + b"x" * 300, "torn": GRANTED + REQUEST[:-30], "request": REQUEST,
        "dump": b"failed tss request:<<<<<<<<<<\n" + base64.encodebytes(REQUEST) + b"failed tss request:>>>>>>>>>>\n",
    },
    "tss_request": {
        "ap": plistlib.dumps({"BuildIdentities": [IDENTITY], "ProductBuildVersion": "24Z1"}),
        "rules": plistlib.dumps({"BuildIdentities": [{**IDENTITY, "Manifest": {"A": {"Info": {"RestoreRequestRules": ["x"]}}, "B": 5}}]}),
        "many": plistlib.dumps({"BuildIdentities": [IDENTITY] * 3}, fmt=plistlib.FMT_BINARY), "odd": plistlib.dumps({"BuildIdentities": [5, {}]}),
        "nested": plistlib.dumps({"BuildIdentities": [{**IDENTITY, "Manifest": {"A": {"Trusted": 1, "B": [[[{"C": []}]]], "Info": {}}}}]}),
    },
}
for folder, files in FILES.items():
    (SEEDS / folder).mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (SEEDS / folder / name).write_bytes(data)
