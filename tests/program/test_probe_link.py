"""The probe on links that are bad in part, and past boxes that look into the traffic: what the faults of test_probe.py leave out.

Packets are lost, and large ones are dropped, by nftables in the kernel; mitmproxy re-signs. Where this kernel lacks netem, delay and rate
are those of a forwarder of this test's own (Slow), which holds bytes back: it says so.
"""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import network
import test_html
from network import page, read_head, reset
from program_run import Program
from test_probe import Table, endpoint, endpoints

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


def main():
    if not network.enter():
        print("skipped: network namespaces are not permitted here (root is needed)")
        return 0
    missing = network.have("dnsmasq", "openssl", "ip", "mount")
    if missing:
        print("skipped: %s is not here" % missing)
        return 0
    tailor = Program(sys.argv[1])
    with network.Internet() as net:
        t = Table(tailor, net)
        filters = both_families(t)
    for what in t.skipped:
        print("skipped: " + what)
    return tailor.result()


if __name__ == "__main__":
    sys.exit(main())
