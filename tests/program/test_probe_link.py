"""The probe on links that are bad in part, and past boxes that look into the traffic: what the faults of test_probe.py leave out.

What is real here: the TCP of the kernel at both ends of network.Link, which carries its packets and delays, loses or throttles them as
netem does in kernels that have it; nftables; mitmproxy, which re-signs; dnsmasq, nginx, chrony, openssl. The box that resets by name is
this test's own: it reads the name from the ClientHello as firewalls do.
"""
import json
import os
import random
import signal
import socket
import struct
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import network
import test_html
from network import page, read_head, reset
from program_run import Program
from test_probe import Table, endpoint, endpoints, serve_healthy

HOST = "gs.apple.com"
V4, V6 = "17.32.230.1", "2620:149:af0::30"


def page_of(t, what, *words):
    """The page of a probe, read as a strict browser and a screen reader would."""
    run = t.tailor("probe", "--format", "html", "--trust", t.net.pki.apple.path, "--timeout", "2", *words, env={"PATH": os.environ["PATH"]})
    read = test_html.Page()
    read.feed(run.text)
    t.tailor.check("%s: the page: %s" % (what, read.complaints()), not read.complaints(), run)
    return run, read


def both_families(t):
    """A way that carries the connection over IPv6 and nothing after it: whichever connects first, it is told."""
    net = t.net
    answer = lambda c: (read_head(c), c.sendall(page("404 Not Found")))
    certificate = net.pki.apple_server.issue("two", [HOST])
    for address in (V4, V6):
        net.tls(address, certificate, answer)
        net.server(address, 80, answer)
    net.resolver({HOST: [V4, V6]})
    if not net.filter():
        t.skipped.append("nftables is not to be had: ways that lose packets")
        return False
    e = t.expect("both families", HOST, None, "ok", port=443)
    t.tailor.check("both are gone to the end: %s" % e.get("families"), e.get("families") == "both")
    net.packets(1500, whole=False)
    net.filter("ip6 saddr %s tcp sport 443 meta length > 100 drop" % V6)
    e = t.expect("IPv6 opens and then is silent", HOST, "tls", "silent", "--timeout", "1", port=443, text="over IPv6, while IPv4 passes")
    t.tailor.check("which family is good", e.get("families") == "ipv4 only")
    net.filter("ip saddr %s tcp sport 443 meta length > 100 drop" % V4)
    e = t.expect("IPv4 opens and then is silent", HOST, "tls", "silent", "--timeout", "1", port=443, text="over IPv4, while IPv6 passes")
    t.tailor.check("which family is good", e.get("families") == "ipv6 only")
    net.filter("ip6 saddr %s tcp sport 443 meta length > 1000 drop" % V6)
    t.expect("IPv6 loses large packets", HOST, "tls", "path-mtu", "--timeout", "1", port=443, text="over IPv6, while IPv4 passes")
    net.filter("ip6 saddr %s tcp sport 80 meta length > 80 drop" % V6)
    t.expect("plain HTTP over IPv6 is silent", HOST, "http", "silent", "--timeout", "1", port=80, text="over IPv6")
    net.filter("ip6 daddr %s drop" % V6)
    e = t.expect("IPv6 is silent from the start: clients go on to IPv4", HOST, None, "ok", port=443)
    t.tailor.check("it is told all the same", e.get("families") == "ipv4 only" and e["tcp"]["lost"] == 1)
    net.packets(65536, whole=True)
    net.filter()
    _, read = page_of(t, "good", HOST)
    t.tailor.check("all is well, in words", "does not stand in the way" in read.h1, None)
    return True


def slow_line(t, link, hosts, records):
    """A healthy network behind a long line (0.1 s each way), and behind a narrow one as well (2 Mbit/s), is no fault."""
    t.net.resolver(records)
    link.delay = 0.1
    for rate in (0, 250000):
        link.rate = rate
        run = t.probe("--timeout", "5", seconds=60)
        bad = [e["text"] for e in endpoints(run) if e["state"] != "good"]
        t.tailor.check("a slow line, no false alarm: %s" % bad, run.status == 0 and len(endpoints(run)) == len([h for h in hosts if h["probe"] != "none"]), run)
        slowest = max(sum(e[s]["ms"] for s in ("dns", "tcp", "proxy", "tls", "http", "sntp") if s in e) for e in endpoints(run))
        one = t.probe("gs.apple.com").json()["ms"]
        t.tailor.check("all of them in the time of one and half a second: %.0f, %.0f ms" % (run.json()["ms"], one), rate or run.json()["ms"] <= one + 500 or t.tailor.sanitized, run)
        print("%.0f Mbit/s, 0.1 s each way: %d endpoints in %.0f ms, gs.apple.com alone in %.0f ms, the slowest among them %.0f ms" % (rate * 8e-6, len(endpoints(run)), run.json()["ms"], one, slowest))
    link.delay, link.rate = 0, 0


