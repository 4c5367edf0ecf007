"""What bringing in a table costs: statements, CPU and memory, beside django-import-export.

`python tools/bench_import.py [HOUSEHOLDS [DEPUTIES]]` makes a town of its own in a folder that is
deleted again, writes a workbook, and lets each way read it in, show it and store it, each in a process
of its own on a copy of the same database. The peer is no dependency of ours: where it cannot be imported,
only ours is measured.
"""

import importlib.util
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEER = "django-import-export"
HOUSEHOLDS, DEPUTIES = 10_000, 1000
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "桂兰国富玉梅万里明立春小满二保建军秀英志强海燕文斌雨花永发"
HEADS = {
    "households": [
        "户主姓名", "村（社区）", "村民组", "电话", "家庭人口", "劳动力", "外出务工人数",
        "外出大致去向", "主要产业", "备注",
    ],
    "roster": ["姓名", "性别", "民族", "出生年月", "政治面貌", "单位及职务", "手机号码"],
}  # fmt: skip


def main(households=HOUSEHOLDS, deputies=DEPUTIES):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        run(folder, "base", "make_town")
        line("种类", "行", "方法", "步骤", "语句", "每千行语句", "CPU秒", "相对", "内存MB")
        for kind, size in (("households", int(households)), ("roster", int(deputies))):
            compare(folder, kind, size)


def compare(folder, kind, size):
    """A block of lines: each way with its two steps; 相对 is in units of ours."""
    file = folder / f"{kind}.xlsx"
    told = json.loads(run(folder, "base", "write", kind, size, file))
    if not told["is_known"]:
        return line(kind, size, "还没有这一种")
    found = {}
    for way in ("ours", "peer") if has_peer() else ("ours",):
        shutil.copy(folder / "base.sqlite3", folder / f"{way}.sqlite3")
        found[way] = json.loads(run(folder, way, way, kind, file))
    for way, told in found.items():
        for step in ("preview", "confirm"):
            one, ours = told[step], found["ours"][step]
            line(
                kind, size, {"ours": "本系统", "peer": PEER}[way], step, one["statements"],
                f"{one['statements'] * 1000 / size:.1f}", f"{one['cpu']:.2f}",
                f"{one['cpu'] / ours['cpu']:.1f}", one["memory"],
            )  # fmt: skip
    if not has_peer():
        line(f"没有装{PEER}，只量了本系统的。")
    counts = {told["stored"] for told in found.values()}
    if counts != {size}:
        sys.exit(f"存下的行数不对：{counts}，应是{size}。")


def has_peer():
    return importlib.util.find_spec("import_export") is not None


def line(*cells):
    print(*cells, sep="\t", flush=True)


