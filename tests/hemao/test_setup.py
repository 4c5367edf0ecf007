"""The promises of `make run` and of the project's own structure."""

import errno
import os
import re
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import OperationalError, connection

from hemao import bootstrap, demo_password, startup
from hemao.failures import causes
from hemao.machine import locks, private_files
from hemao.machine.os_errors import reason
from hemao.machine.proxy import ClientAddressMiddleware
from hemao.machine.static_files import CollectedFiles
from hemao.management.commands import serve

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
VENV_PACKAGE = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"

# From the ground up: an app may know those before it, never those after it.
LAYERS = [
    "papers",
    "records",
    "accounts",
    "township",
    "representatives",
    "congress",
    "motions",
    "reports",
    "hemao",
]


def environment(**variables):
    ours = {"DATABASE_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "HTTPS", "BIND"}
    ours |= {"ALLOWED_HOSTS", "HSTS", "DEBUG", "DEMO", "DEMO_PASSWORD", "VAR"}
    ours |= {"BACKUP_BY", "BACKUP_COPY_TO"}
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return inherited | {name: str(value) for name, value in variables.items()}


def manage(*arguments, **variables):
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=60,
    )


def assert_refused(result, *expected):
    """It ended with one line for a person, which holds these words, and nothing else."""
    assert (result.returncode, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1, result.stderr
    for words in expected:
        assert words in result.stderr


@pytest.fixture
def port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class TestRefusals:
    """What cannot work is refused at start, in one line that names the remedy."""

    def test_port_taken(self, tmp_path):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            taken = other.getsockname()[1]
            result = manage("serve", VAR=tmp_path, BIND=f"127.0.0.1:{taken}")
        assert_refused(result, f"端口 {taken} 已被占用", f"BIND=127.0.0.1:{taken + 1}")
        assert list(tmp_path.iterdir()) == []  # no key in the way of a restore

    @pytest.mark.parametrize("bind", ["8000", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:70000"])
    def test_address_that_is_none(self, monkeypatch, bind):
        from hemao import settings as module

        monkeypatch.setenv("BIND", bind)
        with pytest.raises(module.ImproperlyConfigured, match="BIND="):
            module.bind()

    @pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "nowhere.invalid"])
    def test_address_of_another_machine(self, capsys, host):
        with pytest.raises(SystemExit):
            serve.bound(host, 8000)
        said = capsys.readouterr().err
        assert f"无法在 {host}:8000 上监听（" in said
        assert not re.search(r"（[^）]*[A-Za-z]", said)

    @pytest.mark.parametrize("given", [{}, {"SECRET_KEY": "k" * 60}])
    def test_var_that_is_a_file(self, tmp_path, port, given):
        file = tmp_path / "var"
        file.touch()
        result = manage("serve", VAR=file, BIND=f"127.0.0.1:{port}", **given)
        assert_refused(result, str(file), "（有一个同名的文件）" if given else "（", "VAR=")
        assert not re.search(r"（[^）]*[A-Za-z]", result.stderr)

    def test_a_secret_that_can_be_guessed(self, tmp_path):
        assert_refused(manage("check", VAR=tmp_path, SECRET_KEY="k" * 49), "SECRET_KEY 太短")

    def test_what_the_system_says_is_said_in_chinese(self):
        for number in (*errno.errorcode, socket.EAI_NONAME):
            assert not re.search("[A-Za-z]", reason(OSError(number, os.strerror(abs(number)))))

    def test_var_without_permission(self, port):
        # Nobody may write there, not even root.
        result = manage("serve", VAR="/proc/hemao", BIND=f"127.0.0.1:{port}")
        assert_refused(result, "/proc/hemao", "VAR=")

    def test_https_without_a_host_name(self, tmp_path):
        assert_refused(manage("check", VAR=tmp_path, HTTPS=1, ALLOWED_HOSTS=""), "ALLOWED_HOSTS")

    def test_flag_that_is_neither_yes_nor_no(self, tmp_path):
        assert_refused(manage("check", VAR=tmp_path, HTTPS="maybe"), "HTTPS=maybe")

    def test_wsgi_says_the_same(self, tmp_path):
        result = subprocess.run(
            [sys.executable, "-c", "import hemao.wsgi"],
            cwd=ROOT,
            env=environment(VAR=tmp_path, HTTPS="maybe"),
            capture_output=True,
            text=True,
        )
        assert_refused(result, "HTTPS=maybe")

    def test_empty_secret_key(self, tmp_path):
        (tmp_path / "secret_key").touch()
        assert_refused(manage("check", VAR=tmp_path), "secret_key", "空文件")


class TestPlaces:
    """The project may lie in a folder of any name, and be started in any terminal."""

    def test_the_database_lies_in_var_whatever_it_is_called(self, tmp_path, monkeypatch):
        from hemao import settings as module

        monkeypatch.delenv("DATABASE_URL", raising=False)
        for name in ("鹤 毛", "C#", "50%41", "what?", "a:b&c=d"):
            monkeypatch.setattr(module, "VAR", tmp_path / name)
            assert module.database()["NAME"] == str(tmp_path / name / "db.sqlite3")

    def test_a_terminal_that_knows_no_chinese_shows_codes(self, tmp_path):
        result = manage("serve", "--help", VAR=tmp_path, PYTHONIOENCODING="ascii", COLUMNS=500)
        assert result.returncode == 0, result.stderr
        assert "准备数据库".encode("unicode_escape").decode() in result.stdout


class TestWrongDatabase:
    @pytest.mark.parametrize(
        "url",
        ["nonsense", "mysql://a:hush@db/x", "postgres://a:hush@db:port/x", "oracle://a:hush@db/x"],
    )
    def test_url_that_is_none_of_ours(self, tmp_path, url):
        result = manage("check", VAR=tmp_path, DATABASE_URL=url)
        assert_refused(result, "DATABASE_URL")
        assert "hush" not in result.stderr

    @pytest.mark.parametrize("url", ["postgres://", "postgres://a:hush@db:5432/", "postgres://db"])
    def test_no_name(self, tmp_path, url):
        result = manage("check", VAR=tmp_path, DATABASE_URL=url)
        assert_refused(result, "DATABASE_URL 没有写库名")
        assert "hush" not in result.stderr

    @pytest.mark.parametrize(
        "url", ["sqlite://", "sqlite:///:memory:", "sqlite:///db.sqlite3", "sqlite:///../db"]
    )
    def test_no_file_that_stays_where_it_is(self, tmp_path, url):
        result = manage("check", VAR=tmp_path, DATABASE_URL=url)
        assert_refused(result, "DATABASE_URL 没有写明数据库文件", "sqlite:////")

    def test_nobody_listens(self, tmp_path, port):
        url = f"postgres://a:hush@127.0.0.1:{port}/x"
        result = manage("serve", VAR=tmp_path, DATABASE_URL=url, BIND=f"127.0.0.1:{port}")
        assert_refused(result, "无法连接", "是否已启动")
        assert "hush" not in result.stderr

    def test_no_such_folder(self, tmp_path):
        url = f"sqlite:///{tmp_path}/nowhere/db.sqlite3"
        assert_refused(manage("migrate", VAR=tmp_path, DATABASE_URL=url), "数据库文件无法打开")

    def test_file_that_is_no_database(self, tmp_path):
        (tmp_path / "db.sqlite3").write_text("minutes of the meeting " * 100)
        assert_refused(manage("migrate", VAR=tmp_path), "不是 SQLite 文件")

    @pytest.mark.postgres
    def test_no_such_database(self, tmp_path):
        url = os.environ["DATABASE_URL"].replace("/postgres?", "/nowhere?")
        assert_refused(manage("migrate", VAR=tmp_path, DATABASE_URL=url), "库或用户不存在")

    @pytest.mark.parametrize(
        ("said", "remedy"),
        [
            ('FATAL:  password authentication failed for user "a"', "用户名或密码不对"),
            ("fe_sendauth: no password supplied", "需要密码"),
            ('FATAL:  role "a" does not exist', "库或用户不存在"),
            ("failed to resolve host 'db': [Errno -2] Name or service not known", "主机名无法解析"),
            ("connection timeout expired", "连接超时"),
            ("something\nquite new", "数据库连接失败：something quite new"),
        ],
    )
    def test_what_servers_say(self, said, remedy):
        assert remedy in startup.explain(OperationalError(said))

    @pytest.mark.sqlite
    @pytest.mark.parametrize(
        ("code", "said", "free", "cause"),
        [
            (sqlite3.SQLITE_IOERR, "disk I/O error", 0, causes.FULL),
            (sqlite3.SQLITE_FULL, "database or disk is full", 10**12, causes.FULL),
            (sqlite3.SQLITE_IOERR, "disk I/O error", 10**12, causes.BROKEN_DISK),
            (sqlite3.SQLITE_BUSY, "database is locked", 10**12, causes.LOCKED),
        ],
    )
    def test_what_disks_refuse(self, tmp_path, monkeypatch, capsys, code, said, free, cause):
        """One line with the cause and what to do, as the pages say it; also of a start cut short."""
        monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path))
        disk = SimpleNamespace(free=free)
        monkeypatch.setattr(causes.shutil, "disk_usage", lambda folder: disk)
        of_sqlite = sqlite3.OperationalError(said)
        of_sqlite.sqlite_errorcode = code
        monkeypatch.setattr(startup, "connection", SimpleNamespace(connection=None))
        with pytest.raises(SystemExit), startup.reachable_database():
            raise OperationalError(said) from of_sqlite
        line = capsys.readouterr().err
        assert line.startswith(f"数据库连接失败，{cause.title}：{cause.advice}")
        assert len(line.splitlines()) == 1

    def test_a_disk_that_is_full_later_is_no_mistake_of_ours(self, monkeypatch, capsys):
        monkeypatch.setattr(startup, "connection", SimpleNamespace(connection=object()))
        monkeypatch.setattr(startup, "cause_of", lambda error: causes.FULL)
        with pytest.raises(SystemExit), startup.reachable_database():
            raise OperationalError("database or disk is full")
        assert causes.FULL.title in capsys.readouterr().err
        monkeypatch.setattr(startup, "cause_of", lambda error: causes.MISFIT)
        with pytest.raises(OperationalError), startup.reachable_database():
            raise OperationalError("no such table: visits")


