"""network: a small Internet in a network namespace of its own, for tests of the probe. Real components: dnsmasq, squid, nginx, chrony.

    network.enter()                       # re-executes the test in new namespaces; False where that is not permitted
    with network.Internet() as net:
        net.resolver({"gs.apple.com": "17.0.0.1"})
        net.https("17.0.0.1", certificate)
        run = tailor("probe", "--trust", net.pki.apple.path, "gs.apple.com:443")

All addresses stand on the loopback interface; nothing leaves the namespace, which has no other. /etc/resolv.conf, /etc/hosts,
/etc/nsswitch.conf and the bundle of public authorities are files of the test, mounted over those of the system in a mount namespace.
"""
import contextlib
import fcntl
import heapq
import os
import select
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time

BUNDLE = "/etc/ssl/certs/ca-certificates.crt"
MARK = "TAILOR_TEST_NAMESPACE"


def have(*programs):
    """The first of the programs that is missing, or None."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    return next((p for p in programs if not shutil.which(p, path=path)), None)


def enter():
    """Goes on in new namespaces. Returns False when the system does not permit it, or to root only: in a user namespace the daemons
    cannot change to the users that they want to run as."""
    if os.environ.get(MARK):
        return True
    # A namespace of processes too: whatever the test started ends with it.
    options = ["-n", "-m", "-p", "-f", "--mount-proc", "--kill-child"]
    if os.geteuid() != 0 or not shutil.which("unshare") or subprocess.run(["unshare", *options, "true"], capture_output=True).returncode != 0:
        return False
    environment = dict(os.environ, **{MARK: "1", "PATH": os.environ.get("PATH", "") + ":/usr/sbin:/sbin"})
    os.execvpe("unshare", ["unshare", *options, sys.executable, *sys.argv], environment)


def run(*words, **options):
    return subprocess.run([str(w) for w in words], check=True, capture_output=True, **options)


def wait_until(what, seconds=5):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.02)
    return False


def listens(address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as s:
        s.settimeout(0.5)
        return s.connect_ex((address, port)) == 0


class Peak:
    """The memory of a running program. What wait4(2) tells would count the test's own, from before the program was executed."""

    def __init__(self):
        self.mib = 0.0

    def watch(self, process):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                with open("/proc/%d/status" % process.pid) as f:
                    found = [line.split()[1] for line in f if line.startswith("VmHWM:")]
            except OSError:
                return
            if not found:  # it has ended and waits to be collected
                return
            self.mib = int(found[0]) / 1024
            time.sleep(0.001)


class Authority:
    """A root or intermediate authority, made by openssl."""

    def __init__(self, folder, name, subject, signer=None):
        self.path, self.key = os.path.join(folder, name + ".pem"), os.path.join(folder, name + ".key")
        self.folder, self.signer = folder, signer
        new_key(self.key)
        make_certificate(self.path, self.key, subject, signer, "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n")

    def issue(self, name, hosts, subject=None, start="20200101000000Z", end="20400101000000Z", chain=None):
        """-> (file of the chain, file of the key) for a server; dates as openssl ca takes them."""
        path, key = os.path.join(self.folder, name + ".pem"), os.path.join(self.folder, name + ".key")
        new_key(key)
        names = ",".join("DNS:" + h for h in hosts)
        make_certificate(path, key, subject or "/CN=" + hosts[0], self, "subjectAltName=%s\nextendedKeyUsage=serverAuth\n" % names, start, end)
        with open(path, "a") as out:
            for a in ([self] if chain is None and self.signer else chain or []):
                out.write(open(a.path).read())
        return path, key

    def staple(self, certificate):
        """-> file of an OCSP response that calls the certificate good"""
        serial = run("openssl", "x509", "-in", certificate[0], "-noout", "-serial").stdout.decode().strip().split("=")[1]
        index, answer = os.path.join(self.folder, "ocsp-index"), certificate[0] + ".ocsp"
        with open(index, "w") as f:
            f.write("V\t400101000000Z\t\t%s\tunknown\t/CN=x\n" % serial)
        run("openssl", "ocsp", "-index", index, "-CA", self.path, "-rsigner", self.path, "-rkey", self.key, "-issuer", self.path, "-cert",
            certificate[0], "-respout", answer, "-ndays", "2", "-noverify")
        return answer


