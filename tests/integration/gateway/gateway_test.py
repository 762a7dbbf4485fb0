# SPDX-License-Identifier: Apache-2.0
"""zhijian-gateway as a process: founding, serving, TLS, ambiguous requests, deadlines, a clean end, and what operators do meanwhile.

What needs a device of the county is in the story's tests; caps and deadlines with small figures are in tests/unit/gateway.
"""
import concurrent.futures
import contextlib
import json
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

BIN = Path(os.environ["ZJ_BIN_DIR"])
GATEWAY = BIN / "zhijian-gateway"
VERBS = ("init", "serve", "status", "registers", "history", "report", "demo-report", "incidents", "bundle", "archives", "package", "card", "check", "backup", "evidence", "open-door", "confirm-time")
HOST = "Host: a\r\n"


def run(*arguments, env=None, stdin=None, fds=()):
    done = subprocess.run([str(GATEWAY), *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                          env=env, pass_fds=fds)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def good(*arguments, **how):
    code, out, err = run(*arguments, "--json", **how)
    assert code == 0, (arguments, code, out, err)
    answer = json.loads(out)
    assert answer["ok"] is True
    return answer


def refused(expected, *arguments, **how):
    """Exit 1, the reason in three parts and two languages, on stdout as JSON and on stderr for people."""
    code, out, err = run(*arguments, "--json", **how)
    assert code == 1, (arguments, code, out, err)
    answer = json.loads(out)
    assert answer["ok"] is False and answer["error"]["code"] == expected, answer
    for part in ("what", "means", "do"):
        halves = answer["error"][part].split(" / ")
        assert len(halves) == 2 and all(halves), answer
        assert "{" not in answer["error"][part], f"an argument is missing: {answer}"
    assert answer["error"]["what"].split(" / ")[0] in err, err
    return answer["error"]


@contextlib.contextmanager
def folder():
    path = Path(tempfile.mkdtemp(prefix="zj-gateway-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def found(path):
    return good("init", "--dir", path / "county", "--county", "421125", "--name", "浠水县", "--address", "127.0.0.1:8443",
                "--root-file", path / "root.txt")


class Served:
    def __init__(self, path, env=None, listen="127.0.0.1:0", program=GATEWAY, **who):
        self.path = path
        self.log = path / "serve.log"
        for name in ("port", "ops"):
            (path / name).unlink(missing_ok=True)
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([program, "serve", "--dir", path / "county", "--listen", listen, "--port-file", path / "port",
                                             "--ops-listen", "127.0.0.1:0", "--ops-port-file", path / "ops"], stdin=subprocess.DEVNULL,
                                            stdout=subprocess.DEVNULL, stderr=log, env=env, **who)
        for _ in range(600):
            if (path / "ops").exists():
                break
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.05)
        self.port = int((path / "port").read_text().rsplit(":", 1)[1])
        self.ops_port = int((path / "ops").read_text().rsplit(":", 1)[1])

    def connect(self, certificate=None, maximum=None, timeout=20):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        if certificate:
            context.load_cert_chain(*certificate)
        if maximum:
            context.maximum_version = maximum
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=timeout)
        return context.wrap_socket(plain)

    def page(self, path):
        with socket.create_connection(("127.0.0.1", self.ops_port), timeout=10) as line:
            line.sendall(f"GET {path} HTTP/1.1\r\n{HOST}\r\n".encode())
            return read_to_end(line)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def read_to_end(line):
    out = b""
    with contextlib.suppress(ConnectionError, ssl.SSLError):
        while piece := line.recv(65536):
            out += piece
    return out.decode(errors="replace")


def reply(line):
    """One response: status and body."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = line.recv(65536)
        if not piece:
            return 0, ""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(next(h.split(b":")[1] for h in head.split(b"\r\n") if h.lower().startswith(b"content-length:")))
    while len(body) < length:
        body += line.recv(65536)
    return int(head.split()[1]), body.decode()


def ask(line, method, target, body=b""):
    length = f"Content-Length: {len(body)}\r\n" if method != "GET" else ""
    line.sendall(f"{method} {target} HTTP/1.1\r\n{HOST}{length}\r\n".encode() + body)
    return reply(line)


def stranger_certificate(path):
    key, certificate = path / "stranger.key", path / "stranger.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", key, "-out", certificate, "-subj", "/CN=stranger",
                    "-days", "30"], check=True, capture_output=True)
    return certificate, key


def usage_is_told():
    """every verb has --help and --version; wrong usage exits 2"""
    for verb in VERBS:
        for option in ("--help", "--version"):
            code, out, _ = run(verb, option)
            assert code == 0 and out, (verb, option, code)
    for wrong in ([], ["nothing"], ["status"], ["serve", "--dir", "x", "--port", "1"]):
        assert run(*wrong)[0] == 2, wrong
    with folder() as path:
        code, out, _ = run("init", "--dir", path / "c", "--county", "1", "--name", "x", "--address", "a:1", "--json")
        assert code == 2 and json.loads(out)["error"]["code"] == "usage.county", (code, out)
        refused("gateway.missing", "status", "--dir", path / "c")
        refused("gateway.missing", "serve", "--dir", path / "c")


def founding_keeps_secrets():
    """init: files for their owner only, the passphrase from a descriptor and nowhere else, nothing secret printed; never twice"""
    with folder() as path:
        read, write = os.pipe()
        os.write(write, b"five words nobody ever guesses\n")
        os.close(write)
        code, out, err = run("init", "--dir", path / "county", "--county", "421125", "--name", "浠水县", "--address", "127.0.0.1:8443",
                             "--passphrase-fd", read, "--json", fds=(read,))
        os.close(read)
        assert code == 0, (out, err)
        secrets = [b"five words nobody ever guesses"] + [p.read_bytes() for p in (path / "county" / "keys").iterdir() if p.name != "tls.pem"]
        secrets += [p.read_bytes().strip() for p in (path / "county" / "tickets").iterdir()]
        for secret in secrets:
            assert secret not in (out + err).encode()
        for file in path.rglob("*"):
            assert file.stat().st_mode & 0o077 == 0, f"{file} can be read by others"
            assert not file.is_file() or b"five words" not in file.read_bytes()
        refused("gateway.exists", "init", "--dir", path / "county", "--county", "421125", "--name", "x", "--address", "a:1")


def founding_cut_off():
    """kill -9 during init at any moment: the next init founds a county, and only that one is there"""
    with folder() as path:
        for delay in (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8):
            process = subprocess.Popen([GATEWAY, "init", "--dir", path / "county", "--county", "421125", "--name", "x", "--address", "a:1"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(delay)
            process.kill()
            process.wait()
            if (path / "county").exists():
                break
        if not (path / "county").exists():
            found(path)
        assert good("status", "--dir", path / "county")["size"] == 1
        good("check", "--dir", path / "county", "--replay")


def strangers_reach_only_enrolment():
    """without a certificate, and with one that nobody knows: a signed 401 everywhere but at /v1/enrol"""
    with folder() as path:
        found(path)
        with Served(path) as served:
            for certificate in (None, stranger_certificate(path)):
                with served.connect(certificate) as line:
                    assert line.version() == "TLSv1.3"
                    for method, target in (("GET", "/v1/checkpoint?from=0"), ("POST", "/v1/changes"), ("GET", "/v1/feed?scope=public&after=0"),
                                           ("GET", "/v1/proof?index=0"), ("GET", f"/v1/blobs/{'a' * 64}/x/{'b' * 64}"), ("GET", "/v1/other")):
                        status, body = ask(line, method, target, b"x" if method == "POST" else b"")
                        assert status == 401 and body.startswith("zhijian/421125/1/door\n"), (method, target, status, body)
                    status, body = ask(line, "GET", f"/v1/enrol?ticket={'0' * 64}")
                    assert status == 404 and json.loads(body)["error"]["code"] == "ticket.unknown", (status, body)
                    status, body = ask(line, "POST", "/v1/enrol", b"{}\n")
                    assert status == 400 and json.loads(body)["error"]["code"] == "wire.line", (status, body)


def tls_as_it_must_be():
    """TLS 1.2 refused, nothing to resume with, the certificate under the county's CA; plain text is not answered"""
    with folder() as path:
        found(path)
        with Served(path) as served:
            try:
                served.connect(maximum=ssl.TLSVersion.TLSv1_2).close()
                raise AssertionError("TLS 1.2 was accepted")
            except (ssl.SSLError, ConnectionError):
                pass
            chain = (path / "county" / "keys" / "tls.pem").read_text()
            ca = path / "ca.pem"
            ca.write_text(chain[chain.rindex("-----BEGIN"):])
            request = f"GET /v1/enrol?ticket={'0' * 64} HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n".encode()
            session = path / "session"
            for extra in (["-sess_out", session], ["-tls1_3", "-early_data", os.devnull]):
                done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{served.port}", "-CAfile", ca, "-verify_return_error",
                                       "-verify_ip", "127.0.0.1", "-ign_eof", *map(str, extra)], input=request, capture_output=True, timeout=30)
                told = done.stdout.decode(errors="replace")
                assert "Verify return code: 0 (ok)" in told and "HTTP/1.1 404" in told, told
                assert "New Session Ticket" not in told and "Reused" not in told, told
            assert not session.exists() or session.stat().st_size == 0 or "TLS session ticket:" not in session.read_text()
            with socket.create_connection(("127.0.0.1", served.port), timeout=10) as line:
                line.sendall(request)
                assert "HTTP" not in read_to_end(line)


