"""tailor lab: every fault over the wire, every kind of ticket verified by tailor and by openssl, clients that do not behave."""
import concurrent.futures
import http.client
import json
import os
import plistlib
import shutil
import signal
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from program_run import Program  # noqa: E402
from lab import ECID, NONCE, Lab, ap_request, cryptex_request, image, policy_request, x86_request  # noqa: E402

tailor = Program(sys.argv[1])
if not shutil.which("openssl"):
    print("skipped: the lab's tickets, since openssl(1) is not here")
    sys.exit(0)
check = tailor.check
folder = tempfile.mkdtemp(prefix="tailor-lab-test-")
SLOW = 6 if tailor.sanitized else 1


def write(name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data)
    return path


def openssl(*words):
    return subprocess.run(["openssl", *map(str, words)], capture_output=True)


def elements(der):
    """The elements one after the other: [(whole, content)]."""
    found, at = [], 0
    while at < len(der):
        start = at
        at += 1
        if der[start] & 0x1F == 0x1F:
            while der[at] & 0x80:
                at += 1
            at += 1
        n = der[at]
        at += 1
        if n & 0x80:
            width = n & 0x7F
            n, at = int.from_bytes(der[at:at + width], "big"), at + width
        found.append((der[start:at + n], der[at:at + n]))
        at += n
    return found


def by_openssl(what, ticket, root):
    """The signature over the body with the key of the certificate, and who signed that: no line of tailor's own."""
    parts = elements(elements(ticket)[0][1])
    body, signature, leaf = parts[2][0], parts[3][1], elements(parts[4][1])[0][0]
    pem = write("leaf.pem", openssl("x509", "-inform", "DER", "-in", write("leaf.der", leaf), "-pubkey").stdout) # its key, and itself
    signed = openssl("dgst", "-sha384", "-verify", pem, "-signature", write("signature", signature),
                     write("body", body))
    check("%s: openssl verifies the signature: %s" % (what, signed.stdout + signed.stderr), signed.returncode == 0)
    chain = openssl("verify", "-no_check_time", "-ignore_critical", "-CAfile", root, pem)
    check("%s: openssl verifies the chain: %s" % (what, chain.stderr), chain.returncode == 0)


def steps_of(lab, ticket, *more):
    run = tailor("ticket", "verify", "--json", write("t.im4m", ticket), "--rules", lab.knowledge(), *more)
    return run, ["%s %s %s" % (s["step"], s["outcome"], s["text"]) for t in run.json()["tickets"] for s in t["steps"]]


try:
    import pyimg4
except ImportError:
    pyimg4 = None
    print("not checked with pyimg4, which is not here")

DEVICE = "chip=0x8103,board=0x22,domain=1,ecid=%#x,nonce=%s" % (ECID, NONCE.hex())
KINDS = [("ap", ap_request(), "ApImg4Ticket", DEVICE), ("global", ap_request(**{"Ap,UseGlobalSigning": True, "ApECID": None, "ApNonce": None}),
                                                      "ApImg4Ticket", "chip=0x8103,board=0x22"),
         ("t2", ap_request(ApChipID=0x8012, ApBoardID=0x0A), "ApImg4Ticket", "chip=0x8012,board=0x0a,ecid=%#x" % ECID),
         ("vm", ap_request(ApChipID=0xFE00, ApBoardID=0x20), "ApImg4Ticket", "chip=0xfe00,board=0x20,ecid=%#x" % ECID),
         ("x86", x86_request(), "x86,Ticket", "chip=0x8012,board=0x0f,ecid=%#x" % ECID),
         ("x86 global", x86_request(**{"x86,UseGlobalSigning": True, "ApECID": None, "x86,Nonce": None}), "x86,Ticket", "chip=0x8012,board=0x0f"),
         ("restore policy", policy_request(), "ApImg4Ticket", DEVICE),
         ("recovery policy", policy_request(True), "ApImg4Ticket", DEVICE.partition(",nonce")[0]),
         ("cryptex", cryptex_request(), "Cryptex1,Ticket", None)]


