"""The probe in a network of its own: one fault at a time, each named at its step; no false alarm where all is well.

Real components stand on the other side: dnsmasq, nginx, squid, chrony, nftables; Python's own sockets and TLS where a server has to misbehave.
"""
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import network
from network import page, read_head, reset
from program_run import Program

GS = "17.32.214.10"
CDN = "17.253.20.30"
CATALOGUE = "17.142.164.20"


def endpoints(run):
    """Without an answer, as after a crash: none. That is a failure of its own."""
    try:
        return run.json()["endpoints"]
    except ValueError:
        return []


def endpoint(run, host=None, port=None):
    found = [e for e in endpoints(run) if (host is None or e["host"] == host) and (port is None or e["port"] == port)]
    return found[0] if found else {}


class Table:
    """Faults, each with what the probe has to say about it."""

    def __init__(self, tailor, net):
        self.tailor, self.net, self.skipped = tailor, net, []

    def probe(self, *words, **options):
        options.setdefault("env", {"PATH": os.environ["PATH"]})
        return self.tailor("probe", "--json", "--no-redact", "--trust", self.net.pki.apple.path, "--timeout", "2", *words, **options)

    def expect(self, what, host, step, outcome, *words, text=None, port=None, **options):
        target = host if port is None else "%s:%d" % (host, port)
        run = self.probe(target, *words, **options)
        e = endpoint(run, host, port)
        good = run.status == (0 if step is None else 1) and e.get("step") == step and (e.get("outcome") or "ok") == outcome
        self.tailor.check("%s: %s %s expected, %r found" % (what, step, outcome, e.get("text")), good, run)
        if text:
            self.tailor.check("%s: %r in %r" % (what, text, e.get("text")), text in (e.get("text") or ""), run)
        return e


def nginx(net, servers):
    """servers: (address, port, certificate or None, body of the server block)"""
    blocks = []
    for address, port, certificate, body in servers:
        net.address(address)
        tls = " ssl; ssl_certificate %s; ssl_certificate_key %s" % certificate if certificate else ""
        blocks.append("server { listen %s:%d%s; %s }" % (address, port, tls, body))
    text = ("user root; daemon off; pid %s/nginx.pid; error_log %s/nginx.log; events {} http { access_log off; default_type text/html;\n%s }"
            % (net.folder, net.folder, "\n".join(blocks)))
    net.daemon("nginx", "-c", net.file("nginx.conf", text), ready=lambda: network.listens(servers[-1][0], servers[-1][1]))