def ambiguous_requests():
    """each ambiguous request is refused and the connection closed, so that what follows is never read as a request"""
    post = "POST /v1/enrol HTTP/1.1\r\n"
    follow = f"GET /v1/enrol?ticket={'0' * 64} HTTP/1.1\r\n{HOST}\r\n"
    cases = {
        "HTTP/1.0": f"GET / HTTP/1.0\r\n{HOST}\r\n",
        "HTTP/1.0 chunked": f"POST / HTTP/1.0\r\n{HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "chunked": f"{post}{HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "gzip then length": f"{post}{HOST}Transfer-Encoding: gzip\r\nContent-Length: 5\r\n\r\n12345",
        "chunked, identity": f"{post}{HOST}Transfer-Encoding: chunked, identity\r\nContent-Length: 5\r\n\r\n12345",
        "xchunked": f"{post}{HOST}Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n\r\n12345",
        "gzip alone": f"{post}{HOST}Transfer-Encoding: gzip\r\n\r\n",
        "length and chunked": f"{post}{HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n12345",
        "two lengths": f"{post}{HOST}Content-Length: 5\r\nContent-Length: 5\r\n\r\n12345",
        "5, 5": f"{post}{HOST}Content-Length: 5, 5\r\n\r\n12345",
        "+5": f"{post}{HOST}Content-Length: +5\r\n\r\n12345",
        "0x5": f"{post}{HOST}Content-Length: 0x5\r\n\r\n12345",
        "no Host": f"{post}Content-Length: 5\r\n\r\n12345",
        "two Hosts": f"{post}{HOST}Host: b\r\nContent-Length: 5\r\n\r\n12345",
        "folded": f"{post}{HOST}X-A: 1\r\n 2\r\nContent-Length: 5\r\n\r\n12345",
        "bare LF": f"{post}Host: a\nContent-Length: 5\n\n12345",
        "empty target": f"GET  HTTP/1.1\r\n{HOST}\r\n",
        "bad method": f"TRACE / HTTP/1.1\r\n{HOST}\r\n",
        "absolute target": f"GET https://a/ HTTP/1.1\r\n{HOST}\r\n",
        "long line": f"GET /{'a' * 2000} HTTP/1.1\r\n{HOST}\r\n",
        "many headers": f"GET / HTTP/1.1\r\n{HOST}" + "".join(f"X{i}: 1\r\n" for i in range(40)) + "\r\n",
        "large head": f"GET / HTTP/1.1\r\n{HOST}X: {'a' * 9000}\r\n\r\n",
        "large body": f"{post}{HOST}Content-Length: 99999999\r\n\r\n" + "x" * 100_000,
        "expect": f"{post}{HOST}Expect: 100-continue\r\nContent-Length: 5\r\n\r\n",
    }
    with folder() as path:
        found(path)
        with Served(path) as served:
            for name, request in cases.items():
                with served.connect() as line:
                    line.sendall((request + follow).encode())
                    got = read_to_end(line)
                    assert got.count("HTTP/1.1 ") == 1, (name, got)
                    assert int(got.split()[1]) in (400, 405, 413, 414, 417, 431, 505), (name, got)
                    assert "Connection: close" in got and "http.gate" in got, (name, got)
            with served.connect() as line:
                line.sendall(follow.encode())
                assert reply(line)[0] == 404
            assert f"zhijian_requests_refused_total {len(cases)}\n" in served.page("/metrics")


def slow_clients():
    """silence, a dripping head and a body that stops each end within their deadline, and many strangers keep nobody out for long"""
    with folder() as path:
        found(path)
        with Served(path) as served:
            def silent():
                return read_to_end(served.connect(timeout=60))

            def dripping():
                line = served.connect(timeout=60)
                with contextlib.suppress(OSError):
                    for byte in b"GET / HTTP/1.1\r\nX: " + b"a" * 200:
                        line.sendall(bytes([byte]))
                        time.sleep(0.25)
                    raise AssertionError("a head could drip for a minute")
                return ""

            def stopping():
                line = served.connect(timeout=60)
                line.sendall(f"POST /v1/enrol HTTP/1.1\r\n{HOST}Content-Length: 10\r\n\r\nabc".encode())
                return read_to_end(line)

            started = time.monotonic()
            with concurrent.futures.ThreadPoolExecutor(3) as pool:
                results = [job.result() for job in [pool.submit(silent), pool.submit(dripping), pool.submit(stopping)]]
            assert results == ["", "", ""], results
            assert time.monotonic() - started < 45, "a deadline did not hold"
            lines = [served.connect() for _ in range(200)]
            turned_away = 0
            for line in lines:
                line.settimeout(0.05)
                with contextlib.suppress(TimeoutError, OSError):
                    turned_away += b" 429 " in line.recv(4096)
            assert turned_away == 100, turned_away
            assert '"ok":true' in served.page("/healthz")
            for line in lines:
                line.close()
            for _ in range(100):
                with served.connect() as line:
                    if ask(line, "GET", f"/v1/enrol?ticket={'0' * 64}")[0] == 404:
                        break
                time.sleep(0.05)
            else:
                raise AssertionError("there is no room for a stranger again")


def clean_end():
    """SIGTERM while requests run: each is answered whole or its connection was closed before it; exit 0; another start goes on"""
    with folder() as path:
        found(path)
        with Served(path) as served:
            halves, answered = [], []
            ending = threading.Event()

            def keep_asking():
                while not ending.is_set():
                    try:
                        with served.connect() as line:
                            while True:
                                status, body = ask(line, "GET", f"/v1/enrol?ticket={'0' * 64}")
                                if status == 0:
                                    break
                                answered.append(status)
                    except (ConnectionError, ssl.SSLError, TimeoutError):
                        pass
                    except Exception as fault:
                        halves.append(fault)

            threads = [threading.Thread(target=keep_asking) for _ in range(8)]
            for thread in threads:
                thread.start()
            time.sleep(0.5)
            started = time.monotonic()
            code = served.stop()
            took = time.monotonic() - started
            ending.set()
            for thread in threads:
                thread.join()
            assert code == 0, (code, served.log.read_text()[-2000:])
            assert took < 15 and not halves and set(answered) == {404}, (took, halves, set(answered))
            lines = [json.loads(line) for line in served.log.read_text().splitlines()]
            assert [line["what"] for line in lines][-1] == "stopped" and "stopping" in [line["what"] for line in lines], lines[-3:]
            assert all({"at", "level", "what"} <= line.keys() for line in lines), lines[:3]
        with Served(path) as served:
            served.process.kill()
            served.process.wait()
        with Served(path) as served:
            assert '"ok":true' in served.page("/healthz")


def one_gateway_a_folder():
    """a second serve on the same folder, a port in use, an address that is none: each told, and nothing disturbed"""
    with folder() as path:
        found(path)
        with Served(path) as served:
            error = refused("gateway.busy", "serve", "--dir", path / "county", "--listen", "127.0.0.1:0")
            assert str(served.process.pid) in error["what"], error
            shutil.copytree(path / "county", path / "other")
            (path / "other" / "lock").unlink(missing_ok=True)
            error = refused("http.listen", "serve", "--dir", path / "other", "--listen", f"127.0.0.1:{served.port}")
            assert str(served.port) in error["what"], error
            refused("http.listen", "serve", "--dir", path / "other", "--listen", "192.0.2.1:1")
            code, out, _ = run("serve", "--dir", path / "other", "--listen", "nonsense", "--json")
            assert code == 2 and json.loads(out)["error"]["code"] == "usage.address", out
            assert '"ok":true' in served.page("/healthz")


def operators_meanwhile():
    """status, incidents, check, backup and bundle while it serves; orders reach it; the bundle verifies"""
    with folder() as path:
        fingerprint = found(path)["fingerprint"]
        assert (path / "root.txt").read_text().strip() == fingerprint
        county = path / "county"
        with Served(path) as served:
            status = good("status", "--dir", county, "--registers")
            assert status["size"] == 1 and status["registers"]["persons"] == [] and status["fingerprint"] == fingerprint
            assert good("incidents", "--dir", county)["items"] == []
            refused("report.day", "report", "--dir", county, "--on", "2199-01-01")
            refused("report.day", "registers", "--dir", county, "--on", "2199-01-01")
            refused("date.none", "report", "--dir", county, "--on", "2026-13-30")
            refused("demo.none", "demo-report", "--dir", county)
            refused("history.none", "history", "--dir", county, "unit/nope")
            assert good("check", "--dir", county, "--replay")["checked"] == "copy"
            good("backup", "--dir", county, "--out", path / "copy.db")
            refused("file.exists", "backup", "--dir", county, "--out", path / "copy.db")
            refused("door.open", "open-door", "--dir", county, "nosuchdevice")
            assert good("confirm-time", "--dir", county)["ticks"] == 0
            good("bundle", "--dir", county, "--out", path / "bundle")
            refused("file.exists", "bundle", "--dir", county, "--out", path / "bundle")
            good("bundle", "--dir", county, "--out", f"{path / 'folder'}/")
            assert (path / "folder" / "manifest").exists() and not (path / "folder.part").exists()
            refused("evidence.none", "evidence", "--dir", county, "nosuchdevice", "--out", path / "fork.json")
            page = served.page("/metrics")
            assert "zhijian_log_entries 1\n" in page and "# TYPE zhijian_requests_total counter\n" in page, page
            assert served.page("/other").startswith("HTTP/1.1 404")
            assert served.stop() == 0
        assert good("check", "--dir", county, "--rebuild")["checked"] == "database"
        audit = [str(BIN / "zhijian-audit"), "verify", str(path / "bundle"), "--json"]
        done = subprocess.run([*audit, "--root", fingerprint], capture_output=True, timeout=60)
        assert done.returncode == 0 and json.loads(done.stdout)["ok"] is True, done.stdout.decode() + done.stderr.decode()
        assert subprocess.run(audit, capture_output=True, timeout=60).returncode == 1, "trust was established by nothing"
        # The copy takes the place of the database.
        for end in ("", "-wal", "-shm"):
            (county / f"county.db{end}").unlink(missing_ok=True)
        (path / "copy.db").rename(county / "county.db")
        with Served(path) as served:
            assert '"size":1' in served.page("/healthz")


def orders_of_root():
    """root orders a gateway that runs as a service user"""
    if os.geteuid() != 0:
        return "not shown here: it takes root"
    with folder() as path:
        found(path)
        program = shutil.copy(GATEWAY, path / "zhijian-gateway")
        nobody = pwd.getpwnam("nobody")
        for item in (path, *path.rglob("*")):
            os.chown(item, nobody.pw_uid, nobody.pw_gid)
        with Served(path, program=program, user=nobody.pw_uid, group=nobody.pw_gid, extra_groups=[]) as served:
            assert good("confirm-time", "--dir", path / "county")["ticks"] == 0
            refused("door.open", "open-door", "--dir", path / "county", "nosuchdevice")
            assert served.stop() == 0
    return None


def clock_that_jumped():
    """forty days on: nothing is appended and /healthz says why, until an operator confirms the time"""
    if shutil.which("faketime") is None:
        return "not shown here: there is no faketime"
    library = subprocess.run(["faketime", "-f", "+0s", "printenv", "LD_PRELOAD"], capture_output=True, text=True, check=True).stdout.strip()
    later = {**os.environ, "LD_PRELOAD": library, "FAKETIME": "+40d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    with folder() as path:
        found(path)
        with Served(path, env=later) as served:
            page = served.page("/healthz")
            assert page.startswith("HTTP/1.1 503") and "clock.ahead" in page, page
            assert good("confirm-time", "--dir", path / "county", env=later)["ticks"] > 100
            # /healthz follows within a second or two.
            for _ in range(20):
                if served.page("/healthz").startswith("HTTP/1.1 200"):
                    break
                time.sleep(0.5)
            else:
                raise AssertionError("the log does not move again")
    return None


def full_disk():
    """a full disk: bundle and backup say so and leave nothing behind; serving tells it, and goes on when there is room"""
    with folder() as path:
        found(path)
        small = path / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small], capture_output=True).returncode != 0:
            return "not shown here: mounting a small disk needs root"
        try:
            refused("file.full", "bundle", "--dir", path / "county", "--out", small / "bundle")
            refused("store.full", "backup", "--dir", path / "county", "--out", small / "copy.db")
            assert list(small.iterdir()) == [], list(small.iterdir())
            subprocess.run(["mount", "-o", "remount,size=64m", small], check=True)
            good("bundle", "--dir", path / "county", "--out", small / "bundle")
            subprocess.run(["mount", "-o", "remount,ro", small], check=True)
            refused("file.io", "bundle", "--dir", path / "county", "--out", small / "other")
        finally:
            subprocess.run(["umount", small], check=True)
    return None


CHECKS = (usage_is_told, founding_keeps_secrets, founding_cut_off, strangers_reach_only_enrolment, tls_as_it_must_be, ambiguous_requests,
          slow_clients, clean_end, one_gateway_a_folder, operators_meanwhile, orders_of_root, clock_that_jumped, full_disk)


def main():
    failed = 0
    for check in CHECKS:
        if sys.argv[1:] and check.__name__ not in sys.argv[1:]:
            continue
        started = time.monotonic()
        try:
            note = check()
            print(f"ok    {check.__name__} {time.monotonic() - started:.1f} s: {check.__doc__}" + (f" ({note})" if note else ""), flush=True)
        except Exception as fault:  # each check by itself
            failed += 1
            print(f"FAIL  {check.__name__}: {check.__doc__}\n      {type(fault).__name__}: {fault}", flush=True)
    return 1 if failed else 0


sys.exit(main())