class TestBootstrap:
    def test_old_python(self):
        with pytest.raises(bootstrap.CannotInstall, match=r"现为 3\.9，需要 3\.11"):
            bootstrap.check_version((3, 9, 2))

    def test_python_we_tried(self):
        assert bootstrap.check_version((3, 11, 2)) == bootstrap.check_version((3, 14, 0)) == ""

    def test_newer_python_is_remarked_on(self):
        assert "3.15 尚未试过（试过 3.11 至 3.14）" in bootstrap.check_version((3, 15, 0))

    def test_the_readme_names_the_same_versions(self):
        oldest, newest = (
            bootstrap.dotted(bootstrap.OLDEST),
            bootstrap.dotted(bootstrap.NEWEST_TRIED),
        )
        assert f"`python3` ({oldest} to {newest})" in (ROOT / "README.md").read_text()
        assert f'requires-python = ">={oldest}"' in (ROOT / "pyproject.toml").read_text()

    def test_refusal_is_one_line_and_exit_code_1(self, monkeypatch, capsys):
        monkeypatch.setattr(sys, "version_info", (3, 8, 0))
        assert bootstrap.main(["run"]) == 1
        assert len(capsys.readouterr().err.splitlines()) == 1

    def test_without_venv_it_says_what_to_type(self, monkeypatch):
        monkeypatch.setattr(bootstrap, "can_make_venv", lambda: False)
        monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
        with pytest.raises(
            bootstrap.CannotInstall, match=rf"sudo apt-get install {VENV_PACKAGE}，"
        ):
            bootstrap.provide_venv()

    def test_without_what_sets_pdfs_everything_else_runs(self, monkeypatch, capsys):
        """It is said, and asked for again the next time."""
        asked = self.add_pdf(monkeypatch, refused="网络不通")
        assert asked == ["pdf.txt"]
        assert "不能生成 PDF，其他都能用" in capsys.readouterr().err
        assert self.add_pdf(monkeypatch, refused="网络不通") == ["pdf.txt"]

    def test_what_sets_pdfs_is_installed_once(self, monkeypatch):
        stamps = {}
        assert self.add_pdf(monkeypatch, stamps=stamps) == ["pdf.txt"]
        assert self.add_pdf(monkeypatch, stamps=stamps) == []

    def test_what_sets_pdfs_is_not_replaced_under_a_site(self, monkeypatch, capsys):
        monkeypatch.setattr(bootstrap, "is_used", lambda folder: True)
        stamps = {os.path.join(bootstrap.ROOT, ".venv", "pdf-made-of"): "an earlier lock"}
        assert self.add_pdf(monkeypatch, stamps=stamps) == []
        assert "网站正在运行，PDF 排版程序没有更新" in capsys.readouterr().err
        assert self.add_pdf(monkeypatch) == ["pdf.txt"]  # the first may be added

    def add_pdf(self, monkeypatch, *, refused="", stamps=None):
        """Which locks were asked for, where installing is `refused`; `stamps` are left from before."""
        asked, written = [], {} if stamps is None else stamps

        def install(lock, folder, *options):
            asked.append(Path(lock).name)
            if refused:
                raise bootstrap.CannotInstall(refused)

        monkeypatch.setattr(bootstrap, "install", install)
        monkeypatch.setattr(bootstrap, "read", lambda path: written.get(path, ""))
        monkeypatch.setattr(bootstrap, "write", written.__setitem__)
        bootstrap.add_pdf()
        return asked

    def test_root_installs_venv(self, monkeypatch):
        asked = self.install_venv(monkeypatch)
        assert [words[0] for words in asked] == ["update", "install"]
        assert VENV_PACKAGE in asked[1]

    def test_a_source_that_is_away_does_not_stop_root(self, monkeypatch, capsys):
        asked = self.install_venv(monkeypatch, failing="update")
        assert [words[0] for words in asked] == ["update", "install"]
        assert "软件源没有全部更新，继续安装" in capsys.readouterr().err

    def test_a_package_that_is_away_does(self, monkeypatch):
        with pytest.raises(bootstrap.CannotInstall, match="install 失败"):
            self.install_venv(monkeypatch, failing="install")

    def install_venv(self, monkeypatch, failing=""):
        """What root asks of apt-get, one word of which fails."""
        asked, answers = [], iter([False, True])

        def apt_get(*words):
            asked.append(words)
            if words[0] == failing:
                raise bootstrap.CannotInstall(f"apt-get {failing} 失败")

        monkeypatch.setattr(bootstrap, "can_make_venv", lambda: next(answers))
        monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
        monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(bootstrap, "apt_get", apt_get)
        bootstrap.provide_venv()
        return asked

    def test_what_stood_there_before_is_taken_away(self, tmp_path):
        """An old environment, one cut short, a file; of a link only the link."""
        shared, folder = tmp_path / "shared", tmp_path / ".venv"
        (shared / "bin").mkdir(parents=True)
        folder.symlink_to(shared)
        bootstrap.clear(folder)
        assert not folder.is_symlink()
        assert (shared / "bin").is_dir()
        for old in (folder.mkdir, folder.touch, lambda: folder.symlink_to("nowhere"), lambda: None):
            old()
            bootstrap.clear(folder)
            assert not os.path.lexists(folder)

    @pytest.fixture
    def home(self, tmp_path, monkeypatch):
        """A folder of the project whose .venv was made for `make run`."""
        monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
        monkeypatch.delenv("VAR", raising=False)
        for name in ("provide_venv", "say"):
            monkeypatch.setattr(bootstrap, name, lambda *given, **options: None)
        (tmp_path / "requirements").mkdir()
        for kind in ("run", "dev"):
            (tmp_path / "requirements" / f"{kind}.txt").write_text(f"# {kind}")
        (tmp_path / ".venv").mkdir()
        (tmp_path / ".venv" / "package").touch()
        self.stamp(tmp_path, "run")
        return tmp_path

    def stamp(self, home, kind):
        made_of = bootstrap.fingerprint(str(home / "requirements" / f"{kind}.txt"))
        (home / ".venv" / "made-of").write_text(made_of)

    def asked(self, monkeypatch, home, fails=None):
        """What pip and venv were asked to do, and what was in .venv at that moment."""
        asked = []

        def run(command, failure, **options):
            asked.append((command[2], sorted(path.name for path in (home / ".venv").glob("*"))))
            (home / ".venv").mkdir(exist_ok=True)
            if command[2] == fails:
                raise KeyboardInterrupt

        monkeypatch.setattr(bootstrap, "run", run)
        return asked

    def test_what_only_developers_need_is_added(self, home, monkeypatch):
        """Also while a site runs on it: nothing is taken away."""
        asked = self.asked(monkeypatch, home)
        with (home / ".venv" / "made-of").open() as file:
            locks.take(file, shared=True)
            bootstrap.bootstrap("dev")
        assert asked == [("pip", ["made-of", "package"])]
        bootstrap.bootstrap("dev")
        bootstrap.bootstrap("run")
        assert len(asked) == 1

    def test_what_cannot_be_added_leaves_it_as_it_was(self, home, monkeypatch):
        asked = self.asked(monkeypatch, home, fails="pip")
        with pytest.raises(KeyboardInterrupt):
            bootstrap.bootstrap("dev")
        bootstrap.bootstrap("run")
        assert len(asked) == 1 and (home / ".venv" / "package").exists()

    def test_of_another_lock_it_is_made_anew(self, home, monkeypatch):
        asked = self.asked(monkeypatch, home)
        (home / "requirements" / "run.txt").write_text("# later")
        bootstrap.bootstrap("run")
        assert asked == [("venv", []), ("pip", [])]
        assert [path.name for path in home.glob(".venv*")] == [".venv"]
        assert not (home / ".venv" / "package").exists()

    @pytest.mark.parametrize("fails", ["venv", "pip"])
    def test_where_it_cannot_be_made_that_of_before_comes_back(self, home, monkeypatch, fails):
        self.asked(monkeypatch, home, fails=fails)
        (home / "requirements" / "run.txt").write_text("# later")
        with pytest.raises(KeyboardInterrupt):
            bootstrap.bootstrap("run")
        assert [path.name for path in home.glob(".venv*")] == [".venv"]
        assert (home / ".venv" / "package").exists()

    def test_a_machine_without_power_loses_neither(self, home, monkeypatch):
        asked = self.asked(monkeypatch, home)
        (home / ".venv").rename(home / ".venv-before")
        (home / ".venv").mkdir()  # half made, so without a stamp
        bootstrap.bootstrap("run")
        assert (home / ".venv" / "package").exists()
        (home / ".venv-before").mkdir()  # made, and that of before not yet taken away
        bootstrap.bootstrap("run")
        assert (home / ".venv" / "package").exists() and not (home / ".venv-before").exists()
        assert asked == []

    @pytest.mark.parametrize("held", [".venv/made-of", "var/running.lock"])
    def test_that_of_a_site_that_runs_is_not_replaced(self, home, monkeypatch, held):
        """By this lock it tells of itself; by that one a server of an earlier version does."""
        asked = self.asked(monkeypatch, home)
        (home / "requirements" / "run.txt").write_text("# later")
        (home / "var").mkdir()
        with (home / held).open("a") as file:
            locks.take(file, shared=True)
            with pytest.raises(bootstrap.CannotInstall, match="网站正在用这里的 Python 环境"):
                bootstrap.bootstrap("run")
        assert asked == [] and (home / ".venv" / "package").exists()
        bootstrap.bootstrap("run")
        assert len(asked) == 2

    def test_a_command_tells_that_it_runs(self, tmp_path):
        (tmp_path / "made-of").touch()
        ask = (
            "import sys; sys.prefix = sys.argv[1]; from hemao import bootstrap, startup; "
            "before = bootstrap.is_used(sys.prefix); startup.load(); print(before, bootstrap.is_used(sys.prefix))"
        )
        told = environment(VAR=tmp_path)
        said = subprocess.check_output(
            [sys.executable, "-c", ask, tmp_path], cwd=ROOT, env=told, text=True
        )
        assert said.split() == ["False", "True"]
        assert not bootstrap.is_used(str(tmp_path))

    def test_taken_away_in_part_it_is_not_used_again(self, tmp_path, monkeypatch):
        stamp = tmp_path / "made-of"
        stamp.write_text("digest")

        def cut_short(folder):
            raise KeyboardInterrupt

        monkeypatch.setattr(bootstrap.shutil, "rmtree", cut_short)
        with pytest.raises(KeyboardInterrupt):
            bootstrap.clear(tmp_path)
        assert stamp.read_text() == ""

    @pytest.mark.parametrize(
        ("happened", "code", "said"),
        [
            (KeyboardInterrupt(), 130, "已中断。再执行一次"),
            (PermissionError(errno.EACCES, "Permission denied", ".venv"), 1, "请检查目录权限"),
        ],
    )
    def test_what_ends_it_is_said(self, monkeypatch, capsys, happened, code, said):
        def fail(kind):
            raise happened

        monkeypatch.setattr(bootstrap, "bootstrap", fail)
        assert bootstrap.main(["run"]) == code
        assert said in capsys.readouterr().err

    def test_packages_go_nowhere_but_into_venv(self, monkeypatch):
        monkeypatch.setenv("PIP_USER", "1")
        monkeypatch.setenv("PIP_TARGET", "/srv/packages")
        monkeypatch.setenv("PIP_INDEX_URL", "https://packages.invalid/simple")
        given = {}
        monkeypatch.setattr(
            bootstrap, "run", lambda command, failure, **given_: given.update(given_)
        )
        bootstrap.install(bootstrap.lock_of("run"), ".venv")
        assert given["env"]["PIP_USER"] == "0"
        assert "PIP_TARGET" not in given["env"]
        assert given["env"]["PIP_INDEX_URL"] == "https://packages.invalid/simple"

    def test_a_folder_of_somebody_else(self, monkeypatch):
        monkeypatch.setattr(bootstrap, "ROOT", "/srv/hemao")
        monkeypatch.setattr(bootstrap.os, "access", lambda folder, mode: False)
        with pytest.raises(bootstrap.CannotInstall, match="没有权限写入目录 /srv/hemao。"):
            bootstrap.check_place()

    @pytest.mark.parametrize(
        ("folder", "said"),
        [(b"/srv/\xba\xd7\xc3\xab", "不是 UTF-8 编码"), (b"/srv/a:b", "不能有冒号：/srv/a:b。")],
    )
    def test_a_name_that_no_environment_can_lie_under(self, monkeypatch, folder, said):
        monkeypatch.setattr(bootstrap, "ROOT", os.fsdecode(folder))
        monkeypatch.setattr(bootstrap.os, "access", lambda folder, mode: True)
        with pytest.raises(bootstrap.CannotInstall, match=said):
            bootstrap.check_place()

    def test_failure_shows_what_the_command_said(self, capsys):
        with pytest.raises(bootstrap.CannotInstall, match=r"安装依赖失败（退出码 3）"):
            bootstrap.run(["sh", "-c", "echo no network; exit 3"], "安装依赖失败")
        assert "no network" in capsys.readouterr().err

    def test_old_python_could_parse_it(self):
        import ast

        ast.parse((ROOT / "hemao/bootstrap.py").read_text(), feature_version=(3, 6))


