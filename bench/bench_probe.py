"""The probe beside loops of `nc -z` and `openssl s_client` over the same hosts, in the network of tests/program/test_probe.py. Run by `scripts/bench probe`, as root.

Every host answers after DELAY seconds, as one far away would; a loop pays that for each host and step, one after the other or all at once.
"""
import os
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [os.path.join(ROOT, "tests", "lib"), os.path.join(ROOT, "tests", "program")]
import network
import test_probe
from program_run import Program

DELAY = 0.1


def serve(net):
    hosts = [h for h in test_probe.knowledge_hosts() if h["probe"] != "none" and h["port"] in ("443", "80")]
    names = sorted({h["host"] for h in hosts})
    private = [n for n in names if any(h["host"] == n and h["private_root"] == "1" for h in hosts)]
    public = net.pki.public_server.issue("public", [n for n in names if n not in private])
    apple = net.pki.apple_server.issue("apple", private)
    pages = {"gs.apple.com": test_probe.page("404 Not Found"), "gdmf.apple.com": test_probe.page("200 OK", b"PublicAssetSets"),
             "swscan.apple.com": test_probe.page("200 OK", b"CatalogVersion"), "captive.apple.com": test_probe.page("200 OK", b"Success"),
             "osrecovery.apple.com": test_probe.page("200 OK", b"", ["Set-Cookie: a=b"])}

    def answer(name):
        return lambda c: (test_probe.read_head(c), time.sleep(DELAY), c.sendall(pages.get(name, test_probe.page("200 OK"))))

    records = {}
    for i, name in enumerate(names):
        records[name] = "17.1.0.%d" % (i + 1)
        for h in hosts:
            if h["host"] == name and h["port"] == "443":
                net.tls(records[name], apple if name in private else public, answer(name))
            elif h["host"] == name:
                net.server(records[name], 80, answer(name))
    net.resolver(records)
    return hosts, records


def best(run, times=3):
    seconds = []
    for _ in range(times):
        begin = time.monotonic()
        run()
        seconds.append(time.monotonic() - begin)
    return min(seconds)


def over_a_line(tailor, net, records, names):
    """The same behind 0.05 s each way (network.Link): rows for a table."""
    trust, quiet = ["-q", "--trust", net.pki.apple.path], {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if not os.path.exists("/dev/net/tun"):
        return []
    with network.Link(net) as link:
        net.resolver(records)
        tailor.prefix, link.delay = link.enter, 0.05
        rows = [("0.05 s away: `tailor probe`, %d hosts and ports" % len(names), best(lambda: tailor("probe", *trust, *names)), ""),
                ("0.05 s away: `tailor probe gs.apple.com`", best(lambda: tailor("probe", *trust, "gs.apple.com")), "")]
        if not network.have("nc"):
            loop = " ; ".join("nc -z -w 5 %s %s" % tuple(n.split(":")) for n in names)
            rows.append(("0.05 s away: `nc -z`, one after the other", best(lambda: subprocess.run([*link.enter, "sh", "-c", loop], **quiet), 1), ""))
    tailor.prefix = []
    net.resolver(records)
    return rows


def main():
    if not network.enter():
        print("the probe: not measured, network namespaces need root")
        return
    tailor = Program(sys.argv[1])
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    with network.Internet() as net:
        hosts, records = serve(net)
        names = ["%s:%s" % (h["host"], h["port"]) for h in hosts]
        tls = [n for n in names if n.endswith(":443")]
        peak = network.Peak()
        run = tailor("probe", "--json", "--trust", net.pki.apple.path, *names, meanwhile=peak.watch, env={"PATH": os.environ["PATH"]})
        assert run.status == 0, run
        one = "openssl s_client -connect %s -CAfile " + net.pki.apple.path + " </dev/null"
        together = best(lambda: tailor("probe", "-q", "--trust", net.pki.apple.path, *names))
        slowest = best(lambda: tailor("probe", "-q", "--trust", net.pki.apple.path, "gs.apple.com"))
        loop = best(lambda: [subprocess.run(one % n, shell=True, **quiet) for n in tls], 1)
        scan = "nc -z -w 5 %s %s" if not network.have("nc") else None
        ports = scan and best(lambda: [subprocess.run(scan % tuple(n.split(":")), shell=True, **quiet) for n in names], 1)
        far = over_a_line(tailor, net, records, names)
        at_once = best(lambda: [p.wait() for p in [subprocess.Popen(one % n, shell=True, **quiet) for n in tls]])
    rows = [("`nc -z`, %d hosts and ports, one after the other: TCP alone" % len(names), ports, "")] if ports else []
    for row in (("`tailor probe`, %d hosts and ports, all steps" % len(names), together, "%.1f MiB" % peak.mib),
                ("`tailor probe gs.apple.com`, the slowest alone", slowest, ""),
                ("`openssl s_client`, %d hosts, one after the other" % len(tls), loop, ""),
                ("`openssl s_client`, %d hosts at once" % len(tls), at_once, ""), *rows, *far):
        print("%s\t%.2f s\t%s" % row)


main()
