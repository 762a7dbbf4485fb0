# SPDX-License-Identifier: Apache-2.0
"""The three programs as a story drives them: real processes, passphrases on a file descriptor, JSON out."""
import json
import os
import signal
import subprocess
import time
from pathlib import Path


class Refused(Exception):
    """A verb that exited 1: `error` is its {"code","what","means","do"}."""

    def __init__(self, command, error):
        super().__init__(f"{' '.join(command)}: {error.get('code')}: {error.get('what')} ({error.get('do')})")
        self.code = error.get("code", "")
        self.error = error


class Killed(Exception):
    """The process died by a signal (the kill test's doing)."""


class Programs:
    def __init__(self, bin_dir: Path, log_dir: Path):
        self.bin = bin_dir
        self.log = log_dir
        self.log.mkdir(parents=True, exist_ok=True)
        # Called with each started process; the kill test arms its timer here.
        self.watch = lambda process, what: None

    def run(self, program, *arguments, passphrase=None, check=True):
        """Runs to the end and returns the JSON object; the passphrase goes through a pipe and nowhere else."""
        command = [str(self.bin / program), *map(str, arguments)]
        fds = ()
        if passphrase is not None:
            read, write = os.pipe()
            os.write(write, passphrase.encode())
            os.close(write)
            command[1:1] = ["--passphrase-fd", str(read)]
            fds = (read,)
        try:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=fds)
        finally:
            for fd in fds:
                os.close(fd)
        self.watch(process, arguments)
        out, err = process.communicate()
        with open(self.log / f"{program}.log", "ab") as log:
            log.write(f"$ {program} {' '.join(map(str, arguments))}\n".encode() + err + out[:4000] + b"\n")
        if process.returncode < 0:
            raise Killed(f"{program} {arguments} died by signal {-process.returncode}")
        if process.returncode == 2:
            raise SystemExit(f"wrong usage: {program} {arguments}\n{err.decode(errors='replace')}")
        try:
            answer = json.loads(out) if out.strip() else {"ok": process.returncode == 0}
        except json.JSONDecodeError as fault:
            raise SystemExit(f"{program} {arguments}: no JSON on stdout: {fault}\n{out[:400]!r}\n{err.decode(errors='replace')}")
        if process.returncode != 0 and check:
            raise Refused(command[:1] + [str(a) for a in arguments], answer.get("error", {"code": "exit", "what": err.decode(errors="replace")}))
        return answer


class Gateway:
    def __init__(self, programs: Programs, folder: Path):
        self.programs = programs
        self.folder = folder
        self.process = None
        self.port_file = folder.parent / "gateway.port"

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    @property
    def port(self):
        return int(self.port_file.read_text())

    def running(self):
        return self.process is not None and self.process.poll() is None

    def start(self, wait_s=60):
        """Starts on the port of last time (the terminals have it on record), or a free one at first."""
        if self.running():
            return
        listen = f"127.0.0.1:{self.port}" if self.port_file.exists() else "127.0.0.1:0"
        ready = self.folder.parent / "gateway.ready"
        ready.unlink(missing_ok=True)
        log = open(self.programs.log / "gateway-serve.log", "ab")
        command = [str(self.programs.bin / "zhijian-gateway"), "serve", "--dir", str(self.folder), "--listen", listen,
                   "--port-file", str(ready)]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        log.close()
        deadline = time.monotonic() + wait_s
        while not ready.exists() or not ready.read_text().strip():
            if self.process.poll() is not None:
                raise SystemExit(f"the gateway stopped with {self.process.returncode}; see {self.programs.log}/gateway-serve.log")
            if time.monotonic() > deadline:
                raise SystemExit("the gateway is not ready after a minute")
            time.sleep(0.02)
        self.port_file.write_text(ready.read_text().strip().rsplit(":", 1)[-1])

    def stop(self):
        if self.running():
            self.process.send_signal(signal.SIGTERM)
            if self.process.wait(timeout=30) != 0:
                raise SystemExit(f"the gateway did not shut down cleanly: {self.process.returncode}")
        self.process = None

    def kill(self):
        if self.running():
            self.process.kill()
            self.process.wait()
        self.process = None

    def ops(self, verb, *arguments, check=True):
        return self.programs.run("zhijian-gateway", verb, "--dir", self.folder, *arguments, "--json", check=check)


class Terminal:
    """One person's device, or a further person on it (`vault_of`)."""

    def __init__(self, programs: Programs, folder: Path, person: str, passphrase: str, extra=()):
        self.programs = programs
        self.folder = folder
        self.person = person
        self.passphrase = passphrase
        self.extra = list(extra)  # for example a lower key-derivation cost in tests

    def __call__(self, verb, *arguments, check=True):
        return self.programs.run("zhijian-terminal", "--vault", self.folder, "--as", self.person, *self.extra, verb, *arguments, "--json",
                                 passphrase=self.passphrase, check=check)