def line_that_drops(t, link):
    """A third of the packets is lost: what a series tells of it."""
    net, host = t.net, "gs.apple.com"
    net.server("17.32.231.1", 80, lambda c: (read_head(c), c.sendall(page("404 Not Found"))))
    net.resolver({host: "17.32.231.1"})
    dice = random.Random(7)
    link.loses = lambda packet, to_client: dice.random() < 0.33
    run = t.probe("--count", "6", "--timeout", "2", host + ":80", seconds=60)
    link.loses = lambda packet, to_client: False
    series = endpoint(run, host, 80).get("series", {})
    told = series.get("failures", 0) > 0 or series.get("most_ms", 0) > 900
    t.tailor.check("a line that loses a third: %s" % series, series.get("tries") == 6 and told and series["least_ms"] <= series["mean_ms"] <= series["most_ms"]
                   and (series["jitter_ms"] > 0 or series["failures"] > 4), run)
    run = t.probe("--count", "6", host + ":80")
    calm = endpoint(run, host, 80).get("series", {})
    t.tailor.check("and after it none: %s" % calm, run.status == 0 and calm["failures"] == 0 and calm["most_ms"] < 900, run)


def black_hole(t, link):
    """Large packets vanish on the way, without a word by ICMP; small answers pass."""
    net, host = t.net, "gs.apple.com"
    certificate = net.pki.apple_server.issue("hole", [host])
    net.tls("17.32.231.2", certificate, lambda c: (read_head(c), c.sendall(page("404 Not Found"))))
    net.server("17.32.231.2", 80, lambda c: (read_head(c), c.sendall(page("404 Not Found"))))
    net.resolver({host: "17.32.231.2"})
    link.loses = lambda packet, to_client: len(packet) > 1000
    run = t.probe("--timeout", "1", host)
    found = {e["port"]: (e["step"], e["outcome"]) for e in endpoints(run)}
    t.tailor.check("a black hole for large packets: %s" % found, found == {443: ("tls", "path-mtu"), 80: (None, None)}, run)
    link.loses = lambda packet, to_client: False


def throughput(t, link):
    """The rate of a line of 8 Mbit/s, and what it means for an update; bounded; only when asked."""
    net, host, asked = t.net, "updates.cdn-apple.com", []
    certificate = net.pki.public_server.issue("sample", [host])

    def deliver(c):
        head = read_head(c).decode()
        if head.startswith("GET /2023"):
            asked.append(head)
            c.sendall(b"HTTP/1.1 206 Partial Content\r\nContent-Length: 13905898651\r\nContent-Range: bytes 0-16777215/13905898651\r\n\r\n")
            for _ in range(40):
                c.sendall(bytes(65536))

    net.tls("17.32.231.3", certificate, deliver)
    net.resolver({host: "17.32.231.3"})
    t.probe(host)
    t.tailor.check("nothing is fetched unasked", not asked)
    link.rate = 1000000
    run = t.probe("--throughput", host)
    sample = endpoint(run, host, 443).get("sample", {})
    t.tailor.check("the rate of 1,000,000 bytes a second: %s" % sample, run.status == 0 and sample.get("outcome") == "ok" and
                   700000 < sample["bytes_per_second"] < 1050000 and sample["bytes"] == 40 * 65536, run)
    t.tailor.check("asked once, by a range, without an identifier", len(asked) == 1 and "Range: bytes=0-16777215" in asked[0] and "Cookie" not in asked[0])
    words = t.tailor("probe", "--throughput", "--trust", net.pki.apple.path, "--host", host, env={"PATH": os.environ["PATH"]})
    t.tailor.check("in words", "a full installer (12.9 GB) takes about" in words.text and "hours at the" in words.text and "smallest update" in words.text, words)
    link.rate = 0
    net.tls("17.32.231.4", certificate, lambda c: (read_head(c), c.sendall(page("404 Not Found"))))
    net.resolver({host: "17.32.231.4"})
    gone = t.tailor("probe", "--throughput", "--trust", net.pki.apple.path, host, env={"PATH": os.environ["PATH"]})
    t.tailor.check("the file is gone: said so, and no fault of the network", gone.status == 0 and "could not be measured" in gone.told and "takes about" not in gone.text, gone)