class TestSecrets:
    def test_secret_key_is_made_once_and_kept(self, tmp_path):
        """By what stores something that may be signed; who only looks keeps none."""
        path = tmp_path / "secret_key"
        manage("check", VAR=tmp_path)
        assert not path.exists()
        manage("migrate", "contenttypes", VAR=tmp_path)
        first = path.read_text()
        manage("migrate", "contenttypes", VAR=tmp_path)
        assert path.read_text() == first
        assert len(first) >= 50
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_the_loser_of_a_race_reads_the_winners(self, tmp_path):
        path = tmp_path / "key"

        def slow():
            private_files.read_or_create(path, lambda: "winner")
            return "loser"

        assert private_files.read_or_create(path, slow) == "winner"
        assert [file.name for file in tmp_path.iterdir()] == ["key"]

    def test_demo_password_is_made_once_and_kept(self, var):
        first = demo_password.ensure()
        assert demo_password.ensure() == first
        assert len(first) >= 16
        assert stat.S_IMODE(demo_password.path().stat().st_mode) == 0o600

    def test_demo_password_from_the_environment(self, var, settings):
        demo_password.ensure()
        settings.DEMO_PASSWORD = "chosen-by-the-town"
        assert demo_password.ensure() == "chosen-by-the-town"


@pytest.mark.django_db
class TestPasswordCommand:
    def test_demo_accounts_and_only_they_get_a_new_one(self, var, capsys):
        users = get_user_model().objects
        demo = users.create_user("deputy1", password="old-password", is_demo=True)
        real = users.create_user("wang", password="old-password")
        call_command("password")
        demo.refresh_from_db()
        real.refresh_from_db()
        assert demo.check_password(demo_password.ensure())
        assert real.check_password("old-password")

    def test_the_path_is_printed_and_not_the_password(self, var, capsys):
        get_user_model().objects.create_user("deputy1", is_demo=True)
        call_command("password")
        printed = capsys.readouterr().out
        assert str(var / "demo_password") in printed
        assert demo_password.ensure() not in printed

    def test_without_demo_accounts_it_says_so(self, var, capsys):
        with pytest.raises(SystemExit):
            call_command("password")
        assert "没有演示账号" in capsys.readouterr().err
        assert not demo_password.path().exists()


