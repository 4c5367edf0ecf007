"""Make the virtual environment in .venv from a hash-locked list of packages.

    python3 hemao/bootstrap.py run|dev

Runs before anything is installed, under whatever python3 the machine has, so it uses
nothing but the standard library, and syntax that Python 3.6 still parses: only so can an
old Python say what is wrong instead of showing a SyntaxError.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = (3, 11)
NEWEST_TRIED = (3, 13)


class Refusal(Exception):
    """Something the person at the terminal has to mend; its text is the remedy."""


def dotted(version):
    return ".".join(str(part) for part in version[:2])


def say(line, end="\n"):
    # A terminal with LANG=C cannot show Chinese: lose the characters, not the message.
    encoding = sys.stderr.encoding or "ascii"
    sys.stderr.write(line.encode(encoding, "replace").decode(encoding) + end)
    sys.stderr.flush()


def check_version(version):
    """Refuse a Python that is too old; return a remark on one newer than we have tried."""
    oldest = dotted(OLDEST)
    if version[:2] < OLDEST:
        raise Refusal(
            f"Python 版本太旧：现为 {dotted(version)}，需要 {oldest} 或更高。"
            f"请先安装 Python {oldest}，再执行 make run PYTHON3=python{oldest}"
        )
    if version[:2] > NEWEST_TRIED:
        tried = f"{oldest} 至 {dotted(NEWEST_TRIED)}"
        return f"注意：Python {dotted(version)} 尚未试过（试过 {tried}），继续安装。"
    return ""


def can_make_venv():
    # Debian splits ensurepip off into python3-venv; `import venv` alone works without it.
    probe = [sys.executable, "-c", "import venv, ensurepip"]
    return subprocess.call(probe, stderr=subprocess.DEVNULL) == 0


def provide_venv():
    """Install Debian's python3-venv when we may, else say what to type."""
    if can_make_venv():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("正在安装 python3-venv …")
        apt_get("update")
        apt_get("install", "-y", "--no-install-recommends", "python3-venv")
    if not can_make_venv():
        raise Refusal("缺少 python3-venv。请执行：sudo apt-get install python3-venv，再重试。")


def apt_get(*arguments):
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    run(["apt-get", "-qq", *arguments], f"apt-get {arguments[0]} 失败", env=environment)


def run(command, failure, env=None, heard=lambda line: None):
    """Run quietly, each line of output to `heard`; on failure show them all, then our line."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    lines = []
    with subprocess.Popen(command, env=env, **streams) as process:
        for line in process.stdout:
            lines.append(line.decode("utf-8", "replace").rstrip())
            heard(lines[-1])
    if process.returncode != 0:
        say("\n".join(lines))
        raise Refusal(f"{failure}（退出码 {process.returncode}），请查看上面的输出。")


def fingerprint(lock):
    """What the environment was made of: these bytes, by this Python, in this place."""
    with open(lock, "rb") as file:
        digest = hashlib.sha256(file.read())
    digest.update(f"{sys.version} {sys.prefix} {ROOT}".encode())
    return digest.hexdigest()


def read(path):
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def make(lock, folder):
    if os.path.exists(folder):
        shutil.rmtree(folder)
    run([sys.executable, "-m", "venv", folder], "建立 Python 环境失败")
    install(lock, folder)


def install(lock, folder, *options):
    pip = [os.path.join(folder, "bin", "python"), "-m", "pip", "install"]
    pip += ["--disable-pip-version-check", "--no-input", "--require-hashes", "-r", lock]
    run([*pip, *options], "安装依赖失败，可能是网络不通", heard=counter(read(lock).count("==")))


def counter(total):
    """Count the packages pip takes up, on one line of the terminal."""
    seen = []

    def heard(line):
        if line.startswith("Collecting "):
            seen.append(line)
            if sys.stderr.isatty():
                say(f"\r  {len(seen)}/{total}", end="")

    return heard


def lock_of(kind):
    return os.path.join(ROOT, "requirements", kind + ".txt")


def bootstrap(kind):
    """Bring .venv up to date with the lock of this kind; do nothing when it is."""
    remark = check_version(sys.version_info)
    folder = os.path.join(ROOT, ".venv")
    lock = lock_of(kind)
    # The development lock contains the other one, so it serves `make run` as well.
    development = lock_of("dev")
    stamp = os.path.join(folder, "made-of")
    if read(stamp) in (fingerprint(lock), fingerprint(development)):
        return
    if remark:
        say(remark)
    provide_venv()
    say("正在准备 Python 环境，约需一分钟…")
    make(lock, folder)
    write(stamp, fingerprint(lock))
    say("\rPython 环境已就绪。")


def add_pdf():
    """What sets PDFs goes into .venv too; without it everything but the PDF works."""
    folder, lock = os.path.join(ROOT, ".venv"), lock_of("pdf")
    stamp = os.path.join(folder, "pdf-made-of")
    if read(stamp) == fingerprint(lock):
        return
    say("正在安装 PDF 排版程序…")
    try:
        install(lock, folder, "--quiet", "--retries", "1", "--timeout", "10")
    except Refusal:
        say(
            "注意：PDF 排版程序没有装上，这次不能生成 PDF，其他都能用。联网以后再执行一次，会重新安装。"
        )
        return
    write(stamp, fingerprint(lock))


def main(arguments):
    try:
        bootstrap(arguments[0])
        add_pdf()
    except Refusal as refusal:
        say(str(refusal))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
