"""A Debian that holds nothing but git, make and python3: in a folder, entered by chroot.

Every program of it runs in namespaces of its own. When the first one ends, the kernel ends
the others and takes their mounts away; so nothing is ever mounted where the folder is removed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGES = ["git", "make", "python3", "ca-certificates"]
NAMESPACES = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
ENTER = 'mount -t proc proc "$0/proc" && mount -t tmpfs tmpfs "$0/dev/shm" && exec chroot "$0" "$@"'
OUR_CERTIFICATES = "usr/local/share/ca-certificates"
WAYS_OUT = re.compile(r"\w+_proxy|pip_\w+|ssl_cert_\w+|\w+_ca_bundle", re.IGNORECASE)


def missing() -> str:
    """What this machine lacks to make another; nothing when it lacks nothing."""
    if os.geteuid() != 0:
        return "只有 root 能建立空白系统"
    absent = [name for name in ("debootstrap", "unshare", "apt-config") if not shutil.which(name)]
    if absent:
        return f"没有 {'、'.join(absent)}：apt-get install debootstrap"
    return "" if quiet([*NAMESPACES, "true"]) == 0 else "这里不许建立命名空间（unshare）"


def quiet(command):
    return subprocess.run(command, capture_output=True).returncode


@contextmanager
def machine(suite: str) -> Iterator[Path]:
    """Make one of this release of Debian; remove it when the tests are done with it."""
    folder = Path(tempfile.mkdtemp(prefix=f"hemao-{suite}-"))
    try:
        # Also debootstrap mounts, and would leave it behind when it is cut short.
        packages = f"--include={','.join(PACKAGES)}"
        told([*NAMESPACES, "debootstrap", "--variant=minbase", packages, suite, folder, *mirror()])
        give_ways_out(folder)
        yield folder
    finally:
        remove(folder)


def mirror():
    """Where this machine itself has Debian from; debootstrap knows a place when it is no Debian."""
    asked = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Origin: Debian"]
    known = subprocess.run([*asked, "Created-By: Packages"], capture_output=True, text=True)
    places = [line for line in known.stdout.split() if "security" not in line]
    return places[:1]


def give_ways_out(folder):
    """The machine reaches the network as this one does, which may need proxies and certificates."""
    said = subprocess.check_output(["apt-config", "dump"], text=True)
    ways = re.findall(r"^Acquire::(?:Check-|https?::).*\n", said, re.MULTILINE)
    (folder / "etc/apt/apt.conf.d/99ways-out").write_text("".join(ways))
    for certificate in Path("/", OUR_CERTIFICATES).glob("*.crt"):
        shutil.copy(certificate, folder / OUR_CERTIFICATES)
    told(inside(folder, "update-ca-certificates"))


def inside(folder, *command):
    return [*NAMESPACES, "sh", "-c", ENTER, folder, *command]


def environment(**given):
    """What somebody has who has just logged in, and this machine's ways to the network."""
    own = {"HOME": "/root", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TERM": "dumb"}
    own |= {name: value for name, value in os.environ.items() if WAYS_OUT.fullmatch(name)}
    return own | index() | given


def index():
    """The package index that this machine's pip is told of in its files."""
    asked = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    known = subprocess.run(asked, capture_output=True, text=True).stdout.strip()
    return {"PIP_INDEX_URL": known} if known else {}


def told(command, **options):
    """What a command printed; when it fails, that is what the test shows."""
    options |= {"stdin": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "text": True}
    done = subprocess.run(command, stdout=subprocess.PIPE, **options)
    assert done.returncode == 0, f"{done.args}\n{done.stdout[-20_000:]}"
    return done.stdout


def remove(folder):
    """Remove a machine, unless something is mounted in it, which would be removed with it."""
    mounts = Path("/proc/self/mountinfo").read_text()
    assert str(folder) not in mounts, f"something is still mounted in {folder}"
    shutil.rmtree(folder)