def tickets_are_genuine(lab):
    root = lab.ready["ticket_root"]
    for what, request, key, device in KINDS:
        a = lab.sign(request, tls=True)
        check("%s: granted: %s %s" % (what, a, a.message), a.http == 200 and a.status == 0 and a.message == "SUCCESS" and list(a.plist) == ["@ServerVersion", key])
        if not a.ticket:
            continue
        run, steps = steps_of(lab, a.ticket, *(["--device", device] if device else []))
        check("%s: verified: %s" % (what, [s for s in steps if " passed " not in s]), run.status == 0 and len(steps) >= 3, run)
        by_openssl(what, a.ticket, root)
        if pyimg4:
            t = pyimg4.IM4M(a.ticket)
            check("%s: pyimg4 reads it" % what, t.chip_id in (0x8103, 0x8012, 0xFE00, None) and len(t.images) > 0)
    two = [lab.sign(ap_request()).ticket for _ in range(2)]
    check("two tickets for one request differ", two[0] != two[1])


# STATUS for what a request lacks or says wrongly.
REFUSED = [("nothing", b"", 511), ("no list", b"hello", 100), ("a broken list", plistlib.dumps(ap_request())[:900], 100),
           ("no ticket wanted", ap_request(**{"@ApImg4Ticket": None}), 100), ("an array", plistlib.dumps([1]), 100),
           ("no ECID", ap_request(ApECID=None), 126), ("ECID as text", ap_request(ApECID="0x1"), 94), ("chip as text", ap_request(ApChipID="0x8103"), 94),
           ("a telephone's chip", ap_request(ApChipID=0x8015), 94), ("no nonce", ap_request(ApNonce=None), 128),
           ("a short nonce", ap_request(ApNonce=b"\x01" * 20), 128), ("a nonce as text", ap_request(ApNonce="abc"), 128),
           ("a short nonce of the Secure Enclave", ap_request(SepNonce=b"1"), 128), ("no UniqueBuildID", ap_request(UniqueBuildID=None), 126),
           ("a short UniqueBuildID", ap_request(UniqueBuildID=b"1234"), 126), ("a short digest", ap_request(KernelCache=image(b"\x01" * 20)), 126),
           ("no image", {k: v for k, v in ap_request().items() if not isinstance(v, dict)}, 126), ("a baseband's chip", ap_request(BbChipID="0x1"), 8),
           ("a baseband's number", ap_request(BbSNUM=12), 49), ("x86 for M1", x86_request(ApChipID=0x8103), 94), ("x86 without a nonce", x86_request(**{"x86,Nonce": None}), 128),
           ("a policy without its hash", policy_request(**{"Ap,NextStageIM4MHash": None}), 126), ("a cryptex for nobody", cryptex_request(**{"Cryptex1,UDID": b""}), 126)]


def wrong_requests_are_refused(lab):
    for what, request, status in REFUSED:
        a = lab.sign(request)
        check("%s: STATUS %s, expected %d" % (what, a.status, status), a.http == 200 and a.status == status and a.ticket is None)
    check("the text of 94", lab.sign(ap_request(ApECID="1")).body == b"STATUS=94&MESSAGE=This device isn't eligible for the requested build.")
    check("the text of 128", lab.sign(ap_request(ApNonce=None)).body == b"STATUS=128&MESSAGE=An internal error occurred.")