def original(connection):
    """Whom a redirected connection was meant for: SO_ORIGINAL_DST of Linux."""
    port, a = struct.unpack("!2xH4s8x", connection.getsockopt(socket.SOL_IP, 80, 16))
    return socket.inet_ntoa(a), port


def sni_of(hello):
    """The name in a ClientHello (RFC 8446 section 4.1.2, RFC 6066 section 3)."""
    at = 5 + 4 + 2 + 32
    at += 1 + hello[at]
    at += 2 + int.from_bytes(hello[at:at + 2], "big")
    at += 1 + hello[at] + 2
    while at + 4 <= len(hello):
        kind, size = struct.unpack("!HH", hello[at:at + 4])
        if kind == 0:
            return hello[at + 9:at + 4 + size].decode()
        at += 4 + size
    return ""


def reset_by_name(t, link):
    """A firewall that reads the name of a TLS connection: the same address is reached under another name."""
    from test_probe import pump
    net = t.net

    def box(c):
        there = original(c)
        hello = c.recv(4096)
        if sni_of(hello) == "gs.apple.com":
            return reset(c)
        with socket.create_connection(there) as other:
            other.sendall(hello)
            back = network.threading.Thread(target=pump, args=(other, c), daemon=True)
            back.start()
            pump(c, other)
            back.join(5)

    names = ["gs.apple.com", "gdmf.apple.com"]
    certificate = net.pki.apple_server.issue("names", names)
    net.tls("17.32.231.5", certificate, lambda c: (read_head(c), c.sendall(page("200 OK", b"PublicAssetSets"))))
    net.server("0.0.0.0", 9443, box)
    net.resolver({n: "17.32.231.5" for n in names})
    if not net.redirect(443, 9443):
        t.skipped.append("nftables cannot redirect: a reset by the name of TLS")
        return
    run = t.probe(*[n + ":443" for n in names])
    found = {e["host"]: (e["step"], e["outcome"]) for e in endpoints(run)}
    t.tailor.check("reset by name: %s" % found, found == {"gs.apple.com": ("tls", "reset"), "gdmf.apple.com": (None, None)}, run)
    sheet = t.tailor("probe", "--format", "markdown", "--trust", net.pki.apple.path, *[n + ":443" for n in names], env={"PATH": os.environ["PATH"]})
    t.tailor.check("what to ask for", "Permit TLS with this name (SNI)" in sheet.text, sheet)
    words = t.tailor("probe", "--trust", net.pki.apple.path, *[n + ":443" for n in names], env={"PATH": os.environ["PATH"]})
    t.tailor.check("the cause", "gs.apple.com:443 is kept back on the way" in words.text, words)
    net.redirect(443, 0)


def intercepted(t, link):
    """mitmproxy in the way, transparent and as the proxy that is set; its authority trusted by this computer or not."""
    net, host = t.net, "gs.apple.com"
    if network.have("mitmdump"):
        t.skipped.append("mitmproxy is not here: a real interception")
        return
    names = [host, "updates.cdn-apple.com"]
    net.tls("17.32.231.6", net.pki.apple_server.issue("behind", [host]), lambda c: (read_head(c), c.sendall(page("404 Not Found"))))
    net.tls("17.32.231.7", net.pki.public_server.issue("cdn-behind", names[1:]), lambda c: c.recv(1))
    net.resolver({host: "17.32.231.6", names[1]: "17.32.231.7"})
    folder = os.path.join(net.folder, "mitm")
    common = ["--set", "confdir=" + folder, "--set", "ssl_insecure=true", "-q", "--set", "flow_detail=0"]
    net.daemon("mitmdump", *common, "--mode", "transparent", "--listen-port", "9080")
    t.tailor.check("mitmproxy starts", network.wait_until(lambda: network.listens("127.0.0.1", 9080), 20))
    net.daemon("mitmdump", *common, "--listen-port", "9081", ready=lambda: network.listens("127.0.0.1", 9081))
    net.redirect(443, 9080)
    for name in names:
        e = t.expect("mitmproxy in the way of " + name, name, "tls", "untrusted", port=443, text="mitmproxy")
        t.tailor.check("its certificate is told: %s" % e.get("tls"), "mitmproxy" in (e.get("tls", {}).get("issuer") or ""))
    with open(net.bundle_path, "a") as bundle:
        bundle.write(open(os.path.join(folder, "mitmproxy-ca-cert.pem")).read())
    for name in names:
        t.expect("trusted here, in the way of " + name, name, "tls", "re-signed", port=443, text="mitmproxy")
    run, read = page_of(t, "mitmproxy", *[n + ":443" for n in names])
    t.tailor.check("the page names it and asks not to decrypt", run.status == 1 and "mitmproxy" in read.text and "Do not decrypt" in read.text, run)
    net.redirect(443, 0)
    e = t.expect("as the proxy that is set", host, "tls", "re-signed", "--proxy", "http://%s:9081" % link.SERVER, port=443, text="mitmproxy")
    t.tailor.check("through it: %s" % e.get("through"), e.get("through") == link.SERVER + ":9081" and e.get("proxy_from") == "option")
    t.expect("and without it the way is good", host, None, "ok", port=443)


