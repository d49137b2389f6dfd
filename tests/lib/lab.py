"""lab: a running `tailor lab` for tests, on ports of its own, with keys that are made once for all of them.

    with Lab(tailor, folder) as lab:
        lab.faults("status-94")
        answer = lab.sign(ap_request())        # .http, .headers, .body, .status, .ticket
"""
import http.client
import json
import os
import plistlib
import signal
import socket
import ssl
import subprocess
import time

NONCE, SEP_NONCE, BUILD = bytes(range(32)), bytes(range(40, 60)), bytes(range(20))
ECID = 0x1122334455667788
IMAGES = {"KernelCache": b"\x01" * 48, "DeviceTree": b"\x02" * 48, "SEP": b"\x03" * 48}


def image(digest):
    return {"Digest": digest, "Trusted": True, "EPRO": True, "ESEC": True}


def ap_request(**more):
    """As Apple's client sends it; a value of None takes a key away."""
    r = {"@HostPlatformInfo": "mac", "@VersionInfo": "libauthinstall-1104.0.9", "@UUID": "6F9619FF-8B86-4011-B42D-00CF4FC964FF",
         "@ApImg4Ticket": True, "@BBTicket": True, "ApECID": ECID, "ApChipID": 0x8103, "ApBoardID": 0x22, "ApSecurityDomain": 1,
         "ApNonce": NONCE, "SepNonce": SEP_NONCE, "ApProductionMode": True, "ApSecurityMode": True, "UniqueBuildID": BUILD,
         "Ap,OSLongVersion": "25.1.79.0.0,0", "Ap,ProductType": "Macmini9,1", "Ap,Timestamp": 1760000000}
    r.update({name: image(digest) for name, digest in IMAGES.items()})
    r.update(more)
    return {k: v for k, v in r.items() if v is not None}


def x86_request(**more):
    r = {"@x86,Ticket": True, "ApECID": ECID, "ApChipID": 0x8012, "ApBoardID": 0x0F, "ApSecurityDomain": 1, "UniqueBuildID": BUILD,
         "x86,Nonce": NONCE, "x86,ProductionMode": True, "x86,SecurityMode": True,
         "x86,EfiBootBase": image(b"\x05" * 48), "x86,MacKernelCache": image(b"\x06" * 48)}
    r.update(more)
    return {k: v for k, v in r.items() if v is not None}


def policy_request(recovery=False, **more):
    r = {k: v for k, v in ap_request().items() if k not in IMAGES and k != "UniqueBuildID"}
    r.update({"Ap,LocalBoot": recovery, "Ap,NextStageIM4MHash": b"\x07" * 48,
              "Ap,LocalPolicy": {"Digest": b"\x08" * 48, "Trusted": True}})
    if recovery:
        r.pop("ApNonce")
        r.update({"Ap,RecoveryOSPolicyNonceHash": b"\x09" * 48, "Ap,VolumeUUID": b"\x0a" * 16})
    r.update(more)
    return {k: v for k, v in r.items() if v is not None}


def cryptex_request(**more):
    r = {"@Cryptex1,Ticket": True, "Cryptex1,ChipID": 0xFF10, "Cryptex1,Type": 1, "Cryptex1,SubType": 1, "Cryptex1,ProductClass": 0xF2,
         "Cryptex1,UseProductClass": True, "Cryptex1,NonceDomain": 1, "Cryptex1,Version": "25.1.79.0.0,0",
         "Cryptex1,PreauthorizationVersion": "25.1.79.0.0,0", "Cryptex1,Nonce": NONCE, "Cryptex1,ProductionMode": True,
         "Cryptex1,UDID": (0x8103).to_bytes(8, "big") + ECID.to_bytes(8, "big"), "Cryptex1,UniqueTagList": b"",
         "Cryptex1,SystemOS": {"Digest": b"\x0b" * 48}, "Cryptex1,SystemVolume": {"Digest": b"\x0c" * 48}}
    r.update(more)
    return {k: v for k, v in r.items() if v is not None}