class TestServe:
    """`make run` itself."""

    @pytest.fixture
    def loaded(self, monkeypatch):
        """The commands that serve calls, in place of calling them."""
        calls = []
        monkeypatch.setattr(serve, "call_command", lambda name, **options: calls.append(name))
        return calls

    @pytest.mark.django_db
    def test_demo_data_goes_into_an_empty_database(self, loaded, settings):
        settings.DEMO = True
        serve.Command().load_demo_on_first_run()
        assert loaded == ["load_demo"]

    @pytest.mark.django_db
    def test_never_into_one_that_has_people(self, loaded, settings):
        settings.DEMO = True
        get_user_model().objects.create_user("wang")
        serve.Command().load_demo_on_first_run()
        assert loaded == []

    @pytest.mark.django_db
    def test_nor_unasked(self, loaded, settings):
        settings.DEMO = False
        serve.Command().load_demo_on_first_run()
        assert loaded == []

    @pytest.mark.django_db(transaction=True)
    def test_a_load_cut_short_leaves_nothing(self, monkeypatch, settings):
        def cut_short(name):
            get_user_model().objects.create_user("deputy1", is_demo=True)
            raise KeyboardInterrupt

        settings.DEMO = True
        monkeypatch.setattr(serve, "call_command", cut_short)
        with pytest.raises(KeyboardInterrupt):
            serve.Command().load_demo_on_first_run()
        assert not get_user_model().objects.exists()

    @pytest.mark.parametrize(
        ("given", "demo"),
        [
            ({}, "True"),
            ({"DEMO": 0}, "False"),
            ({"DATABASE_URL": "postgres://a@db/x"}, "False"),
            ({"DATABASE_URL": "postgres://a@db/x", "DEMO": 1}, "True"),
        ],
    )
    def test_who_gets_demo_data(self, tmp_path, given, demo):
        ask = "from hemao import settings; print(settings.DEMO)"
        told = subprocess.check_output(
            [sys.executable, "-c", ask], cwd=ROOT, env=environment(VAR=tmp_path, **given), text=True
        )
        assert told.strip() == demo

    @pytest.mark.django_db
    def test_says_where_the_password_lies(self, var, settings, capsys):
        get_user_model().objects.create_user("staff", is_demo=True)
        serve.Command().announce("127.0.0.1", 8000)
        printed = capsys.readouterr().out
        assert "http://127.0.0.1:8000/" in printed
        assert f"口令见文件 {var / 'demo_password'}" in printed

    @pytest.mark.django_db
    def test_a_towns_own_data_announces_no_accounts(self, var, capsys):
        get_user_model().objects.create_user("wang")
        serve.Command().announce("127.0.0.1", 8000)
        assert "口令" not in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("host", "url"),
        [("0.0.0.0", "http://127.0.0.1:80/"), ("::1", "http://[::1]:80/"), ("rd", "http://rd:80/")],
    )
    def test_the_address_printed_can_be_opened(self, host, url):
        assert serve.address(host, 80) == url

    def test_it_serves(self, tmp_path, port):
        """From nothing to a page, twice; the second time nothing has to be prepared."""
        first = self.serve(tmp_path, port)
        second = self.serve(tmp_path, port)
        assert "正在建立数据表" in first
        assert "正在" not in second

    def serve(self, var, port):
        server = subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "serve"],
            env=environment(VAR=var, BIND=f"127.0.0.1:{port}", DEMO=0),
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert self.answer(f"http://127.0.0.1:{port}/healthz", server) == 200
            assert self.answer(f"http://127.0.0.1:{port}/login/", server) == 200
        finally:
            server.terminate()
            printed, _ = server.communicate(timeout=120)
        return printed

    def answer(self, url, server):
        """The status of the first answer, given as long as a busy machine may need."""
        deadline = time.monotonic() + 600  # a bound on hanging, not on speed
        while server.poll() is None and time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(url, timeout=5) as response:
                    return response.status
            except urllib.error.HTTPError as error:
                return error.code
            except OSError:
                time.sleep(0.2)
        return None


