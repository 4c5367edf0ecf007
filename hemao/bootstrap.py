"""Make the virtual environment in .venv from a hash-locked list of packages.

    python3 hemao/bootstrap.py run|dev

Runs before anything is installed, under whatever python3 the machine has, so it uses
nothing but the standard library, and syntax that Python 3.6 still parses: only so can an
old Python say what is wrong instead of showing a SyntaxError.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = (3, 11)
NEWEST_TRIED = (3, 14)


class CannotInstall(Exception):
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
        raise CannotInstall(
            f"Python 版本太旧：现为 {dotted(version)}，需要 {oldest} 或更高。"
            f"请先安装 Python {oldest}，再执行 make run PYTHON3=python{oldest}"
        )
    if version[:2] > NEWEST_TRIED:
        tried = f"{oldest} 至 {dotted(NEWEST_TRIED)}"
        return f"注意：Python {dotted(version)} 尚未试过（试过 {tried}），继续安装。"
    return ""


def check_place():
    """Refuse a folder that is not ours to write in, or whose name Python or SQLite cannot use."""
    if not os.access(ROOT, os.W_OK):
        raise CannotInstall(
            f"没有权限写入目录 {ROOT}。请改正它的权限，或把本项目放到自己的目录，再重试。"
        )
    # The shell's PATH has a colon between two folders, so venv makes nothing there.
    if os.pathsep in ROOT:
        raise CannotInstall(f"目录名中不能有冒号：{ROOT}。请把本项目移到另一个目录，再重试。")
    try:
        ROOT.encode("utf-8")
    except UnicodeEncodeError:
        raise CannotInstall(
            f"目录名不是 UTF-8 编码：{ROOT}。请把本项目移到另一个目录，再重试。"
        ) from None


def can_make_venv():
    # Debian splits ensurepip off into python3-venv; `import venv` alone works without it.
    probe = [sys.executable, "-c", "import venv, ensurepip"]
    return subprocess.call(probe, stderr=subprocess.DEVNULL) == 0


def provide_venv():
    """Install Debian's package when we may, else say what to type."""
    if can_make_venv():
        return
    # Not python3-venv: that one belongs to Debian's default Python, and PYTHON3 may name another.
    package = f"python{dotted(sys.version_info)}-venv"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"正在安装 {package} …")
        install_package(package)
    if not can_make_venv():
        raise CannotInstall(f"缺少 {package}。请执行：sudo apt-get install {package}，再重试。")


def install_package(name):
    try:
        apt_get("update")
    except CannotInstall:
        # One source of many may be out of date or away; the package often comes from another.
        say("注意：软件源没有全部更新，继续安装。")
    apt_get("install", "-y", "--no-install-recommends", name)


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
        raise CannotInstall(f"{failure}（退出码 {process.returncode}），请查看上面的输出。")


def fingerprint(lock):
    """What the environment was made of: these bytes, by this Python, in this place."""
    with open(lock, "rb") as file:
        digest = hashlib.sha256(file.read())
    digest.update(os.fsencode(f"{sys.version} {sys.prefix} {ROOT}"))
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
    """Make `folder` anew; where that fails, what was there before comes back whole.

    It is made in its own place, because an environment holds its path in many files.
    """
    demand_unused(folder)
    before, is_made = folder + BEFORE, False
    if os.path.lexists(folder):
        os.rename(folder, before)
    try:
        run([sys.executable, "-m", "venv", folder], "建立 Python 环境失败")
        install(lock, folder)
        write(stamp_in(folder), fingerprint(lock))
        is_made = True
    finally:
        if is_made:
            clear(before)
        else:
            bring_back(folder)


def bring_back(folder):
    """Put the environment of before in its place again, where there is one."""
    if os.path.lexists(folder + BEFORE):
        clear(folder)
        os.rename(folder + BEFORE, folder)


def tidy_up(folder):
    """End what a machine without power cut short: the new one is whole where it has its stamp."""
    if read(stamp_in(folder)):
        clear(folder + BEFORE)
    else:
        bring_back(folder)