def knowledge_hosts():
    path = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "knowledge", "host.tsv")
    rows = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8") if not line.startswith("#")]
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def serve_healthy(t):
    """Every host of the knowledge, served as Apple serves it. -> (rows of the knowledge, records of the name server)"""
    net, pki = t.net, t.net.pki
    hosts = knowledge_hosts()
    names = sorted({h["host"] for h in hosts})
    private = sorted({h["host"] for h in hosts if h["private_root"] == "1"})
    public = pki.public_server.issue("public", [n for n in names if n not in private])
    apple = pki.apple_server.issue("apple", private)
    answer = {"gs.apple.com": "return 404 'none';", "gdmf.apple.com": "return 200 '{\"PublicAssetSets\":{}}';",
              "swscan.apple.com": "return 200 '<key>CatalogVersion</key>';", "osrecovery.apple.com": "add_header Set-Cookie session=1; return 200;",
              "captive.apple.com": "return 200 '<HTML>Success</HTML>';"}
    records, servers = {}, []
    for i, name in enumerate(names):
        records[name] = "17.0.%d.%d" % (i // 200, i % 200 + 1)
        for port, certificate in ((443, apple if name in private else public), (80, None)):
            servers.append((records[name], port, certificate, "location / { %s }" % answer.get(name, "return 200 'good';")))
    net.resolver(records)
    nginx(net, servers)
    times = [n for n in names if n.startswith("time")]
    for name in times:
        # Every file of chronyd's is its own: it removes its pid file when it ends, whatever stands there.
        text = ("bindaddress %s\nlocal stratum 2\nallow all\nport 123\ncmdport 0\nbindcmdaddress /\npidfile %s/%s.pid\n"
                % (records[name], net.folder, name))
        net.daemon("chronyd", "-d", "-x", "-u", "root", "-f", net.file(name + ".conf", text))
    network.wait_until(lambda: t.probe(*times).status == 0, 10)
    return hosts, records


def healthy(t):
    pki = t.net.pki
    hosts, records = serve_healthy(t)
    peaks = []
    slowest, count = 0, len([h for h in hosts if h["probe"] != "none"])
    for _ in range(int(os.environ.get("TAILOR_PROBE_RUNS", "5"))):
        begin = time.monotonic()
        peak = network.Peak()
        run = t.probe(meanwhile=peak.watch)
        slowest = max(slowest, time.monotonic() - begin)
        bad = [e["text"] for e in endpoints(run) if e["state"] != "good"]
        t.tailor.check("a healthy network: no false alarm: %s" % bad, run.status == 0 and not bad, run)
        t.tailor.check("all hosts of the knowledge", len(endpoints(run)) == count, run)
        sockets = run.json()["most_sockets"] if endpoints(run) else -1
        t.tailor.check("at most 64 sockets: %d" % sockets, 0 < sockets <= 64, run)
        peaks.append(peak.mib)
    # How many threads are at the same place at once is the scheduler's: the middle of the runs counts.
    t.tailor.check("at most 20 MiB: %s" % peaks, t.tailor.sanitized or (sorted(peaks)[len(peaks) // 2] <= 20 and max(peaks) <= 22), run)
    text = t.tailor("probe", "--trust", pki.apple.path, env={"PATH": os.environ["PATH"]})
    t.tailor.check("the table says so in words", text.status == 0 and "does not stand in the way" in text.text and "FAILED" not in text.text, text)
    by_stage = t.probe("--stage", "personalize")
    t.tailor.check("only the hosts of a stage", {e["stage"] for e in endpoints(by_stage)} == {"personalize"}, by_stage)
    gs = endpoint(by_stage, "gs.apple.com", 443)
    t.tailor.check("Apple's own root", gs["tls"]["trust"] == "apple" and gs["http"]["status"] == 404, by_stage)
    steps = [gs[s] for s in ("dns", "tcp", "tls", "http")]
    t.tailor.check("each step has its time, one after the other", all(s["start"] and s["ms"] >= 0 for s in steps) and
                   all(a["at_ms"] <= b["at_ms"] for a, b in zip(steps, steps[1:])), by_stage)
    t.tailor.check("and its bytes", all(s["sent"] > 0 and s["received"] > 0 for s in steps[2:]), by_stage)
    print("healthy: %d endpoints, slowest run %.2f s, %.1f MiB" % (count, slowest, peak.mib))


def name_faults(t):
    net = t.net
    certificate = net.pki.apple_server.issue("gs", ["gs.apple.com"])
    net.tls(GS, certificate, lambda c: (read_head(c), c.sendall(page("404 Not Found"))))
    net.server(GS, 80, lambda c: (read_head(c), c.sendall(page("404 Not Found"))))
    net.resolver({"gs.apple.com": GS})
    t.expect("the plain way", "gs.apple.com", None, "ok", port=443)
    net.resolver({})
    t.expect("NXDOMAIN", "gs.apple.com", "dns", "nxdomain", port=443)
    net.resolver({}, "address=/gs.apple.com/0.0.0.0")
    t.expect("a filter's 0.0.0.0", "gs.apple.com", "dns", "sinkhole", port=443, text="0.0.0.0")
    t.expect("a filter's 0.0.0.0, port 80", "gs.apple.com", "dns", "sinkhole", port=80)
    net.resolver({}, "address=/gs.apple.com/10.20.30.40")
    t.expect("a private answer", "gs.apple.com", "dns", "private-address", port=443, text="10.20.30.40")
    net.resolver({"gs.apple.com": GS})
    net.hosts("127.0.0.1 gs.apple.com")
    e = t.expect("the hosts file", "gs.apple.com", "dns", "hosts-file", port=443)
    t.tailor.check("the hosts file and the name server both told", e.get("dns", {}).get("hosts_file") == ["127.0.0.1"] and
                   e.get("dns", {}).get("direct") == [GS])
    net.hosts(GS + " gs.apple.com")
    t.expect("a hosts file that leads to Apple does no harm", "gs.apple.com", None, "ok", port=443)
    net.hosts()
    net.resolver({"gs.apple.com": "cname:gs.example.net", "gs.example.net": GS})
    e = t.expect("a chain of names", "gs.apple.com", None, "ok", port=443)
    t.tailor.check("the chain is told: %s" % e.get("dns"), "gs.example.net" in e.get("dns", {}).get("chain", []))
    with net.resolver_beside("127.0.0.2", {"gs.apple.com": "17.32.214.99"}):
        e = t.expect("another name server gives another address", "gs.apple.com", None, "ok", "--nameserver", "127.0.0.2", port=443)
        t.tailor.check("that they differ is told", e.get("dns", {}).get("differs") is True and e["dns"]["direct"] == ["17.32.214.99"] and e["dns"]["system"] == [GS])
    e = t.expect("the first of two name servers is dead", "gs.apple.com", None, "ok", "--nameserver", "127.0.0.9,127.0.0.1", port=443)
    t.tailor.check("the second is asked: %s" % e.get("dns"), e.get("dns", {}).get("direct") == [GS])
    net.stop_resolver()
    with network.socket.socket(network.socket.AF_INET, network.socket.SOCK_DGRAM) as mute:
        mute.bind(("127.0.0.1", 53))
        begin = time.monotonic()
        t.expect("a name server that does not answer", "gs.apple.com", "dns", "silent", "--timeout", "1", port=443)
        t.tailor.check("in its time: %.1f s" % (time.monotonic() - begin), time.monotonic() - begin < 5)
    t.expect("no name server", "gs.apple.com", "dns", "refused", port=443)
    return certificate


def connection_faults(t, certificate):
    net = t.net
    net.address("17.32.214.11")
    net.resolver({"gs.apple.com": "17.32.214.11"})
    t.expect("nobody listens", "gs.apple.com", "tcp", "refused", port=443)
    net.resolver({"gs.apple.com": "17.32.214.12"})
    t.expect("no way there", "gs.apple.com", "tcp", "unreachable", port=443)
    net.resolver({"gs.apple.com": [GS, "17.32.214.11"]})
    e = t.expect("one address of two", "gs.apple.com", None, "ok", port=443)
    t.tailor.check("each address is told", sorted(c["outcome"] for c in e.get("tcp", {}).get("tried", [])) == ["ok", "refused"])
    net.server("17.32.214.13", 443, lambda c: (c.recv(1), reset(c)))
    net.resolver({"gs.apple.com": "17.32.214.13"})
    t.expect("a reset", "gs.apple.com", "tls", "reset", port=443)
    net.address("17.32.214.14")
    net.resolver({"gs.apple.com": "17.32.214.14"})
    if not net.filter("ip daddr 17.32.214.14 drop"):
        t.skipped.append("nftables is not to be had: silent connections, lost large packets, IPv6 that leads nowhere")
        return
    begin = time.monotonic()
    t.expect("dropped packets", "gs.apple.com", "tcp", "silent", "--timeout", "1", port=443)
    t.tailor.check("in its time", time.monotonic() - begin < 4)
    for rule, outcome in (("tcp dport 443 reject with tcp reset", "refused"), ("tcp dport 443 reject with icmp type admin-prohibited", "unreachable")):
        if net.filter("ip daddr 17.32.214.14 " + rule):
            t.expect(rule, "gs.apple.com", "tcp", outcome, port=443)
        else:
            t.skipped.append("the kernel's nftables cannot reject: " + rule)
    net.resolver({"gs.apple.com": GS})
    net.packets(1500, whole=False)
    net.filter("ip saddr %s tcp sport 443 meta length > 1000 drop" % GS)
    t.expect("large packets are lost", "gs.apple.com", "tls", "path-mtu", "--timeout", "1", port=443)
    net.filter("ip saddr %s tcp sport 443 meta length > 100 drop" % GS)
    t.expect("packets of any size are lost after the connection", "gs.apple.com", "tls", "silent", "--timeout", "1", port=443)
    net.packets(65536, whole=True)
    v6 = "2620:149:af0::10"
    net.tls(v6, certificate, lambda c: (read_head(c), c.sendall(page("404 Not Found"))))
    net.resolver({"gs.apple.com": [GS, v6]})
    net.filter()
    e = t.expect("both families", "gs.apple.com", None, "ok", port=443)
    t.tailor.check("both are reached", e.get("tcp", {}).get("lost") == 0 and len(e["tcp"]["tried"]) == 2)
    net.filter("ip6 daddr %s drop" % v6)
    e = t.expect("IPv6 leads nowhere", "gs.apple.com", None, "ok", port=443, text=v6 + " silent")
    t.tailor.check("it is told", e.get("tcp", {}).get("lost") == 1)
    net.filter()


def tls_faults(t, certificate):
    net, pki = t.net, t.net.pki
    inspector = network.Authority(net.folder, "inspector", "/O=Zscaler Inc./CN=Zscaler Root CA")
    host = "gs.apple.com"

    def with_certificate(number, certificate, *arguments, **options):
        address = "17.32.215.%d" % number
        net.tls(address, certificate, lambda c: (read_head(c), c.sendall(page("404 Not Found"))))
        net.resolver({host: address})
        return t.expect(*arguments[:1], host, *arguments[1:], port=443, **options)

    e = with_certificate(1, inspector.issue("inspected", [host]), "re-signed", "tls", "untrusted", text="Zscaler")
    t.tailor.check("the issuer is told", "Zscaler" in (e.get("tls", {}).get("issuer") or ""))
    with_certificate(2, pki.public_server.issue("public-gs", [host]), "a public chain for an Apple-private host", "tls", "wrong-root")
    with_certificate(3, pki.apple_server.issue("other", ["other.example"]), "another name", "tls", "wrong-name", text="other.example")
    with_certificate(4, pki.apple_server.issue("old", [host], end="20210101000000Z"), "expired", "tls", "expired", text="2021-01-01")
    with_certificate(5, pki.apple_server.issue("new", [host], start="20390101000000Z"), "not yet valid", "tls", "not-yet-valid")
    with_certificate(6, pki.apple_server.issue("short", [host], chain=[]), "a chain without its middle", "tls", "untrusted")
    self_made = network.os.path.join(net.folder, "self.pem"), network.os.path.join(net.folder, "self.key")
    network.new_key(self_made[1])
    network.make_certificate(self_made[0], self_made[1], "/CN=" + host, None, "subjectAltName=DNS:%s\n" % host)
    with_certificate(7, self_made, "signed by itself", "tls", "self-signed")
    certificate = pki.apple_server.issue("stapled", [host])
    net.tls_of_openssl("17.32.215.20", certificate, "-www", "-status_file", pki.apple_server.staple(certificate))
    net.resolver({host: "17.32.215.20"})
    e = t.expect("a server that sends the revocation state along", host, "http", "unexpected-status", port=443)
    t.tailor.check("stapled: %s" % e.get("tls"), e.get("tls", {}).get("stapled") is True)
    net.tls(CDN, pki.public_server.issue("cdn", ["updates.cdn-apple.com"]))
    net.resolver({"updates.cdn-apple.com": CDN})
    t.expect("a CDN host has a public chain", "updates.cdn-apple.com", None, "ok", port=443)
    trusted = network.Authority(net.folder, "trusted-inspector", "/O=Netskope Inc/CN=ca.made-up.goskope.com")
    with open(net.bundle_path, "a") as bundle:
        bundle.write(open(trusted.path).read())
    net.tls("17.253.20.31", trusted.issue("goskope", ["updates.cdn-apple.com"]))
    net.resolver({"updates.cdn-apple.com": "17.253.20.31"})
    t.expect("re-signed by a product that this computer trusts", "updates.cdn-apple.com", "tls", "re-signed", port=443, text="goskope")
    with_certificate(13, trusted.issue("goskope-gs", [host]), "the same before an Apple-private host", "tls", "re-signed", text="goskope")
    net.server("17.32.215.8", 443, lambda c: (c.recv(1), c.sendall(page("200 OK", b"hello"))))
    net.resolver({host: "17.32.215.8"})
    t.expect("no TLS at all", host, "tls", "not-tls", port=443)
    net.server("17.32.215.9", 443, lambda c: time.sleep(30))
    net.resolver({host: "17.32.215.9"})
    t.expect("an open port without an answer", host, "tls", "silent", "--timeout", "1", port=443)
    net.server("17.32.215.10", 443, lambda c: (c.recv(1), c.sendall(b"\x15\x03\x03\x00\x02\x02\x70"), time.sleep(0.2)))
    net.resolver({host: "17.32.215.10"})
    t.expect("an alert for the name", host, "tls", "alert", port=443)
    net.server("17.32.215.11", 443, lambda c: c.recv(4096))
    net.resolver({host: "17.32.215.11"})
    t.expect("closed at the name", host, "tls", "closed", port=443)
    net.server("17.32.215.12", 443, lambda c: (c.recv(4096), c.sendall(b"\x16\x03\x03\x20\x00\x02\x00"), time.sleep(30)))
    net.resolver({host: "17.32.215.12"})
    t.expect("small packets pass, large ones do not", host, "tls", "stalled", "--timeout", "1", port=443)


def http_faults(t):
    net = t.net
    captive, host = "captive.apple.com", "gs.apple.com"

    def serve(number, answer, *arguments, name=host, **options):
        address = "17.32.216.%d" % number
        net.server(address, 80, lambda c: (read_head(c), answer(c)))
        net.resolver({name: address})
        return t.expect(*arguments[:1], name, *arguments[1:], port=80, **options)

    serve(1, lambda c: c.sendall(page("200 OK", b"<HTML><BODY>Success</BODY></HTML>")), "no portal", None, "ok", name=captive)
    serve(2, lambda c: c.sendall(page("302 Found", b"", ["Location: http://login.example.org/"])), "a portal that leads away", "http", "portal",
          name=captive, text="login.example.org")
    serve(3, lambda c: c.sendall(page("200 OK", b"<html>Welcome to our hotel</html>")), "a portal in place of the page", "http", "portal",
          name=captive)
    serve(4, lambda c: c.sendall(page("302 Found", b"", ["Location: http://login.example.org/"])), "a portal before the signing server", "http",
          "portal")
    serve(5, lambda c: c.sendall(page("200 OK", b"<html>blocked</html>")), "a page where there is none", "http", "unexpected-status")
    serve(6, lambda c: c.sendall(page("503 Service Unavailable")), "an error of the server", "http", "server-error")
    serve(7, lambda c: c.sendall(page("511 Network Authentication Required")), "status 511", "http", "portal")
    serve(8, lambda c: c.sendall(b"220 mail.example ESMTP\r\n"), "not HTTP", "http", "malformed")
    serve(9, lambda c: None, "closed without an answer", "http", "closed")
    serve(10, lambda c: time.sleep(30), "no answer", "http", "silent", "--timeout", "1")


def hostile(t):
    """What a hostile server can send is bounded in time and memory."""
    net = t.net

    def drip(c):
        read_head(c)
        for i in range(400):
            c.sendall(b"HTTP/1.1 404 Not Found\r\nX: "[i:i + 1] or b"a")
            time.sleep(0.1)

    def endless_headers(c):
        read_head(c)
        c.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            c.sendall(b"X-Filler: " + b"a" * 4000 + b"\r\n")

    def endless_body(c):
        read_head(c)
        c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n")
        while True:
            c.sendall(b"z" * 65536)

    faults = [(1, "captive.apple.com", endless_headers, "http", "too-large"), (2, "captive.apple.com", endless_body, "http", "portal"),
              (3, "gs.apple.com", drip, "http", "stalled")]
    for number, host, handle, step, outcome in faults:
        address = "17.32.217.%d" % number
        net.server(address, 80, handle)
        net.resolver({host: address})
        begin = time.monotonic()
        peak = network.Peak()
        run = t.probe(host + ":80", meanwhile=peak.watch)
        e = endpoint(run, host, 80)
        took = time.monotonic() - begin
        t.tailor.check("hostile %s: %s %s, %s" % (handle.__name__, step, outcome, e.get("text")), e.get("step") == step and e.get("outcome") == outcome, run)
        t.tailor.check("hostile %s ends: %.1f s" % (handle.__name__, took), took < 10, run)
        t.tailor.check("hostile %s: %.1f MiB" % (handle.__name__, peak.mib), t.tailor.sanitized or peak.mib <= 20, run)
    pki, host = net.pki, "gs.apple.com"
    certificate = pki.apple_server.issue("hostile", [host])
    net.tls_of_openssl("17.32.217.10", certificate, "-num_tickets", "1000000000")
    net.server("17.32.217.11", 443, lambda c: (c.recv(4096), [(time.sleep(0.2), c.sendall(bytes([b]))) for b in b"\x16\x03\x03\x20\x00" + bytes(90)]))
    for what, address, step, outcome in (("tickets without end", "17.32.217.10", "http", "silent"), ("a handshake byte by byte", "17.32.217.11", "tls", "stalled")):
        net.resolver({host: address})
        begin, peak = time.monotonic(), network.Peak()
        e = t.expect(what, host, step, outcome, "--timeout", "1", port=443, meanwhile=peak.watch)
        took = time.monotonic() - begin
        t.tailor.check("%s: ends in %.1f s, %.1f MiB" % (what, took, peak.mib), t.tailor.sanitized or (took < 6 and peak.mib <= 20))
    certificate = pki.apple_server.issue("many", [host], chain=[pki.apple_server] * 1000)
    net.tls("17.32.217.9", certificate)
    net.resolver({host: "17.32.217.9"})
    t.expect("a chain of 1,000 certificates", host, "tls", "too-large", port=443)
    net.stop_resolver()
    noise = network.socket.socket(network.socket.AF_INET, network.socket.SOCK_DGRAM)
    noise.bind(("127.0.0.1", 53))
    noise.settimeout(0.1)
    over = network.threading.Event()

    def babble():
        while not over.is_set():
            try:
                question, client = noise.recvfrom(512)
            except OSError:
                continue
            noise.sendto(question[:2] + b"\x81\x80" + question[4:6] + b"\xff\xff\xff\xff\xff\xff" + question[12:] + b"\xc0\x0c" * 20, client)

    thread = network.threading.Thread(target=babble, daemon=True)
    thread.start()
    run = t.probe(host + ":443")
    e = endpoint(run, host, 443)
    t.tailor.check("malformed DNS: %s" % e.get("text"), run.status == 1 and e.get("step") == "dns", run)
    over.set()
    thread.join()
    noise.close()


def proxy_faults(t, certificate):
    net = t.net
    if network.have("squid"):
        t.skipped.append("squid is not here: proxies")
        return
    net.resolver({"gs.apple.com": GS, "proxy.example": "10.9.8.7"})
    net.address("10.9.8.7")
    secrets = net.file("secrets", "")
    helper = net.file("helper", "#!/bin/sh\nwhile read user password; do [ \"$user $password\" = 'made up' ] && echo OK || echo ERR; done\n")
    os.chmod(helper, 0o755)
    rules = {3128: "http_access allow port3128", 3129: "http_access deny port3129", 3130: "http_access allow port3130 known",
             3131: "http_access allow port3131"}
    text = "auth_param basic program %s\nacl known proxy_auth REQUIRED\n" % helper
    text += "".join("http_port 10.9.8.7:%d name=p%d\nacl port%d myportname p%d\n%s\n" % (p, p, p, p, rules[p]) for p in rules)
    text += ("http_access deny all\ncache deny all\ncache_mem 1 MB\naccess_log none\ncache_log %s/squid.log\npid_filename none\n"
             "dns_nameservers 127.0.0.1\nshutdown_lifetime 0 seconds\nconnect_timeout 1 seconds\nhosts_file none\nworkers 1\n"
             "cache_effective_user proxy\nnetdb_filename none\n" % net.folder)
    os.chmod(net.folder, 0o777)
    net.daemon("squid", "-N", "-f", net.file("squid.conf", text), ready=lambda: network.listens("10.9.8.7", 3128))
    del secrets
    via = lambda port, user="": ["--proxy", "http://%sproxy.example:%d" % (user, port)]
    e = t.expect("through a proxy", "gs.apple.com", None, "ok", *via(3128), port=443)
    t.tailor.check("the way is told", e.get("via") == "http-proxy")
    t.expect("through a proxy, port 80", "gs.apple.com", None, "ok", *via(3128), port=80)
    t.expect("CONNECT is refused", "gs.apple.com", "proxy", "denied", *via(3129), port=443, text="403")
    t.expect("port 80 is refused", "gs.apple.com", "proxy", "denied", *via(3129), port=80)
    t.expect("a password is asked for", "gs.apple.com", "proxy", "authentication-required", *via(3130), port=443, text="407")
    t.expect("a password is asked for, port 80", "gs.apple.com", "proxy", "authentication-required", *via(3130), port=80)
    t.expect("the password is given", "gs.apple.com", None, "ok", *via(3130, "made:up@"), port=443)
    t.expect("a wrong password", "gs.apple.com", "proxy", "authentication-required", *via(3130, "made:down@"), port=443)
    t.expect("no proxy there", "gs.apple.com", "tcp", "refused", *via(9), port=443)
    t.expect("from the environment", "gs.apple.com", "proxy", "denied", port=443,
             env={"PATH": os.environ["PATH"], "https_proxy": "http://proxy.example:3129"})
    t.expect("no_proxy", "gs.apple.com", None, "ok", port=443,
             env={"PATH": os.environ["PATH"], "https_proxy": "http://proxy.example:3129", "no_proxy": "apple.com"})
    net.server("10.9.8.7", 1080, socks)
    t.expect("SOCKS", "gs.apple.com", None, "ok", "--proxy", "socks5://proxy.example", port=443)
    net.server("10.9.8.7", 1081, lambda c: (c.recv(9), c.sendall(b"\x05\xff")))
    t.expect("SOCKS asks for a password", "gs.apple.com", "proxy", "authentication-required", "--proxy", "socks5://proxy.example:1081", port=443)
    net.server("10.9.8.7", 1082, lambda c: (c.recv(9), c.sendall(b"\x05\x00"), c.recv(300), c.sendall(b"\x05\x02\x00\x01")))
    t.expect("SOCKS refuses", "gs.apple.com", "proxy", "denied", "--proxy", "socks5://proxy.example:1082", port=443)
    net.server("10.9.8.7", 1083, lambda c: (c.recv(9), c.sendall(b"SSH-2.0-made-up\r\n")))
    t.expect("not SOCKS", "gs.apple.com", "proxy", "not-a-proxy", "--proxy", "socks5://proxy.example:1083", port=443)


def socks(connection):
    """RFC 1928, no authentication, names: as much of it as one connection needs."""
    connection.recv(2 + 255)
    connection.sendall(b"\x05\x00")
    request = connection.recv(300)
    name, port = request[5:5 + request[4]].decode(), int.from_bytes(request[-2:], "big")
    with network.socket.create_connection((GS if name == "gs.apple.com" else name, port)) as other:
        connection.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        back = network.threading.Thread(target=pump, args=(other, connection), daemon=True)
        back.start()
        pump(connection, other)
        back.join(5)


def pump(a, b):
    try:
        while data := a.recv(65536):
            b.sendall(data)
        b.shutdown(network.socket.SHUT_WR)
    except OSError:
        pass


def time_server(net, address, make):
    """Answers each question with make(question)."""
    s = network.socket.socket(network.socket.AF_INET, network.socket.SOCK_DGRAM)
    s.bind((net.address(address), 123))
    net.closing.append(s.close)

    def serve():
        while True:
            try:
                question, client = s.recvfrom(512)
                s.sendto(make(question), client)
            except OSError:
                return

    network.threading.Thread(target=serve, daemon=True).start()


def ntp_packet(question, seconds_off=0, leap=0, stratum=2, reference=b"\x11\x00\x00\x01"):
    now = time.time() + 2208988800 + seconds_off
    stamp = (int(now) & 0xffffffff).to_bytes(4, "big") + int(now % 1 * (1 << 32)).to_bytes(4, "big")
    return bytes([leap << 6 | 4 << 3 | 4, stratum, 6, 0xe9]) + bytes(8) + reference + stamp + question[40:48] + stamp + stamp


def time_faults(t):
    net, host = t.net, "time.apple.com"

    def serve(number, make, *arguments, **options):
        address = "17.253.14.%d" % number
        time_server(net, address, make)
        net.resolver({host: address})
        return t.expect(*arguments[:1], host, *arguments[1:], port=123, **options)

    net.resolver({host: "17.253.14.6", "gs.apple.com": "17.253.14.7"})
    folder = os.path.join(net.folder, "wrong-time")
    os.makedirs(folder, mode=0o700)
    text = ("bindaddress %s\nmanual\nlocal stratum 2\nallow all\ncmdport 0\nbindcmdaddress %s/socket\npidfile %s/pid\n"
            % (net.address("17.253.14.6"), folder, folder))
    net.daemon("chronyd", "-d", "-x", "-u", "root", "-f", net.file("wrong-time.conf", text))
    chronyc = lambda: network.subprocess.run(["chronyc", "-h", folder + "/socket", "settime", "1 Jan 2020 09:00"], capture_output=True, timeout=10)
    t.tailor.check("chrony is told a wrong time", network.wait_until(lambda: chronyc().returncode == 0, 10))
    network.wait_until(lambda: (endpoint(t.probe(host), host).get("sntp") or {}).get("offset_seconds", 0) < -1e8, 10)
    net.tls("17.253.14.7", net.pki.apple_server.issue("of-then", ["gs.apple.com"], start="20190101000000Z", end="20210101000000Z"))
    e = t.expect("chrony with the time of 2020", host, None, "ok", port=123)
    t.tailor.check("how wrong: %s" % e.get("sntp"), e.get("sntp", {}).get("offset_seconds", 0) < -6 * 365 * 86400)
    words = t.tailor("probe", "--trust", net.pki.apple.path, host, "gs.apple.com:443", env={"PATH": os.environ["PATH"]})
    t.tailor.check("and what it breaks, in words", "Found: The clock is off by -" in words.text and "1 certificates of Apple's hosts are outside their dates" in words.text, words)
    e = serve(1, lambda q: ntp_packet(q, seconds_off=-7200), "a clock that is two hours off", None, "ok")
    offset = e.get("sntp", {}).get("offset_seconds", 0)
    t.tailor.check("the offset: %s" % offset, -7201 < offset < -7199)
    serve(2, lambda q: ntp_packet(q, stratum=0, reference=b"RATE"), "kiss-of-death", "sntp", "kiss-of-death", text="RATE")
    serve(3, lambda q: ntp_packet(q, leap=3), "not synchronised itself", "sntp", "unsynchronised")
    serve(4, lambda q: b"\x24" * 20, "nonsense", "sntp", "malformed", "--timeout", "1")
    serve(5, lambda q: ntp_packet(bytes(48)), "an answer to another's question", "sntp", "malformed", "--timeout", "1")
    net.address("17.253.14.9")
    net.resolver({host: "17.253.14.9"})
    t.expect("no time server", host, "sntp", "refused", port=123)


def two_at_once(t):
    """Each fault is named at its own host."""
    net = t.net
    other = network.Authority(net.folder, "third-inspector", "/O=Sophos Limited/CN=Sophos SSL CA_C0000000000")
    net.tls("17.32.221.1", other.issue("sophos", ["gs.apple.com"]), lambda c: c.recv(1))
    net.resolver({"gs.apple.com": "17.32.221.1"}, "address=/updates.cdn-apple.com/0.0.0.0")
    run = t.probe("gs.apple.com:443", "updates.cdn-apple.com:443")
    found = {e["host"]: (e["step"], e["outcome"]) for e in endpoints(run)}
    t.tailor.check("two faults: %s" % found, found == {"gs.apple.com": ("tls", "untrusted"), "updates.cdn-apple.com": ("dns", "sinkhole")}, run)


def slow_server(t):
    net = t.net
    certificate = net.pki.apple_server.issue("slow", ["gs.apple.com"])
    net.tls("17.32.222.1", certificate, lambda c: (time.sleep(0.7), read_head(c), [(time.sleep(0.02), c.sendall(bytes([b]))) for b in page("404 Not Found")[:40]],
                                                   c.sendall(page("404 Not Found")[40:])))
    net.resolver({"gs.apple.com": "17.32.222.1"})
    t.expect("a slow server", "gs.apple.com", None, "ok", "--timeout", "6", port=443)


def series(t):
    """A link that drops now and then."""
    net, host, n = t.net, "gs.apple.com", [0]

    def every_third(c):
        n[0] += 1
        if n[0] % 3 == 0:
            return reset(c)
        read_head(c)
        c.sendall(page("404 Not Found"))

    net.server("17.32.218.1", 80, every_third)
    net.resolver({host: "17.32.218.1"})
    run = t.probe("--count", "6", host + ":80")
    e = endpoint(run, host, 80)
    s = e.get("series", {})
    t.tailor.check("a series: %s" % s, run.status == 1 and s.get("tries") == 6 and s.get("failures") == 2 and s["least_ms"] <= s["mean_ms"] <= s["most_ms"], run)


def same_path(t):
    """A saved probe and a live one come to the same conclusion."""
    net, host = t.net, "gs.apple.com"
    inspector = network.Authority(net.folder, "second-inspector", "/O=Fortinet/CN=FGT60E0000000000")
    net.tls("17.32.219.1", inspector.issue("fortinet", [host]), lambda c: c.recv(1))
    net.resolver({host: "17.32.219.1"})
    folder = os.path.join(net.folder, "bundle", "commands")
    os.makedirs(folder)
    saved = os.path.join(folder, "probe.json")
    run = t.probe("-o", saved, host + ":443")
    t.tailor.check("saved", run.status == 1 and os.path.getsize(saved) > 0, run)
    live = t.tailor("probe", "--trust", net.pki.apple.path, host + ":443", env={"PATH": os.environ["PATH"]})
    t.tailor.check("the product is named in words", live.status == 1 and "Fortinet FortiGate" in live.text and "Found:" in live.text, live)
    sheet = t.tailor("probe", "--format", "markdown", "--trust", net.pki.apple.path, host + ":443", "nowhere.example", env={"PATH": os.environ["PATH"]})
    lines = {l.split("`")[1]: l for l in sheet.text.splitlines() if l.startswith("| `")}
    t.tailor.check("the page for the network team: %s" % lines, sheet.status == 1 and "Do not decrypt" in lines.get(host, "") and "443" in lines[host]
                   and "be resolved" in lines.get("nowhere.example", "") and all(l.count(" | ") == 5 for l in lines.values()), sheet)
    t.tailor.check("it says what a firewall has to know", all("outgoing" in l and "TCP 443" in l for l in lines.values()) and
                   "exempt from TLS inspection" in sheet.text and "FGT60E0000000000" in sheet.text, sheet)
    verdict = t.tailor("diagnose", "--json", os.path.dirname(folder))
    v = verdict.json()["verdict"]
    t.tailor.check("the saved probe tells the same: %s" % v, verdict.status == 1 and v["rule"] == "network/tls-intercepted", verdict)
    rows = t.tailor("query", "--format", "json", os.path.dirname(folder), "SELECT host, port, step, interceptor FROM endpoint")
    t.tailor.check("as a table", rows.json()[0]["interceptor"] == "Fortinet FortiGate" and rows.json()[0]["step"] == "tls", rows)


def offline(t):
    net, host = t.net, "gs.apple.com"
    server = net.server("17.32.220.1", 80, reset)
    net.resolver({host: "17.32.220.1"})
    run = t.tailor("probe", "--offline", host, env={"PATH": os.environ["PATH"]})
    t.tailor.check("--offline lists and sends nothing", run.status == 0 and "gs.apple.com:443" in run.text and server.accepted == 0, run)
    for words in (["--count", "0"], ["--timeout", "x"], ["--proxy", "ftp://proxy"], ["--stage", "none"], ["a b"], ["--nameserver", "x"],
                  ["--format", "csv"], ["--trust", "/dev/null"]):
        bad = t.tailor("probe", *words, env={"PATH": os.environ["PATH"]})
        t.tailor.check("refused: %s" % words, bad.status == 64 and bad.told.startswith("tailor: "), bad)


def main():
    if not network.enter():
        print("skipped: network namespaces are not permitted here (root is needed)")
        return 0
    missing = network.have("dnsmasq", "nginx", "chronyd", "openssl", "ip", "mount")
    if missing:
        print("skipped: %s is not here" % missing)
        return 0
    tailor = Program(sys.argv[1])
    with network.Internet() as net:
        t = Table(tailor, net)
        healthy(t)
        certificate = name_faults(t)
        connection_faults(t, certificate)
        tls_faults(t, certificate)
        http_faults(t)
        hostile(t)
        proxy_faults(t, certificate)
        time_faults(t)
        series(t)
        two_at_once(t)
        slow_server(t)
        same_path(t)
        offline(t)
    for what in t.skipped:
        print("skipped: " + what)
    return tailor.result()


if __name__ == "__main__":
    sys.exit(main())
