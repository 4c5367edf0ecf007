"""A PostgreSQL of our own: in a temporary folder, on a Unix socket, gone afterwards."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Speed before safety: this data is thrown away.
SERVER_OPTIONS = [
    *("-c", "listen_addresses="),
    *("-c", "fsync=off"),
    *("-c", "synchronous_commit=off"),
    *("-c", "full_page_writes=off"),
]


def binaries() -> Path | None:
    """The folder of PostgreSQL's server programs; Debian keeps it outside PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(installed, key=lambda path: float(path.parent.parent.name), default=None)
    return newest.parent if newest else None


@contextmanager
def running_server(programs: Path) -> Iterator[str]:
    """Start a server; yield a DATABASE_URL for it."""
    with tempfile.TemporaryDirectory(prefix="hemao-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
        initialise(programs, folder)
        with started(programs, folder):
            yield f"postgres://hemao@/postgres?host={folder}"


def initialise(programs, folder):
    options = ["-D", folder / "data", "-U", "hemao", "-A", "trust", "-E", "UTF8"]
    options += ["--locale=C.UTF-8", "--no-sync"]
    command = [*unprivileged(), programs / "initdb", *options]
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)


@contextmanager
def started(programs, folder):
    command = [*unprivileged(), programs / "postgres", "-D", folder / "data", "-k", folder]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([*command, *SERVER_OPTIONS], cwd=folder, stderr=log)
    try:
        wait_until_ready(programs, folder, server)
        yield
    finally:
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for the last client.
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


def unprivileged():
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def wait_until_ready(programs, folder, server):
    deadline = time.monotonic() + 30
    while subprocess.call([programs / "pg_isready", "-q", "-h", folder]) != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError((folder / "log").read_text())
        time.sleep(0.1)
