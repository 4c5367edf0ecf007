"""A copy of a PostgreSQL database by pg_dump, and a database filled from such a copy."""

import os
import shutil
import subprocess
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import dj_database_url
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from hemao import startup
from hemao.backup.words import Refusal

# How a value is written must not depend on the machine.
WRITTEN = "-c timezone=UTC -c datestyle=ISO -c bytea_output=hex -c extra_float_digits=1"
DEBIAN = Path("/usr/lib/postgresql")


class PostgresqlReader:
    """The rows of one database, as the transaction of `connection` sees them."""

    def __init__(self, connection):
        self.connection, self.execute = connection, connection.execute

    def tables(self):
        # By bytes: the order of words is the server's.
        named = 'SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename COLLATE "C"'
        return [name for (name,) in self.execute(named)]

    def lines(self, table):
        query = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))
        with self.connection.cursor(name="lines") as cursor:
            cursor.itersize = 2000
            for (text,) in cursor.execute(query):
                yield text.encode()


class Postgresql:
    vendor, title, part = "postgresql", "PostgreSQL", "database.dump"

    def __init__(self, config):
        given = {
            "dbname": config["NAME"], "user": config["USER"], "password": config["PASSWORD"],
            "host": config["HOST"], "port": config["PORT"],
        }  # fmt: skip
        options = config.get("OPTIONS", {})
        given = {name: value for name, value in given.items() if value} | options
        given["options"] = f"{options.get('options', '')} {WRITTEN}".strip()
        self.name, self.given = config["NAME"], given

    @contextmanager
    def connected(self, **options):
        try:
            opened = psycopg.connect(**{"connect_timeout": 10} | self.given | options)
        except psycopg.OperationalError as error:
            raise Refusal(startup.explain(error)) from error
        with opened as connection:
            yield connection

    def size(self):
        with self.connected() as connection:
            [(count,)] = connection.execute("SELECT pg_database_size(current_database())")
            return count

    @contextmanager
    def reader(self):
        """A reader of one moment, whatever others store meanwhile."""
        with self.connected() as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            yield PostgresqlReader(connection)

    @contextmanager
    def snapshot(self, folder, progress):
        """A reader of one moment, which `pack` then copies to `folder`."""
        with self.reader() as reader:
            program("pg_dump", reader.connection)  # missing, it is said before anything is done
            [(reader.moment,)] = reader.execute("SELECT pg_export_snapshot()")
            yield reader

    def pack(self, folder, reader, progress):
        """The part of the archive that holds the moment of `reader`."""
        progress.show("复制数据库")
        part = Path(folder) / self.part
        part.touch(mode=0o600)
        options = [
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={reader.moment}",
        ]
        self.run("pg_dump", reader.connection, *options, f"--file={part}")
        return part

    def contents(self):
        with self.reader() as reader:
            count = len(reader.tables())
        return f"数据库 {self.name} 里已有数据（{count} 张表）" if count else ""

    remedy = "另建一个空的数据库（createdb），写进 DATABASE_URL，再试一次"

    def load(self, part, check):
        """Fill the empty database from `part`, whole or not at all; `check` looks at it by a reader."""
        with ExitStack() as undo:
            undo.callback(self.clear)
            self.fill(part)
            with self.reader() as reader:
                check(reader)
            undo.pop_all()

    def fill(self, part):
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        with self.connected(autocommit=True) as connection:
            self.run("pg_restore", connection, *options, part)
            connection.execute("ANALYZE")  # the server does not know yet how large its tables are

    def clear(self):
        with self.connected() as connection:
            if names := PostgresqlReader(connection).tables():
                all_of_them = sql.SQL(", ").join(map(sql.Identifier, names))
                connection.execute(sql.SQL("DROP TABLE {} CASCADE").format(all_of_them))

    def run(self, name, connection, *options):
        """Run one of PostgreSQL's programs on this database, in the version that `connection` wants."""
        given = dict(self.given)
        # The password goes by the environment: arguments can be seen by everybody on the machine.
        secret = {"PGPASSWORD": given.pop("password")} if "password" in given else {}
        command = [program(name, connection), f"--dbname={make_conninfo(**given)}", *options]
        done = subprocess.run(command, env=os.environ | secret, capture_output=True, text=True)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or [f"退出码 {done.returncode}"])[-1]
            raise Refusal(f"{name} 没有成功：{last}")


# Its programs.


def program(name, connection):
    """The path of the program `name`; of several the one that is as old as the server.

    Debian's command on the PATH takes the version of a server on this machine, which need not
    be the one that is asked.
    """
    wanted = connection.info.server_version // 10000
    found = {int(path.parts[-3]): path for path in DEBIAN.glob(f"[0-9][0-9]/bin/{name}")}
    fitting = sorted(version for version in found if version >= wanted)
    path = found[fitting[0]] if fitting else shutil.which(name)
    if not path:
        raise Refusal(
            f"缺少程序 {name}：请安装 postgresql-client-{wanted}"
            f"（sudo apt-get install postgresql-client-{wanted}），再试一次。"
        )
    return path


@contextmanager
def throwaway(url):
    """The address of a new empty database beside that of `url`, dropped at the end."""
    ours = Postgresql(dj_database_url.parse(url))
    name = f"hemao_proof_of_{ours.name}"[:60]
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with ours.connected(autocommit=True) as connection:
        connection.execute(drop)  # what a proof that was cut short has left
        create(connection, name)
        try:
            yield urlsplit(url)._replace(path=f"/{quote(name)}").geturl()
        finally:
            connection.execute(drop)


def create(connection, name):
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        connection.execute(statement.format(sql.Identifier(name)))
    except psycopg.errors.InsufficientPrivilege as error:
        raise Refusal(NOT_ALLOWED.format(user=connection.info.user)) from error


NOT_ALLOWED = (
    "不能验证：数据库用户 {user} 没有建库的权限，而验证要另建一个临时的数据库。"
    "请数据库管理员执行：ALTER ROLE {user} CREATEDB，再试一次。"
)
