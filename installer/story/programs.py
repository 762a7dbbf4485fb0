# SPDX-License-Identifier: Apache-2.0
"""The three programs as a story drives them: real processes, passphrases on a file descriptor, JSON out."""
import contextlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path

VERB_SECONDS_MAX = 900  # the longest is importing 133 units; a verb that hangs must not hang the story


class Refused(Exception):
    """A verb that exited 1: `error` is its {"code","what","means","do"}."""

    def __init__(self, command, error):
        super().__init__(f"{' '.join(map(str, command))}: {error.get('code')}: {error.get('what')} {error.get('means')} {error.get('do')}")
        self.code = error.get("code", "")
        self.error = error


class Killed(Exception):
    """The process died by a signal (the kill test's doing)."""


@contextlib.contextmanager
def secret_fds(*secrets):
    """Descriptors from which each secret can be read once, and nothing but those who inherit them can."""
    fds = []
    try:
        for secret in secrets:
            read, write = os.pipe()
            fds.append(read)
            os.write(write, secret.encode() + b"\n")
            os.close(write)
        yield fds
    finally:
        for fd in fds:
            os.close(fd)


class Programs:
    def __init__(self, bin_dir: Path, log_dir: Path):
        self.bin = bin_dir
        self.log = log_dir
        self.log.mkdir(parents=True, exist_ok=True)
        # Called with each started process; the kill test arms its timer here.
        self.watch = lambda process, what: None

    def run(self, program, *arguments, fds=(), check=True, env=None):
        """Runs to the end and returns the JSON object."""
        arguments = [str(argument) for argument in arguments]
        started = time.monotonic()
        process = subprocess.Popen([str(self.bin / program), *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, pass_fds=fds, env=env)
        self.watch(process, arguments)
        try:
            out, err = process.communicate(timeout=VERB_SECONDS_MAX)
        except BaseException:
            process.kill()
            process.wait()
            raise
        with open(self.log / f"{program}.log", "ab") as log:
            log.write(f"$ {program} {' '.join(arguments)}  [{process.returncode}, {time.monotonic() - started:.2f} s]\n".encode() +
                      err[-4000:] + out[:2000] + b"\n")
        return self._answer([program, *arguments], process.returncode, out, err, check)

    @staticmethod
    def _answer(command, code, out, err, check):
        told = err.decode(errors="replace")[-2000:]
        if code < 0:
            raise Killed(f"{' '.join(command)} died by signal {-code}")
        if code not in (0, 1):
            raise SystemExit(f"wrong usage ({code}): {' '.join(command)}\n{told}")
        try:
            answer = json.loads(out)
        except json.JSONDecodeError as fault:
            raise SystemExit(f"{' '.join(command)}: no JSON on stdout: {fault}\n{out[:400]!r}\n{told}") from fault
        if code != 0 and check:
            raise Refused(command, answer.get("error", {"code": "exit", "what": told}))
        return answer


class Gateway:
    def __init__(self, programs: Programs, folder: Path):
        self.programs = programs
        self.folder = folder
        self.process = None
        self.environment = None  # as inherited; tests let its clock run ahead
        self.port_file = folder.parent / "log" / "gateway.port"
        self.pid_file = folder.parent / "log" / "gateway.pid"

    @property
    def address(self):
        return f"127.0.0.1:{int(self.port_file.read_text())}"

    def running(self):
        return self.process is not None and self.process.poll() is None

    def leftover(self):
        """The process of a gateway of an earlier run that still serves this folder, or 0: it was left running on purpose, or its parent was killed."""
        try:
            pid = int(self.pid_file.read_text())
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            return 0
        # The number may have been given to another process meanwhile.
        return pid if str(self.folder).encode() in words and b"serve" in words else 0

    def end_leftover(self):
        pid = self.leftover()
        if not pid:
            return
        os.kill(pid, signal.SIGTERM)
        for _ in range(300):
            if not Path(f"/proc/{pid}").exists():
                return
            time.sleep(0.1)
        raise SystemExit(f"the gateway of an earlier run (process {pid}) does not stop")

    def start(self, wait_s=60):
        """Starts on the address that the tickets and terminals name."""
        if self.running():
            return
        self.end_leftover()
        ready = self.folder.parent / "log" / "gateway.ready"
        ready.unlink(missing_ok=True)
        with open(self.programs.log / "gateway-serve.log", "ab") as log:
            command = [str(self.programs.bin / "zhijian-gateway"), "serve", "--dir", str(self.folder), "--listen", self.address,
                       "--port-file", str(ready)]
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                                            env=self.environment)
        self.pid_file.write_text(str(self.process.pid))
        deadline = time.monotonic() + wait_s
        while not ready.exists() or not ready.read_text().strip():
            if self.process.poll() is not None:
                if self.process.returncode < 0:
                    return  # killed by the kill test; whoever needs it starts it again
                raise SystemExit(f"the gateway stopped with {self.process.returncode}; see {self.programs.log}/gateway-serve.log")
            if time.monotonic() > deadline:
                raise SystemExit("the gateway is not ready after a minute")
            time.sleep(0.02)

    def stop(self):
        if self.running():
            self.process.send_signal(signal.SIGTERM)
            code = self.process.wait(timeout=30)
            if code not in (0, -signal.SIGKILL):
                raise SystemExit(f"the gateway did not shut down cleanly: {code}")
        self.forget()

    def kill(self):
        if self.running():
            self.process.kill()
            self.process.wait()
        self.forget()

    def forget(self):
        self.process = None
        self.pid_file.unlink(missing_ok=True)

    def ops(self, verb, *arguments, check=True):
        return self.programs.run("zhijian-gateway", verb, "--dir", self.folder, *arguments, "--json", check=check)


class Terminal:
    """One person at a device."""

    def __init__(self, programs: Programs, folder: Path, person: str, passphrase: str, extra=()):
        self.programs = programs
        self.folder = folder
        self.person = person
        self.passphrase = passphrase
        self.extra = list(extra)  # for example a lower key-derivation cost in tests

    def __call__(self, verb, *arguments, check=True, env=None):
        with secret_fds(self.passphrase) as fds:
            return self.programs.run("zhijian-terminal", "--vault", self.folder, "--as", self.person, "--passphrase-fd", fds[0],
                                     *self.extra, verb, *arguments, "--json", fds=fds, check=check, env=env)

    def enrol(self, ticket_file, check=True, env=None):
        """Makes this folder a device and its person; nobody can be named with --as yet."""
        with secret_fds(self.passphrase) as fds:
            return self.programs.run("zhijian-terminal", "--vault", self.folder, "--passphrase-fd", fds[0], *self.extra, "enrol", "--demo",
                                     "--ticket-file", ticket_file, "--alias", self.person, "--json", fds=fds, check=check, env=env)

    def join(self, ticket_file, alias, passphrase, check=True):
        """A further person on this device, let in by the one who is here."""
        with secret_fds(self.passphrase, passphrase) as fds:
            return self.programs.run("zhijian-terminal", "--vault", self.folder, "--as", self.person, "--passphrase-fd", fds[0],
                                     *self.extra, "join", "--ticket-file", ticket_file, "--alias", alias, "--new-passphrase-fd", fds[1],
                                     "--json", fds=fds, check=check)