def endpoints(lab):
    check("/ is not found, as at Apple's", lab.ask("GET", "/").http == 404)
    check("health", b"Practice signing server" in lab.ask("GET", "/TSS/controller?action=0").body)
    check("another action", lab.ask("POST", "/TSS/controller?action=9", b"x").status == 5)
    check("action 3 is as 2", lab.ask("POST", "/TSS/controller?action=3", plistlib.dumps(ap_request())).status == 0)
    pmv = lab.ask("GET", "/v2/pmv", tls=True).json()
    public, every = pmv["PublicAssetSets"]["macOS"], pmv["AssetSets"]["macOS"]
    check("pmv lists versions with devices", public and len(every) > len(public) and all("J274AP" in r["SupportedDevices"] for r in public))
    offered = lab.ask("GET", "/catalogue?model=J274AP").json()["Assets"]
    check("the catalogue offers updates", {a["Build"] for a in offered} == {r["Build"] for r in every})
    check("none for no Mac", lab.ask("GET", "/catalogue?model=N71AP").json()["Assets"] == [])
    parts = lab.ask("POST", "/v2/assets", json.dumps({"HWModelStr": "J274AP"})).body.split(b".")
    import base64
    plain = json.loads(base64.urlsafe_b64decode(parts[1] + b"=="))
    check("Pallas' answer is a JWS of the same", len(parts) == 3 and len(base64.urlsafe_b64decode(parts[2] + b"==")) == 64 and len(plain["Assets"]) == len(offered))
    account = lab.ask("GET", "/account").json()
    check("the account is well", account["schema"] == "tailor.account/1" and account["status"] == "active" and account["two_factor"] == "done"
          and account["region"] == "US" and account["entitlements"] == ["public", "developer-beta"])
    check("the time is this machine's", abs(lab.ask("GET", "/time").json()["unix"] - time.time()) < 3)
    check("the time server's too", abs(sntp(lab) - time.time()) < 2)
    check("not for hosts of Apple's", lab.ask("GET", "/v2/pmv", headers={"Host": "gdmf.apple.com"}).http == 421)
    check("no web page switches faults", lab.ask("POST", "/lab/faults", "status-94", headers={"Origin": "http://example.org"}).http == 403)


def sntp(lab):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(5)
        s.sendto(b"\x23" + bytes(39) + b"abcdefgh", ("127.0.0.1", lab.sntp_port))
        answer = s.recv(100)
    check("an SNTP answer", len(answer) == 48 and answer[0] == 0x24 and answer[1] == 1 and answer[24:32] == b"abcdefgh")
    seconds, fraction = struct.unpack(">II", answer[40:48])
    return seconds - 2208988800 + fraction / 2 ** 32


def exchange(lab, **options):
    """An answer, or the name of what went wrong."""
    try:
        return lab.sign(ap_request(), **options)
    except http.client.IncompleteRead:
        return "cut short"
    except http.client.RemoteDisconnected:
        return "closed"
    except ConnectionResetError:
        return "reset"
    except ConnectionRefusedError:
        return "refused"
    except socket.timeout:
        return "no answer"
    except ssl.SSLCertVerificationError as e:
        return e.verify_message


def status_faults(lab):
    for n in (5, 8, 49, 69, 94, 100, 126, 128, 168):
        lab.faults("status-%d" % n)
        a = exchange(lab)
        check("status-%d: %s" % (n, a), a.http == 200 and a.status == n and a.headers["Content-Type"] == "text/html")
    check("46 bytes of 168", len(a.body) == 46)
    lab.faults("status=511")
    check("any status", exchange(lab).status == 511)
    lab.faults("not-signed")
    check("not signed", exchange(lab).status == 94)
    lab.faults("propagation=2")
    check("propagation: refused, then granted", [exchange(lab).status for _ in range(4)] == [94, 94, 0, 0])


def http_faults(lab):
    for n in (400, 401, 403, 404, 407, 500, 502, 503):
        lab.faults("http-%d" % n)
        a = exchange(lab)
        check("http-%d: %s" % (n, a), a.http == n and a.status is None)
        check("http-%d asks for a sign-in where it should" % n, ("WWW-Authenticate" in a.headers) == (n == 401)
              and ("Proxy-Authenticate" in a.headers) == (n == 407) and ("Retry-After" in a.headers) == (n == 503))
    lab.faults("http-503=30")
    check("Retry-After", exchange(lab).headers["Retry-After"] == "30")
    lab.faults("overloaded=3")
    check("overloaded: busy, then fine", [exchange(lab).http for _ in range(4)] == [503, 503, 503, 200])
    lab.faults("redirect=http://portal.invalid/")
    a = exchange(lab)
    check("redirect: %s" % a, a.http == 302 and a.headers["Location"] == "http://portal.invalid/")
    lab.faults("http-500@pmv")
    check("a fault at one place", lab.ask("GET", "/v2/pmv").http == 500 and exchange(lab).status == 0)
    lab.faults("http-500@all")
    check("a fault everywhere, but for its switch", lab.ask("GET", "/account").http == 500 and exchange(lab).http == 500 and lab.ask("GET", "/lab/faults").http == 200)