def new_key(path):
    run("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", path)


def make_certificate(path, key, subject, signer, extensions, start="20200101000000Z", end="20400101000000Z"):
    with tempfile.TemporaryDirectory() as work:
        files = {n: os.path.join(work, n) for n in ("request", "index", "serial", "extensions", "configuration")}
        run("openssl", "req", "-new", "-key", key, "-subj", subject, "-out", files["request"])
        open(files["index"], "w").close()
        open(files["extensions"], "w").write(extensions)
        open(files["configuration"], "w").write(
            "[ca]\ndefault_ca=d\n[d]\ndatabase=%s\nnew_certs_dir=%s\nrand_serial=yes\ndefault_md=sha256\npolicy=p\nunique_subject=no\n"
            "email_in_dn=no\n[p]\ncommonName=supplied\norganizationName=optional\n" % (files["index"], work))
        who = ["-cert", signer.path, "-keyfile", signer.key] if signer else ["-selfsign", "-keyfile", key]
        run("openssl", "ca", "-batch", "-config", files["configuration"], "-in", files["request"], "-out", path, "-notext", "-extfile",
            files["extensions"], "-startdate", start, "-enddate", end, "-preserveDN", *who)


class Pki:
    """apple: the private root of the tests; public: one more in the system's bundle."""

    def __init__(self, folder):
        self.apple = Authority(folder, "apple-root", "/O=Made Up Fruit/CN=Made Up Fruit Root")
        self.apple_server = Authority(folder, "apple-server", "/O=Made Up Fruit/CN=Made Up Fruit Server Authority", self.apple)
        self.public = Authority(folder, "public-root", "/O=Public Example/CN=Public Example Root")
        self.public_server = Authority(folder, "public-server", "/O=Public Example/CN=Public Example Server CA 1", self.public)


class Server:
    """A listener whose connections are each given to `handle(connection)` in a thread."""

    def __init__(self, address, port, handle):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.socket = socket.socket(family)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((address, port))
        self.socket.listen(128)
        self.handle, self.accepted = handle, 0
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.accepted += 1
            threading.Thread(target=self.guard, args=(connection,), daemon=True).start()

    def guard(self, connection):
        try:
            self.handle(connection)
        except (OSError, ssl.SSLError, ValueError):
            pass
        finally:
            try:
                connection.close()
            except OSError:
                pass

    def close(self):
        self.socket.close()


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def read_head(connection):
    head = b""
    while b"\r\n\r\n" not in head and len(head) < 65536:
        part = connection.recv(4096)
        if not part:
            break
        head += part
    return head