def run(folder, database, *words):
    """What this program prints as a part of itself, on the database of that name."""
    told = os.environ | {
        "VAR": str(folder), "DEMO": "0", "DATABASE_URL": f"sqlite:///{folder}/{database}.sqlite3",
        "DJANGO_SETTINGS_MODULE": "hemao.settings", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    command = [sys.executable, __file__, "part", *map(str, words)]
    done = subprocess.run(command, env=told, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


# The parts, each in a process of its own.


def part(what, *words):
    import django

    django.setup()
    PARTS[what](*words)


def make_town():
    from django.core.management import call_command

    from accounts.models import Role, User
    from township.models import Term, Village

    call_command("migrate", verbosity=0)
    User.objects.create_user("zhou", role=Role.STAFF, is_staff=True)
    Term.objects.create(number=2, starts_on="2021-12-28")
    for number, name in enumerate(
        ["新河", "石坝", "沿湖", "桥头", "岳山", "柳塘", "大圩", "鹤湾"], 1
    ):
        Village.objects.create(name=f"{name}村", order=number)


def write(kind, size, file):
    """The workbook `file` with `size` rows of `kind`; says whether there is such a kind."""
    from imports.kinds import KINDS
    from papers.spreadsheet import ExportTable
    from papers.spreadsheet import write as workbook
    from township.models import Village

    villages = list(Village.objects.values_list("name", flat=True))
    rows = [ROWS[kind](number, villages) for number in range(int(size))]
    Path(file).write_bytes(workbook(ExportTable(kind, HEADS[kind], rows)))
    print(json.dumps({"is_known": kind in KINDS}))


def name_of(number):
    """Names of two and three characters; none is there twice in 10,000."""
    first, rest = divmod(number, len(GIVEN) ** 2)
    one, two = divmod(rest, len(GIVEN))
    return SURNAMES[first % len(SURNAMES)] + GIVEN[one] + GIVEN[two]


def household(number, villages):
    return [
        name_of(number), villages[number % len(villages)], f"{number % 12 + 1}组",
        f"139{number:08}", number % 7 + 2, 2, number % 3, "江苏苏州", f"水稻{number % 60}亩", "自来水已通",
    ]  # fmt: skip


def deputy(number, villages):
    return [
        name_of(number), "女" if number % 3 == 0 else "男", "汉族",
        f"19{number % 40 + 55}-0{number % 9 + 1}-11", "中共党员", f"{villages[number % 8]}村委会主任",
        f"138{number:08}",
    ]  # fmt: skip


ROWS = {"households": household, "roster": deputy}


class Meter:
    """What a step cost: this process and those it waited for."""

    def __init__(self):
        self.statements = 0

    def __enter__(self):
        from django.db import connection

        self.begun = spent()
        self.wrapper = connection.execute_wrapper(self.count)
        self.wrapper.__enter__()
        return self

    def count(self, execute, sql, params, many, context):
        self.statements += 1
        return execute(sql, params, many, context)

    def __exit__(self, *error):
        self.wrapper.__exit__(*error)
        self.cpu = spent() - self.begun

    @property
    def told(self):
        return {"statements": self.statements, "cpu": self.cpu, "memory": peak()}


def usages():
    return [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]


def spent():
    return sum(one.ru_utime + one.ru_stime for one in usages())


def peak():
    """The most memory that this process or one that it began ever had, in MB."""
    return max(one.ru_maxrss for one in usages()) // 1024


def ours(kind, file):
    from accounts.models import Role, User
    from imports import services
    from imports.kinds import KINDS

    kind, by = KINDS[kind], User.objects.filter(role=Role.STAFF).first()
    model = kind.stores[0]
    before = model.objects.count()
    with Meter() as preview:
        table = services.read_in(kind, by=by, name=Path(file).name, data=Path(file).read_bytes())
    with Meter() as confirm:
        services.confirm(table, by=by)
    tell(preview, confirm, model.objects.count() - before)


def peer(kind, file):
    """As its pages do: the file is read again where it is confirmed."""
    from import_export.formats.base_formats import XLSX

    resource_of = peer_resource(kind)
    model = resource_of._meta.model
    before, steps = model.objects.count(), []
    for is_dry in (True, False):
        with Meter() as meter:
            rows = XLSX().create_dataset(Path(file).read_bytes())
            told = {"use_transactions": True, "rollback_on_validation_errors": True}
            result = resource_of.import_data(rows, dry_run=is_dry, raise_errors=True, **told)
        if result.has_validation_errors():
            sys.exit(f"{PEER}: {result.invalid_rows[0].error}")
        steps.append(meter)
    tell(*steps, model.objects.count() - before)


def tell(preview, confirm, stored):
    print(json.dumps({"preview": preview.told, "confirm": confirm.told, "stored": stored}))


def peer_resource(kind):
    """The same columns as ours, as its manual declares them, with the rules of the models."""
    from import_export import fields, resources, widgets

    from representatives.models import Household, Person
    from representatives.models.deputies import Gender, Party
    from township.models import Village

    class Label(widgets.CharWidget):
        """A choice by its label."""

        def __init__(self, choices):
            super().__init__()
            self.keys = {label: key for key, label in choices.choices}

        def clean(self, value, row=None, **told):
            return self.keys.get(value, value)

    model, names = {
        "households": (
            Household,
            ("head_name", "village", "group", "phone", "members", "workers", "away", "away_to",
             "industry", "note"),
        ),
        "roster": (
            Person, ("name", "gender", "ethnicity", "born_on", "party", "employer", "phone"),
        ),
    }[kind]  # fmt: skip
    of = {
        "village": widgets.ForeignKeyWidget(Village, "name"),
        "gender": Label(Gender), "party": Label(Party),
        "born_on": widgets.DateWidget("%Y-%m-%d"),
        **dict.fromkeys(("members", "workers", "away"), widgets.IntegerWidget()),
    }  # fmt: skip
    columns = {
        name: fields.Field(name, heading, widget=of.get(name))
        for name, heading in zip(names, HEADS[kind], strict=True)
    }
    meta = {
        "model": model, "fields": names, "clean_model_instances": True, "skip_unchanged": True,
        "import_id_fields": names[:3] if kind == "households" else (names[0], names[-1]),
    }  # fmt: skip
    made = type("Table", (resources.ModelResource,), columns | {"Meta": type("Meta", (), meta)})
    return made()


PARTS = {"make_town": make_town, "write": write, "ours": ours, "peer": peer}

if __name__ == "__main__":
    if sys.argv[1:2] == ["part"]:
        part(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