def body_faults(lab):
    lab.faults("captive-portal")
    a = exchange(lab)
    check("captive portal", a.http == 200 and b"<html>" in a.body and a.status is None and a.headers["Content-Type"] == "text/html")
    lab.faults("no-ticket")
    check("no ticket", exchange(lab).body == b"STATUS=0&MESSAGE=SUCCESS")
    lab.faults("bad-xml")
    a = exchange(lab)
    check("bad XML", a.status == 0 and b"REQUEST_STRING=<?xml" in a.body and a.plist is None)
    lab.faults("empty-body")
    check("nothing in it", exchange(lab).body == b"")


def wire_faults(lab):
    for name, expected in [("truncated", "cut short"), ("reset", "reset"), ("empty", "closed")]:
        lab.faults(name)
        for tls in (False, True):
            got = exchange(lab, tls=tls)
            check("%s%s: %s" % (name, " with TLS" if tls else "", got), got == expected or (tls and {got, expected} == {"closed", "reset"}))
        if name != "truncated" and shutil.which("curl"): # which tells the two apart under TLS too
            curl = subprocess.run(["curl", "-sS", "--cacert", lab.ready["tls_root"], "-d", "x", lab.https + "/TSS/controller?action=2"], capture_output=True)
            check("%s by curl: %s" % (name, curl.stderr), curl.returncode != 0 and (b"reset" in curl.stderr) == (name == "reset"))
    lab.faults("oversized")
    a = exchange(lab)
    check("oversized: %s" % a, len(a.body) == 200000 and a.status == 0)
    lab.faults("oversized=300000")
    check("as large as one wants", len(exchange(lab).body) == 300000)
    lab.faults("slow=1")
    start = time.monotonic()
    check("slow", exchange(lab).status == 0 and 0.9 < time.monotonic() - start < 3 * SLOW)
    lab.faults("timeout")
    check("no answer", exchange(lab, timeout=1) == "no answer")
    lab.faults("drip=20000")
    start = time.monotonic()
    check("drip", exchange(lab).status == 0 and time.monotonic() - start > 0.2)
    lab.faults("endless")
    with lab.raw(b"POST /TSS/controller?action=2 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n") as s:
        got = 0
        while got < 3 << 20:
            more = s.recv(1 << 16)
            if not more:
                break
            got += len(more)
    check("endless: %d bytes" % got, got >= 3 << 20)
    lab.faults("refused=1")
    check("refused", exchange(lab) == "refused" and exchange(lab, tls=True) == "refused")
    time.sleep(1.3)
    check("and back on the same ports", exchange(lab).status == 0 and exchange(lab, tls=True).status == 0)


WRONG = [("wrong-ecid", "device", "another Mac"), ("wrong-board", "device", "board"), ("wrong-nonce", "device", "another nonce"),
         ("wrong-signature", "signature", "does not fit"), ("wrong-root", "chain", "no root"), ("wrong-chip", "constraints", "CHIP"),
         ("wrong-digest", "build", "DeviceTree"), ("wrong-digest=SEP", "build", "SEP"), ("missing-component=KernelCache", "build", "KernelCache")]


def manifest():
    parts = {name: {"Digest": d["Digest"], "Trusted": True, "Info": {"Path": name}} for name, d in ap_request().items() if isinstance(d, dict)}
    identity = {"ApBoardID": "0x22", "ApChipID": "0x8103", "ApSecurityDomain": "0x01", "UniqueBuildID": bytes(range(20)),
                "Info": {"DeviceClass": "j274ap", "Variant": "macOS Customer", "RestoreBehavior": "Update", "BuildNumber": "25B78",
                         "RequestManifestProperties": ["Ap,Timestamp"]}, "Manifest": parts}
    return write("BuildManifest.plist", plistlib.dumps({"BuildIdentities": [identity], "ProductVersion": "26.1", "ProductBuildVersion": "25B78"}))