def page(status, body=b"", headers=()):
    """A whole answer of HTTP."""
    lines = ["HTTP/1.1 " + status, "Content-Length: %d" % len(body), "Connection: close", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


class Link:
    """A line between this namespace, where the servers are, and another one, "client": two tun devices, and this thread that carries each
    packet from one to the other as it is told. What netem does in kernels that have it. The TCP at both ends is the kernel's.

        with network.Link(net) as link:
            link.delay, link.rate = 0.1, 125000        # seconds one way, bytes a second each way
            link.loses = lambda packet, to_client: len(packet) > 1300
            run = tailor(...)                          # with tailor.prefix = link.enter
    """
    SERVER, CLIENT, TUNSETIFF, IFF_TUN_NO_PI = "10.99.0.1", "10.99.0.2", 0x400454CA, 0x1001

    def __init__(self, net):
        self.net, self.delay, self.rate, self.loses = net, 0, 0, lambda packet, to_client: False
        self.carried, self.lost = 0, 0
        self.enter = ["nsenter", "--net=/run/netns/client"]

    def tun(self, name):
        fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(fd, self.TUNSETIFF, struct.pack("16sH22x", name.encode(), self.IFF_TUN_NO_PI))
        return fd

    def __enter__(self):
        run("ip", "netns", "add", "client")
        self.fds = {"t0": self.tun("t0"), "t1": self.tun("t1")}
        run("ip", "link", "set", "t0", "netns", "client")
        inside = ["ip", "-n", "client"]
        for command in (["addr", "add", self.CLIENT + "/32", "dev", "t0"], ["link", "set", "lo", "up"], ["link", "set", "t0", "up"],
                        ["route", "add", "default", "dev", "t0"]):
            run(*inside, *command)
        self.net.address(self.SERVER)
        run("ip", "link", "set", "t1", "up")
        run("ip", "route", "add", self.CLIENT, "dev", "t1")
        self.net.resolver_address(self.SERVER)
        self.over = False
        self.thread = threading.Thread(target=self.carry, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over = True
        self.thread.join()
        for fd in self.fds.values():
            os.close(fd)
        run("ip", "netns", "del", "client")
        self.net.resolver_address("127.0.0.1")

    def carry(self):
        other = {self.fds["t0"]: self.fds["t1"], self.fds["t1"]: self.fds["t0"]}
        free, waiting, n = dict.fromkeys(other, 0.0), [], 0
        while not self.over:
            now = time.monotonic()
            while waiting and waiting[0][0] <= now:
                _, _, to, packet = heapq.heappop(waiting)
                try:
                    os.write(to, packet)
                except OSError:
                    pass  # the device is down
            ready, _, _ = select.select(list(other), [], [], min(0.05, max(0, waiting[0][0] - now)) if waiting else 0.05)
            for fd in ready:
                packet, now = os.read(fd, 65536), time.monotonic()
                late = free[fd] - now > 0.5  # as a router's queue: what is behind half a second is dropped
                if late or self.loses(packet, fd == self.fds["t1"]):
                    self.lost += 1
                    continue
                free[fd] = max(free[fd], now) + (len(packet) / self.rate if self.rate else 0)
                n += 1
                self.carried += 1
                heapq.heappush(waiting, (free[fd] + self.delay, n, other[fd], packet))


class Internet:
    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="tailor-net-")
        os.chmod(self.folder, 0o755)
        self.closing, self.addresses = [], set()
        run("ip", "link", "set", "lo", "up")
        run("mount", "--make-rprivate", "/")
        self.pki = Pki(self.folder)
        run("mount", "-t", "tmpfs", "tmpfs", "/run")
        self.resolver_path = self.mount("/etc/resolv.conf", "")
        self.resolver_address("127.0.0.1")
        self.hosts_path = self.mount("/etc/hosts", "127.0.0.1 localhost\n")
        self.mount("/etc/nsswitch.conf", "hosts: files dns\n")
        system = open(BUNDLE).read() if os.path.exists(BUNDLE) else ""
        self.bundle_path = self.mount(BUNDLE, system + open(self.pki.public.path).read())
        self.dns = None
        return self

    def __exit__(self, *_):
        for close in reversed(self.closing):
            close()
        self.stop_resolver()
        shutil.rmtree(self.folder, ignore_errors=True)

    def file(self, name, text):
        path = os.path.join(self.folder, name.strip("/").replace("/", "-"))
        with open(path, "w") as f:
            f.write(text)
        os.chmod(path, 0o644)
        return path

    def mount(self, target, text):
        path = self.file(target, text)
        if not os.path.exists(target):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            open(target, "w").close()
        run("mount", "--bind", path, os.path.realpath(target))
        return path

    def hosts(self, *lines):
        with open(self.hosts_path, "w") as f:
            f.write("127.0.0.1 localhost\n" + "".join(line + "\n" for line in lines))

    def address(self, address):
        if address not in self.addresses and not address.startswith("127."):
            run("ip", "-6" if ":" in address else "-4", "addr", "add", address + ("/128" if ":" in address else "/32"), "dev", "lo",
                *(["nodad"] if ":" in address else []))
            self.addresses.add(address)
        return address

    def resolver_address(self, address):
        """Where the resolver listens from now on, and whom the system asks."""
        self.at = address
        with open(self.resolver_path, "w") as f:
            f.write("nameserver %s\noptions timeout:1 attempts:1\n" % address)

    def stop_resolver(self):
        if self.dns:
            self.dns.kill()
            self.dns.wait()
        self.dns = None

    def resolver(self, records, *lines):
        """dnsmasq on port 53. records: name -> address, list of them, or "cname:NAME"; everything else is NXDOMAIN."""
        self.stop_resolver()
        self.dns = self.dnsmasq(self.at, records, lines)

    @contextlib.contextmanager
    def resolver_beside(self, address, records):
        """Another one, for a while."""
        process = self.dnsmasq(address, records, ())
        yield
        process.kill()
        process.wait()

    def dnsmasq(self, address, records, lines):
        text = ["port=53", "listen-address=" + address, "bind-interfaces", "no-resolv", "no-hosts", "keep-in-foreground", "pid-file=",
                "user=root", "cache-size=0", "address=/#/", "log-facility=" + os.path.join(self.folder, "dnsmasq.log"), *lines]
        for name, value in records.items():
            for one in value if isinstance(value, list) else [value]:
                text.append("cname=%s,%s" % (name, one[6:]) if one.startswith("cname:") else "host-record=%s,%s" % (name, one))
        configuration = self.file("dnsmasq-%s.conf" % address, "\n".join(text) + "\n")
        process = subprocess.Popen(["dnsmasq", "-C", configuration], stderr=subprocess.DEVNULL)
        assert wait_until(lambda: listens(address, 53)), "dnsmasq does not start"
        return process

    def daemon(self, *words, ready=None, **options):
        process = subprocess.Popen([str(w) for w in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
        self.closing.append(lambda: (process.kill(), process.wait()))
        assert ready is None or wait_until(ready, 15), "%s does not start" % words[0]
        return process

    def filter(self, *rules):
        """nftables: the rules of one chain for what comes in, in place of the earlier ones. False where that is not permitted."""
        text = "add table inet probe\ndelete table inet probe\nadd table inet probe\n"
        text += "add chain inet probe in { type filter hook input priority 0; }\n"
        text += "".join("add rule inet probe in %s\n" % rule for rule in rules)
        return not have("nft") and subprocess.run(["nft", "-f", "-"], input=text.encode(), capture_output=True).returncode == 0

    def redirect(self, port, to):
        """What comes over a Link for this port is given to whoever listens at `to`; 0: to whom it was meant for."""
        text = "add table ip box\ndelete table ip box\n"
        if to:
            text += ("add table ip box\nadd chain ip box in { type nat hook prerouting priority -100; }\n"
                     "add rule ip box in iifname t1 tcp dport %d dnat to %s:%d\n" % (port, Link.SERVER, to))
        return not have("nft") and subprocess.run(["nft", "-f", "-"], input=text.encode(), capture_output=True).returncode == 0

    def packets(self, mtu, whole):
        """Packets as a wire would carry them: whole=False, without bundles of several."""
        run("ip", "link", "set", "lo", "mtu", mtu, "gso_max_segs", 65535 if whole else 1, "gso_max_size", 65536 if whole else mtu)

    def server(self, address, port, handle):
        s = Server(self.address(address), port, handle)
        self.closing.append(s.close)
        return s

    def tls_of_openssl(self, address, certificate, *options):
        """openssl s_server, for what Python's TLS cannot do."""
        self.address(address)
        self.daemon("openssl", "s_server", "-quiet", "-accept", address + ":443", "-cert", certificate[0], "-cert_chain", certificate[0], "-key",
                    certificate[1], *options, ready=lambda: listens(address, 443))

    def tls(self, address, certificate, handle=None, port=443):
        """A TLS server of Python's; handle(connection) after the handshake."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)

        def shake(connection):
            with context.wrap_socket(connection, server_side=True) as wrapped:
                (handle or (lambda c: c.recv(1)))(wrapped)

        return self.server(address, port, shake)