def of_the_system(t):
    """A Mac's own settings, as recorded commands give them: the proxy that is set, its exceptions, a PAC file that is named."""
    net, host = t.net, "gs.apple.com"
    certificate = net.pki.apple_server.issue("set", [host])
    net.tls("17.32.232.1", certificate, lambda c: (read_head(c), c.sendall(page("404 Not Found"))))
    refuse = lambda c: (read_head(c), c.sendall(page("403 Forbidden")))
    net.server("10.9.8.6", 8080, refuse)
    net.resolver({host: "17.32.232.1", "proxy.corp.example": "10.9.8.6"})
    commands = os.path.join(net.folder, "commands")
    os.makedirs(commands)
    env = {"PATH": commands + ":" + os.environ["PATH"]}

    def settings(text):
        for name, body in (("sw_vers", "exit 0"), ("scutil", "cat <<'END'\n<dictionary> {\n%s}\nEND" % text)):
            with open(os.path.join(commands, name), "w") as f:
                f.write("#!/bin/sh\n%s\n" % body)
            os.chmod(f.name, 0o755)

    set_so = "  HTTPSEnable : 1\n  HTTPSPort : 8080\n  HTTPSProxy : proxy.corp.example\n"
    settings(set_so)
    e = t.expect("the system's proxy", host, "proxy", "denied", port=443, env=env)
    t.tailor.check("who named it: %s %s" % (e.get("through"), e.get("proxy_from")), e.get("through") == "proxy.corp.example:8080" and e["proxy_from"] == "system")
    words = t.tailor("probe", "--no-redact", "--trust", net.pki.apple.path, host + ":443", env=env)
    t.tailor.check("in words", "Through the proxy proxy.corp.example:8080, as the system is set" in words.text, words)
    t.expect("--proxy direct overrules it", host, None, "ok", "--proxy", "direct", port=443, env=env)
    settings(set_so + "  ExceptionsList : <array> {\n    0 : *.local\n    1 : *.apple.com\n  }\n")
    t.expect("an exception of the system's", host, None, "ok", port=443, env=env)
    settings("  ProxyAutoConfigEnable : 1\n  ProxyAutoConfigURLString : http://pac.corp.example/proxy.pac\n")
    e = t.expect("a PAC file is not followed", host, None, "ok", port=443, env=env)
    t.tailor.check("and named", e.get("pac") == "http://pac.corp.example/proxy.pac")
    words = t.tailor("probe", "--no-redact", "--trust", net.pki.apple.path, host + ":443", env=env)
    t.tailor.check("in words", "does not follow: http://pac.corp.example/proxy.pac" in words.text, words)
    settings("  HTTPSEnable : 0\n  FTPPassive : 1\n")
    t.expect("none is set", host, None, "ok", port=443, env=env)
    with open(os.path.join(commands, "scutil"), "w") as f:
        f.write("#!/bin/sh\nexit 1\n")
    t.expect("the settings cannot be read: the environment counts", host, "proxy", "denied", port=443,
             env=dict(env, https_proxy="http://proxy.corp.example:8080"))