def ticket_faults(lab):
    build = manifest()
    for name, step, words in WRONG:
        lab.faults(name)
        a = exchange(lab)
        check("%s: a ticket: %s" % (name, a), a.status == 0 and a.ticket)
        if not a.ticket:
            continue
        run, steps = steps_of(lab, a.ticket, "--device", DEVICE, "--manifest", build)
        bad = [s for s in steps if " passed " not in s]
        missing = name.startswith("missing")
        said = [s for s in bad if s.startswith(step) and words in s]
        check("%s: wrong in that alone: %s" % (name, steps if missing else bad),
              (missing and b"krnl" not in a.ticket) or (said and all(s.startswith((step, "build")) for s in bad)), run)
    lab.faults()
    run, steps = steps_of(lab, exchange(lab).ticket, "--device", DEVICE, "--manifest", build)
    check("without a fault all is well: %s" % steps, run.status == 0, run)


def certificate_faults(lab):
    for name, words in [("interception", "self-signed certificate in certificate chain"), ("certificate-expired", "expired"), ("certificate-not-yet", "not yet valid"),
                        ("certificate-wrong-name", "IP address mismatch")]:
        lab.faults(name)
        got = exchange(lab, tls=True)
        check("%s: %s" % (name, got), isinstance(got, str) and words in got)
        check("%s: HTTP is as before" % name, exchange(lab).status == 0)
    lab.faults()
    check("trusted again", exchange(lab, tls=True).status == 0)
    check("for its name too", exchange(lab, tls=True, host="localhost").status == 0)


def clock_and_account_faults(lab):
    from email.utils import parsedate_to_datetime
    for name, off_sntp, off_date in [("clock=3600", 3600, 3600), ("clock-sntp=-7200", -7200, 0), ("clock-date", 0, 86400)]:
        lab.faults(name)
        a = lab.ask("GET", "/time")
        shown = parsedate_to_datetime(a.headers["Date"]).timestamp()
        check("%s" % name, abs(sntp(lab) - time.time() - off_sntp) < 3 and abs(a.json()["unix"] - time.time() - off_date) < 3 and abs(shown - time.time() - off_date) < 3)
    for name, key, value, http_status in [("account-locked", "status", "locked", 403), ("account-disabled", "status", "disabled", 403), ("two-factor-pending", "two_factor", "pending", 401),
                                          ("region=DE", "region", "DE", 200), ("not-entitled", "entitlements", ["public"], 200)]:
        lab.faults(name)
        got = lab.ask("GET", "/catalogue?model=J274AP")
        check("%s" % name, lab.ask("GET", "/account").json()[key] == value and got.http == http_status)
    offered = got.json()["Assets"]
    check("no beta is offered", offered and not any(a["IsSeed"] for a in offered))
    check("nor signed", lab.sign(ap_request(**{"Ap,OSReleaseType": "Beta"})).http == 401 and exchange(lab).status == 0)
    lab.faults("region")
    check("nothing for another country", lab.ask("GET", "/catalogue?model=J274AP").json()["Assets"] == [])