class TestStaticFiles:
    def test_what_was_never_collected_keeps_its_name(self, settings, tmp_path):
        settings.STATIC_ROOT = tmp_path
        assert CollectedFiles().url("css/site.css") == "/static/css/site.css"

    def test_what_was_collected_carries_its_digest(self, settings, tmp_path):
        settings.STATIC_ROOT = tmp_path
        (tmp_path / "css").mkdir()
        (tmp_path / "css/site.css").write_text("p {}")
        storage = CollectedFiles()
        list(storage.post_process({"css/site.css": (storage, "css/site.css")}))
        assert re.fullmatch(r"/static/css/site\.[0-9a-f]{12}\.css", storage.url("css/site.css"))

    def test_every_file_that_a_template_names_is_there(self):
        """The storage forgives a missing file; nobody else does."""
        named = set()
        for path in TEMPLATES.rglob("*.html"):
            named |= set(re.findall(r"{% static \"([^\"]+)\" %}", path.read_text()))
        assert len(named) > 5
        assert [name for name in named if not finders.find(name)] == []


class TestProxy:
    """What a proxy says of the visitor is an address, or is not believed."""

    def address(self, rf, said):
        request = rf.get("/", HTTP_X_FORWARDED_FOR=said)
        ClientAddressMiddleware(lambda request: None)(request)
        return request.META["REMOTE_ADDR"]

    def test_only_our_own_proxys_word_counts(self, rf):
        assert self.address(rf, "6.6.6.6, 203.0.113.7") == "203.0.113.7"
        assert self.address(rf, "203.0.113.7, junk") == "127.0.0.1"

    def test_a_request_without_the_header_stays_as_it_is(self, rf):
        request = rf.get("/")
        ClientAddressMiddleware(lambda request: None)(request)
        assert request.META["REMOTE_ADDR"] == "127.0.0.1"

    @pytest.mark.parametrize(
        ("said", "address"),
        [
            ("203.0.113.7:4711", "203.0.113.7"),
            ("2001:DB8:0::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("fe80::1%eth0", "fe80::1"),
        ],
    )
    def test_with_a_port_or_in_brackets(self, rf, said, address):
        assert self.address(rf, said) == address

    @pytest.mark.parametrize(
        "junk",
        ["", " ", ",", "junk", "unknown", "a" * 300, "1.2.3.4, ", "1.2.3", "1.2.3.4.5", "1.2.3.4:x",
         "[1.2.3.4", "[[::1]]", "1.2.3.4\x00", "::1]:80", "256.1.1.1", "４.4.4.4"],
    )  # fmt: skip
    def test_what_is_no_address_is_ignored(self, rf, junk):
        assert self.address(rf, junk) == "127.0.0.1"

    def test_off_unless_behind_a_proxy(self):
        assert "hemao.machine.proxy.ClientAddressMiddleware" not in settings.MIDDLEWARE

    @pytest.mark.parametrize(
        ("given", "subdomains", "preload"),
        [({}, "False", "False"), ({"HSTS": "subdomains"}, "True", "False"),
         ({"HSTS": "preload"}, "True", "True")],
    )  # fmt: skip
    def test_names_below_ours_are_bound_to_tls_only_when_asked(
        self, tmp_path, given, subdomains, preload
    ):
        ask = (
            "from hemao import settings as s; "
            "print(s.SECURE_HSTS_SECONDS > 0, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD)"
        )
        told = environment(VAR=tmp_path, HTTPS=1, ALLOWED_HOSTS="rd.example.org", **given)
        said = subprocess.check_output([sys.executable, "-c", ask], cwd=ROOT, env=told, text=True)
        assert said.split() == ["True", subdomains, preload]

    def test_hsts_that_is_neither(self, tmp_path):
        assert_refused(manage("check", VAR=tmp_path, HSTS="1"), "HSTS=1", "subdomains", "preload")


@pytest.mark.django_db
def test_content_security_policy_has_no_hole(client):
    policy = client.get("/login/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    for hole in ("unsafe", "nonce", "data:", "http", "*"):
        assert hole not in policy


class TestRelations:
    """import-linter does not see ForeignKey("motions.Motion")."""

    @staticmethod
    def relations():
        for model in apps.get_models(include_auto_created=True):
            if model._meta.app_label in LAYERS:
                fields = [*model._meta.get_fields(), *model._meta.private_fields]
                yield from ((model, field) for field in fields if is_forward(field))

    def test_there_are_some(self):
        assert any(field.name == "user" for _, field in self.relations())

    def test_none_points_upward(self):
        upward = [
            f"{field} → {field.related_model._meta.label}"
            for model, field in self.relations()
            if field.related_model and rank(field.related_model) > rank(model)
        ]
        assert upward == []

    def test_none_points_anywhere(self):
        # A generic foreign key could point upward, and no test would see it.
        assert [str(field) for _, field in self.relations() if not field.related_model] == []


def is_forward(field):
    return field.is_relation and not (field.auto_created and not field.concrete)


def rank(model):
    if model is get_user_model():  # the swappable user counts as Django's own
        return -1
    label = model._meta.app_label
    return LAYERS.index(label) if label in LAYERS else -1


class TestLocks:
    """What is installed is what was locked, byte for byte."""

    @staticmethod
    def requirements(kind):
        text = (ROOT / "requirements" / f"{kind}.txt").read_text()
        return re.findall(r"^[a-z][^\n]*(?:\n    [^\n]*)*", text, re.MULTILINE)

    @pytest.mark.parametrize("kind", ["run", "dev"])
    def test_every_package_has_a_version_and_hashes(self, kind):
        for requirement in self.requirements(kind):
            assert re.match(r"[\w.-]+==\S+ ", requirement), requirement
            assert "--hash=sha256:" in requirement, requirement

    @pytest.mark.parametrize("kind", ["run", "dev"])
    def test_no_address_of_any_machine(self, kind):
        assert "://" not in (ROOT / "requirements" / f"{kind}.txt").read_text()

    def test_development_runs_on_what_production_runs_on(self):
        assert set(self.requirements("run")) <= set(self.requirements("dev"))
