#!/usr/bin/env python3
"""Writes the seeds of the img4 fuzzer, tests/fuzz/seeds/img4/. Everything in them is made and signed here."""
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "lib"))
import tickets  # noqa: E402

OUT = pathlib.Path(__file__).parent / "seeds" / "img4"
MANIFEST = {"BNCH": bytes(32), "BORD": 0x22, "CEPO": 1, "CHIP": 0x8103, "CPRO": True, "ECID": 0x1122334455667788, "SDOM": 1, "love": "1.2"}
IMAGES = [("krnl", {"DGST": bytes(48), "EPRO": True})]

OUT.mkdir(parents=True, exist_ok=True)
with tempfile.TemporaryDirectory() as folder:
    shop = tickets.Shop(folder)
    ticket = shop.ticket(MANIFEST, IMAGES)
    payload = tickets.im4p("krnl", b"kernel")
    seeds = {
        "im4m": ticket, "im4p": payload, "img4": tickets.img4(payload, ticket), "bare": shop.ticket(MANIFEST, IMAGES, certificates=[]),
        "im4r": tickets.sequence(tickets.ia5("IM4R"), tickets.properties({"BNCN": bytes(range(8))})),
        "constraints": shop.extension(shop.MANP, shop.OBJP), "unsigned": tickets.im4m(tickets.body(MANIFEST, IMAGES), b"", None),
    }
    for name, data in seeds.items():
        (OUT / name).write_bytes(data)