def switching(lab):
    lab.faults("status-94", "slow=1")
    on = {f["name"]: f for f in lab.ask("GET", "/lab/faults").json()["faults"] if f["on"]}
    check("what is on is told", set(on) == {"status-94", "slow"} and on["slow"]["value"] == "1")
    for wrong in ("nonsense", "status-94=3", "slow=abc", "status-94@nowhere", "refused@tss", "slow=", "redirect=a\tb"):
        a = lab.ask("POST", "/lab/faults", wrong)
        check("%r is refused: %s" % (wrong, a.body), a.http == 400)
    lab.ask("POST", "/lab/faults", "clear all\nfault status-100\n")
    check("by lines", exchange(lab).status == 100)
    lab.process.stdin.write(b"clear all\nstatus-69\n")
    lab.process.stdin.flush()
    end = time.monotonic() + 5
    while exchange(lab).status != 69 and time.monotonic() < end:
        time.sleep(0.02)
    check("by standard input", exchange(lab).status == 69)
    lab.faults()
    named = json.loads(tailor("lab", "--list-faults", "--json").text)["faults"]
    check("every fault says what it does, what a Mac logs, and the cause", len(named) > 45 and all(f["does"] and f["mac"] and f["cause"] for f in named))
    check("the text too", all(f["name"] in tailor("lab", "--list-faults").text for f in named[:1]))