class Answer:
    def __init__(self, http_status, headers, body):
        self.http, self.headers, self.body = http_status, headers, body
        self.status = self.message = self.plist = self.ticket = None
        if body.startswith(b"STATUS="):
            head, _, rest = body.partition(b"&REQUEST_STRING=")
            fields = dict(f.split("=", 1) for f in head.decode().split("&", 1))
            self.status, self.message = int(fields["STATUS"]), fields["MESSAGE"]
            if rest.rstrip().endswith(b"</plist>"):
                self.plist = plistlib.loads(rest.strip())
                self.ticket = next((v for k, v in self.plist.items() if k.endswith("Ticket")), None)

    def json(self):
        return json.loads(self.body)

    def __str__(self):
        return "HTTP %s, STATUS %s, %d bytes" % (self.http, self.status, len(self.body))


class Lab:
    def __init__(self, tailor, folder, *words, state="state", bits=2048, **options):
        os.makedirs(folder, exist_ok=True)
        self.tailor, self.folder, self.state = tailor, folder, os.path.join(folder, state)
        self.known = False
        ready, self.log_path = os.path.join(folder, "ready.json"), os.path.join(folder, "lab.log")
        if os.path.exists(ready):
            os.unlink(ready)
        ports = [w for o in ("--port", "--http-port", "--sntp-port") for w in (o, "0")]
        with open(self.log_path, "wb") as log:
            self.process = tailor.start("lab", *words, "--state", self.state, "--rsa-bits", bits, *ports, "--ready-file", ready,
                                        stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT, **options)
        end = time.monotonic() + 60
        while not os.path.exists(ready):
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("the lab does not start: " + self.log())
            time.sleep(0.01)
        with open(ready) as f:
            self.ready = json.load(f)
        self.https, self.http_url = self.ready["https"], self.ready["http"]
        self.tls_port, self.http_port, self.sntp_port = [int(self.ready[k].rpartition(":")[2]) for k in ("https", "http", "sntp")]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def log(self):
        with open(self.log_path) as f:
            return f.read()

    def stop(self, how=signal.SIGTERM):
        """-> exit status, or None when it did not end in time."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None

    def trusted(self):
        return ssl.create_default_context(cafile=self.ready["tls_root"])

    def ask(self, method, path, body=None, tls=False, timeout=10, headers=None, host="127.0.0.1"):
        c = http.client.HTTPSConnection(host, self.tls_port, timeout=timeout, context=self.trusted()) if tls \
            else http.client.HTTPConnection(host, self.http_port, timeout=timeout)
        try:
            c.request(method, path, body, headers or {})
            r = c.getresponse()
            return Answer(r.status, dict(r.getheaders()), r.read())
        finally:
            c.close()

    def sign(self, request, **options):
        body = request if isinstance(request, bytes) else plistlib.dumps(request)
        options.setdefault("headers", {"Content-Type": 'text/xml; charset="utf-8"'})
        return self.ask("POST", "/TSS/controller?action=2", body, **options)

    def faults(self, *names):
        """Only these are on."""
        a = self.ask("POST", "/lab/faults", json.dumps({"clear": ["all"], "fault": list(names)}))
        if a.http != 200:
            raise RuntimeError("%s: %s" % (names, a.body))

    def raw(self, data=b"", timeout=10, tls=False):
        s = socket.create_connection(("127.0.0.1", self.tls_port if tls else self.http_port), timeout)
        s.sendall(data)
        return s

    def knowledge(self):
        """A folder for --rules that makes the lab's root one that tailor knows."""
        folder = os.path.join(self.folder, "rules")
        if self.known:
            return folder
        self.known = True
        os.makedirs(os.path.join(folder, "knowledge"), exist_ok=True)
        public = subprocess.run(["openssl", "x509", "-in", self.ready["ticket_root"], "-noout", "-pubkey"], capture_output=True, check=True)
        key = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=public.stdout, capture_output=True, check=True)
        with open(os.path.join(folder, "knowledge/boot_root.tsv"), "w") as f:
            f.write("name\tsigns\tsha256\tpublic_key\tsource\nPractice Secure Boot Root CA of a tailor lab\ttests\t-\t%s\tthis lab\n"
                    % key.stdout.hex())
        return folder