def watching(t):
    """Changes with their times, and a prompt and clean end."""
    net, host = t.net, "gs.apple.com"
    answer = ["404 Not Found"]
    net.server("17.32.233.1", 80, lambda c: (read_head(c), c.sendall(page(answer[0]))))
    net.resolver({host: "17.32.233.1"})
    path = os.path.join(net.folder, "changes.jsonl")

    def start(*words, **options):
        return t.tailor.start("probe", "--watch", "--every", "1", "--timeout", "5", "--trust", net.pki.apple.path, *words, env={"PATH": os.environ["PATH"]}, **options)

    def events():
        with open(path) as f:
            return [json.loads(line) for line in f.read().splitlines()]

    process = start("--json", "-o", path, host + ":80")
    wait = lambda what: t.tailor.check("watch: %s: %s" % (what, events()), network.wait_until(lambda: [e for e in events() if what.items() <= e.items()], 10))
    network.wait_until(lambda: os.path.exists(path) and os.path.getsize(path), 5)
    wait({"event": "round", "round": 1, "good": 1, "failed": 0})
    answer[0] = "503 Service Unavailable"
    wait({"event": "change", "state": "failed", "was": "good", "step": "http", "outcome": "server-error"})
    answer[0] = "302 Found\r\nLocation: http://login.example.org/"
    wait({"event": "change", "state": "failed", "was": "failed", "outcome": "portal"})
    answer[0] = "404 Not Found"
    wait({"event": "change", "state": "good", "was": "failed"})
    process.send_signal(signal.SIGINT)
    status = process.wait(5)
    last = events()[-1]
    t.tailor.check("it failed in between: %s %s" % (status, last), status == 1 and last["event"] == "stop" and last["endpoints"][0]["failures"] >= 2
                   and last["endpoints"][0]["changes"] == 3 and last["endpoints"][0]["rounds"] == last["rounds"])
    times = [e["time"] for e in events()]
    t.tailor.check("each with its time, in order", times == sorted(times) and all(e["schema"] == "tailor.probe-watch/1" for e in events()))
    process = start(host + ":80", stdout=subprocess.PIPE, text=True)
    first = [process.stdout.readline() for _ in range(2)]
    process.send_signal(signal.SIGTERM)
    rest = process.communicate(timeout=5)[0]
    t.tailor.check("in words: %r %r" % (first, rest), "watching 1 hosts and ports, every 1 s" in first[0] and "1 good, 0 not" in first[1]
                   and "stopped after" in rest and process.returncode == 0)
    net.server("17.32.233.2", 443, lambda c: time.sleep(30))
    net.resolver({host: "17.32.233.2"})
    process = start(host + ":443", stdout=subprocess.PIPE, text=True)
    process.stdout.readline()
    time.sleep(0.3)
    begin = time.monotonic()
    process.send_signal(signal.SIGINT)
    rest = process.communicate(timeout=10)[0]
    t.tailor.check("stopped in the middle of a round: %.1f s, %r" % (time.monotonic() - begin, rest), time.monotonic() - begin < (1 if not t.tailor.sanitized else 5)
                   and process.returncode == 2 and "stopped after 0 rounds" in rest)
    for words in (["--every", "0"], ["--format", "html"]):
        bad = t.tailor("probe", "--watch", *words, host, env={"PATH": os.environ["PATH"]})
        t.tailor.check("refused: %s" % words, bad.status == 64 and bad.told.startswith("tailor: "), bad)


def main():
    if not network.enter():
        print("skipped: network namespaces are not permitted here (root is needed)")
        return 0
    missing = network.have("dnsmasq", "nginx", "chronyd", "openssl", "ip", "mount", "nsenter")
    if missing:
        print("skipped: %s is not here" % missing)
        return 0
    tailor = Program(sys.argv[1])
    with network.Internet() as net:
        t = Table(tailor, net)
        both_families(t)
        of_the_system(t)
        watching(t)
        if not os.path.exists("/dev/net/tun"):
            t.skipped.append("the kernel has no tun devices: slow lines, lines that lose packets, boxes on the way")
        else:
            with network.Link(net) as link:
                tailor.prefix = link.enter
                slow_line(t, link, *serve_healthy(t))
                for one in (line_that_drops, black_hole, throughput, reset_by_name, intercepted):
                    one(t, link)
    for what in t.skipped:
        print("skipped: " + what)
    return tailor.result()


if __name__ == "__main__":
    sys.exit(main())
