"""signing_server: a signing server of a test, over plain HTTP and over TLS under a root of its own, that answers as it is told.

    with Server(folder) as server:
        server.answer = lambda request: server.granted(request, ticket)     # or server.page(status, body, headers), or a function of the socket
        tailor("ticket", "request", …, "--send", "--server", server.https, "--trust", server.root)
        server.requests                                                      # the lists that came, in order

An answer is bytes (sent as they are) or a function that is given the connection.
"""
import pathlib
import plistlib
import socket
import ssl
import struct
import threading

from tickets import openssl


def page(status, body=b"", headers=()):
    lines = ["HTTP/1.1 %d Told" % status, "Content-Length: %d" % len(body), "Content-Type: text/html", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def refused(status, message):
    return page(200, b"STATUS=%d&MESSAGE=%s" % (status, message.encode()))


def granted(ticket, key="ApImg4Ticket"):
    return page(200, b"STATUS=0&MESSAGE=SUCCESS&REQUEST_STRING=" + plistlib.dumps({"@ServerVersion": "2.1.0", key: ticket}))


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class Server:
    def __init__(self, folder, names="IP:127.0.0.1", days=1):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.requests, self.heads, self.answer, self.sockets, self.open = [], [], None, [], True
        self.root = self.folder / "tls-root.pem"
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*self.certificate(names, days))
        self.http = "http://127.0.0.1:%d" % self.listen(None)
        self.https = "https://127.0.0.1:%d" % self.listen(self.context)

    def certificate(self, names, days):
        f = self.folder
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f / "tls-root.key", "-out", self.root, "-subj", "/CN=Test TLS Root",
                "-days", "2")
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f / "tls.key", "-out", f / "tls.csr", "-subj", "/CN=127.0.0.1")
        (f / "tls.ext").write_text("subjectAltName=%s\n" % names)
        openssl("x509", "-req", "-in", f / "tls.csr", "-CA", self.root, "-CAkey", f / "tls-root.key", "-CAcreateserial", "-days", days,
                "-extfile", f / "tls.ext", "-out", f / "tls.pem")
        return f / "tls.pem", f / "tls.key"

    def listen(self, context):
        s = socket.create_server(("127.0.0.1", 0))
        self.sockets.append(s)
        threading.Thread(target=self.serve, args=(s, context), daemon=True).start()
        return s.getsockname()[1]

    def serve(self, listening, context):
        while self.open:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(connection, context), daemon=True).start()

    def talk(self, connection, context):
        try:
            connection.settimeout(10)
            if context:
                connection = context.wrap_socket(connection, server_side=True)
            head, body = self.read(connection)
            if not head or self.answer is None:
                return
            self.heads.append(head)
            self.requests.append(plistlib.loads(body) if body else None)
            answer = self.answer(self.requests[-1]) if callable(self.answer) else self.answer
            if callable(answer):
                answer(connection)
            elif answer is not None:  # the test is over already
                connection.sendall(answer)
        except (OSError, ssl.SSLError):
            pass
        finally:
            connection.close()

    @staticmethod
    def read(connection):
        data = b""
        while b"\r\n\r\n" not in data:
            more = connection.recv(65536)
            if not more:
                return data.decode("latin-1"), b""
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        want = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
        while len(body) < want:
            body += connection.recv(65536)
        return head.decode("latin-1"), body

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.open = False
        for s in self.sockets:
            s.close()