def hostile(lab):
    for data in (b"", b"\0" * 1000, b"GET\r\n\r\n", b"POST /TSS/controller?action=2 HTTP/1.1\r\nContent-Length: -5\r\n\r\n", b"A" * 100000,
                 b"POST /TSS/controller?action=2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n", b"\x16\x03\x01\x02\x00\x01"):
        for tls in (False, True):
            try:
                lab.raw(data, tls=tls).close()
            except OSError:
                pass
    half = lab.raw(b"POST /TSS/controller?action=2 HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\nabc")
    half.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    half.close()
    check("a client that vanishes in the middle of a request", exchange(lab).status == 0)
    lab.faults("slow=1")
    gone = lab.raw(b"POST /TSS/controller?action=2 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
    gone.close()
    lab.faults()
    check("one that does not wait for its answer", exchange(lab).status == 0)
    check("a request that is too large", lab.sign(b"<?xml" + b" " * (2 << 20)).http == 413)
    deep = b'<?xml version="1.0"?><plist>' + b"<array>" * 5000
    check("one that is too deep", lab.sign(deep).status == 100)


def many_clients(lab, n=1000):
    body = plistlib.dumps(ap_request())
    head = b"POST /TSS/controller?action=2 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    open_ones = [lab.raw(head) for _ in range(n)] # all of them in the middle of a request
    good = 0
    for s in open_ones:
        s.sendall(body)
    for s in open_ones:
        s.settimeout(60)
        data = b""
        while True:
            more = s.recv(1 << 16)
            if not more:
                break
            data += more
        good += b"STATUS=0&MESSAGE=SUCCESS&REQUEST_STRING=" in data and data.endswith(b"</plist>\n")
        s.close()
    check("%d parallel clients: %d answers" % (n, good), good == n)


def policy_of_a_lab():
    build = manifest()
    with Lab(tailor, os.path.join(folder, "main"), build, "--device", "chip=0x8103,board=0x22,ecid=%#x" % ECID) as lab:
        check("the build's request: %s" % lab.sign(ap_request()).status, lab.sign(ap_request()).status == 0)
        for what, request, status in [("another Mac", ap_request(ApECID=5), 94), ("another model", ap_request(ApBoardID=0x24), 94),
                                      ("another build", ap_request(UniqueBuildID=b"\x01" * 20), 94), ("a changed kernel", ap_request(KernelCache=image(b"\x09" * 48)), 94),
                                      ("an image that the build has not", ap_request(iBoot=image(b"\x09" * 48)), 94),
                                      ("a property that the build wants is missing", ap_request(**{"Ap,Timestamp": None}), 168)]:
            got = lab.sign(request).status
            check("%s: %s" % (what, got), got == status)
        lab.faults("not-signed=24G90")
        check("another build is not signed", lab.sign(ap_request()).status == 0)
        lab.faults("not-signed=25B78")
        check("this build is not signed any more", lab.sign(ap_request()).status == 94)
        check("it offers this build", [a["Build"] for a in lab.ask("GET", "/catalogue?model=j274ap").json()["Assets"]] == ["25B78"])


def ends():
    for how in (signal.SIGINT, signal.SIGTERM):
        with Lab(tailor, os.path.join(folder, "main"), "--fault", "timeout") as lab:
            waiting = lab.raw(b"POST /TSS/controller?action=2 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
            time.sleep(0.1)
            status = lab.stop(how)
            waiting.close()
            check("signal %d ends it: %s" % (how, status), status == 0)
        check("nothing of a sanitizer's", "Sanitizer" not in lab.log())
    with open(lab.ready["ticket_root"]) as f:
        first = f.read()
    with Lab(tailor, os.path.join(folder, "main")) as lab, open(lab.ready["ticket_root"]) as f:
        check("a root stays", f.read() == first)
        check("keys are for their owner alone", all(os.stat(os.path.join(lab.state, n)).st_mode & 0o77 == 0 for n in os.listdir(lab.state) if n.endswith(".key")))
    temporary = os.path.join(folder, "temporary")
    os.mkdir(temporary)
    process = tailor.start("lab", "--rsa-bits", "2048", "--port", "0", "--http-port", "0", "--sntp-port", "0", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                           env=dict(os.environ, TMPDIR=temporary))
    lines = [process.stdout.readline() for _ in range(3)]
    check("three lines when it listens: %s" % lines, [line.split()[0] for line in lines] == [b"tls-root", b"ticket-root", b"listening"] and len(os.listdir(temporary)) == 1)
    process.communicate(b"stop\n", timeout=20)
    check("a folder of its own goes with it", process.returncode == 0 and os.listdir(temporary) == [])


def refused_starts():
    for words, said in [(["--name", "gs.apple.com"], "Apple"), (["--name", "updates.cdn-apple.com"], "Apple"), (["--listen", "17.1.2.3"], ""), (["--listen", "example.org"], "not an address"),
                        (["--fault", "nonsense"], "no fault"), (["--rsa-bits", "1024"], "2048 or 4096"), (["--port", "70000"], "from 0 to"), (["/nonexistent"], "cannot be read"),
                        (["--device", "colour=red"], "device"), (["--name", "a b"], "letters")]:
        run = tailor("lab", "--port", "0", "--http-port", "0", "--sntp-port", "0", "--state", os.path.join(folder, "main", "state"), *words)
        check("%s: %s" % (words, run.told), run.status == 64 and said in run.told, run)


def the_log(lab):
    text = lab.log()
    lines = [line for line in text.splitlines() if " /TSS/controller " in line]
    check("a line for each request", len(lines) > 50 and all(line.split()[0].endswith("Z") and line.split()[1] == "POST" or "GET" in line for line in lines))
    for secret in ("%x" % ECID, str(ECID), NONCE.hex(), "Macmini9,1", "PRIVATE", "nonsense"):
        check("no %s in the log" % secret, secret not in text)


def root_of_4096_bits():
    with Lab(tailor, os.path.join(folder, "large"), bits=4096) as lab:
        a = lab.sign(ap_request())
        run, steps = steps_of(lab, a.ticket, "--device", DEVICE)
        check("RSA-4096, as Apple's: %s" % steps, run.status == 0 and any("SHA384" in s for s in steps), run)
        by_openssl("RSA-4096", a.ticket, lab.ready["ticket_root"])
        check("a signature of 512 bytes", len(elements(elements(a.ticket)[0][1])[3][1]) == 512)


try:
    with Lab(tailor, os.path.join(folder, "main")) as main:
        for part in (tickets_are_genuine, wrong_requests_are_refused, endpoints, status_faults, http_faults, body_faults, wire_faults, ticket_faults, certificate_faults,
                     clock_and_account_faults, switching, hostile, many_clients):
            start = time.monotonic()
            part(main)
            main.faults()
            if "-v" in sys.argv:
                print("%5.1f s %s" % (time.monotonic() - start, part.__name__))
        the_log(main)
        check("it ends well", main.stop() == 0)
    check("no fault that a sanitizer tells: %s" % main.log()[-2000:], "Sanitizer" not in main.log() and "runtime error" not in main.log())
    policy_of_a_lab()
    ends()
    refused_starts()
    root_of_4096_bits()
finally:
    shutil.rmtree(folder, ignore_errors=True)
sys.exit(tailor.result())