def demand_unused(folder):
    """Refuse to replace the packages of a site that runs: it has not loaded all of them."""
    if is_used(folder):
        raise CannotInstall(IN_USE)


def is_used(folder):
    # Of a link only the link goes.
    if os.path.islink(folder) or not os.path.isdir(folder):
        return False
    var = os.environ.get("VAR") or os.path.join(ROOT, "var")
    # The first is locked by every command that runs on it (hemao/startup.py), the second by a
    # server, also by one of a version that did not know the first.
    return any(is_locked(path) for path in (stamp_in(folder), os.path.join(var, "running.lock")))


def is_locked(path):
    try:
        with open(path, "rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False  # nobody can have locked what is not there
    return False


def clear(folder):
    """Take away what stands in the way; of a link the link, never what it points to."""
    if os.path.islink(folder) or os.path.isfile(folder):
        os.remove(folder)
    elif os.path.exists(folder):
        # Its stamp first: what is cut short here must not pass for whole the next time.
        write(stamp_in(folder), "")
        shutil.rmtree(folder)


def stamp_in(folder):
    return os.path.join(folder, "made-of")


BEFORE = "-before"
IN_USE = "网站正在用这里的 Python 环境（.venv），没有改动它：请先停止网站（make run 的窗口里按 Ctrl+C），再试一次。"
NOT_INSTALLED = "安装依赖失败，可能是网络不通，可以用 PIP_INDEX_URL=… 换一个软件源"


def install(lock, folder, *options):
    pip = [os.path.join(folder, "bin", "python"), "-m", "pip", "install"]
    pip += ["--disable-pip-version-check", "--no-input", "--require-hashes", "-r", lock]
    heard = counter(read(lock).count("=="))
    run([*pip, *options], NOT_INSTALLED, env=pip_environment(), heard=heard)


def pip_environment():
    """A person's own settings of pip, but for those that install elsewhere than in .venv."""
    elsewhere = {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}
    kept = {name: value for name, value in os.environ.items() if name not in elsewhere}
    # Said, not left out: a configuration file of pip may say the contrary.
    return dict(kept, PIP_USER="0")


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
    stamp = stamp_in(folder)
    tidy_up(folder)
    if read(stamp) in (fingerprint(lock), fingerprint(development)):
        return
    if remark:
        say(remark)
    check_place()
    provide_venv()
    say("正在准备 Python 环境，约需一分钟…")
    if read(stamp) == fingerprint(lock_of("run")):
        # Only what developers need lacks. It is added, so that a site that runs goes on.
        install(lock, folder)
        write(stamp, fingerprint(lock))
    else:
        make(lock, folder)
    say("\rPython 环境已就绪。")


def add_pdf():
    """What sets PDFs goes into .venv too; without it everything but the PDF works."""
    folder, lock = os.path.join(ROOT, ".venv"), lock_of("pdf")
    stamp = os.path.join(folder, "pdf-made-of")
    if read(stamp) == fingerprint(lock):
        return
    if read(stamp) and is_used(folder):
        say("注意：网站正在运行，PDF 排版程序没有更新。停止网站以后再执行一次，会更新。")
        return
    say("正在安装 PDF 排版程序…")
    try:
        install(lock, folder, "--quiet", "--retries", "1", "--timeout", "10")
    except CannotInstall:
        say(
            "注意：PDF 排版程序没有装上，这次不能生成 PDF，其他都能用。联网以后再执行一次，会重新安装。"
        )
        return
    write(stamp, fingerprint(lock))


def main(arguments):
    try:
        bootstrap(arguments[0])
        add_pdf()
    except CannotInstall as refusal:
        say(str(refusal))
        return 1
    except OSError as error:
        say(f"无法准备 Python 环境：{error}。请检查目录权限和磁盘空间，再重试。")
        return 1
    except KeyboardInterrupt:
        # What is half made has no stamp, and is made anew.
        say("\n已中断。再执行一次，会重新准备。")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
