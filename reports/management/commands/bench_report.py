"""What the annual report costs: statements, and CPU beside an empty view and the naive way;
and a deputy's home, at once, eight and forty times the deputy's own visits.
"""

import statistics
import time
import uuid

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse, set_urlconf

from congress.models import Activity, Allowance
from motions.models import Handling, Motion
from reports.counting.evaluate import columns_of, select
from reports.models import Report
from reports.words import outline
from representatives.models import Assignment, Opinion, Visit
from township.models import Town
from township.spans import today

ROUNDS = 7
COPIES = 9  # of each row, for ten times the data


class Command(BaseCommand):
    help = "测量年度报告和代表首页的开销（在一个事务里进行，结束时全部撤销，不改动数据）。"

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, default=2021)

    def handle(self, *args, **options):
        report = Report.objects.select_related("term").filter(year=options["year"]).first()
        if report is None:
            raise CommandError("没有这一年的报告：请先用 make run 装入演示数据。")
        self.line("数据", "方法", "语句", "CPU毫秒", "相对")
        with transaction.atomic():
            self.measure("1×", report)
            multiply()
            self.measure("10×", report)
            transaction.set_rollback(True)
        with transaction.atomic():
            self.measure_home()
            transaction.set_rollback(True)

    def measure(self, size, report):
        """One block of lines; every figure is the median of rounds taken in turn."""
        wanted = set(outline.Renderer(report).wanted())
        methods = {
            "空视图": empty,
            "年度报告": lambda: outline.render(report),
            "年度报告（A/A）": lambda: outline.render(report),
            "每个数字一条语句": lambda: one_by_one(wanted),
        }
        times = {name: [] for name in methods}
        for _ in range(ROUNDS):
            for name, run in methods.items():
                times[name].append(cpu(run))
        base = statistics.median(times["年度报告"])
        for name, run in methods.items():
            median = statistics.median(times[name])
            self.line(size, name, statements(run), f"{median * 1000:.1f}", f"{median / base:.2f}")

    def measure_home(self):
        """A line for each number of visits; 相对 is in units: an empty view, the same middleware."""
        rows = Assignment.objects.in_force(today()).filter(person__user__is_active=True)
        person = rows.order_by("person", "pk")[0].person
        mine, visitor = rows.filter(person=person), Visitor(person.user)
        own = list(Visit.objects.filter(assignment__in=mine))
        for times, more in ((1, 0), (8, 7), (40, 32)):
            copy(own, {"uuid": uuid.uuid4}, more)
            unit = statistics.median(cpu(visitor.empty) for _ in range(ROUNDS))
            median = statistics.median(cpu(visitor.home) for _ in range(ROUNDS))
            count = statements(visitor.home)
            name = f"代表首页（走访{len(own) * times}次）"
            self.line(f"{times}×", name, count, f"{median * 1000:.1f}", f"{median / unit:.0f}")

    def line(self, *cells):
        self.stdout.write("\t".join(str(cell) for cell in cells))
        self.stdout.flush()


def empty():
    Town.objects.first()


class Visitor:
    """Opens pages as `user` does, through the whole middleware and without a network."""

    def __init__(self, user):
        client = Client()
        client.force_login(user, backend="accounts.backends.RoleBackend")
        self.cookies = {name: cookie.value for name, cookie in client.cookies.items()}
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.address = reverse("household-list")
        self.home()  # the session's own writing is done once

    def home(self):
        self.open(self.address)

    def empty(self):
        """The unit: what a page costs that does nothing."""
        self.open("/", urlconf=NOTHING)
        set_urlconf(None)

    def open(self, address, **attributes):
        request = RequestFactory().get(
            address, secure=True, headers={"host": settings.ALLOWED_HOSTS[0]}
        )
        request.COOKIES = self.cookies
        vars(request).update(attributes)
        answer = self.handler.get_response(request)
        if answer.status_code != 200:
            raise CommandError(f"{address}：{answer.status_code}")


NOTHING = (path("", lambda request: HttpResponse()),)


def one_by_one(wanted):
    """The naive way: each figure in a statement of its own."""
    for asked in wanted:
        select({asked: columns_of(asked)})


def cpu(run):
    start = time.process_time()
    run()
    return time.process_time() - start


def statements(run):
    with CaptureQueriesContext(connection) as queries:
        run()
    return len(queries)


def multiply():
    """Ten times the rows of the tables that grow; only ever inside a transaction undone."""
    for model, change in (
        (Visit, {"uuid": uuid.uuid4}),
        (Opinion, {}),
        (Activity, {}),
        (Allowance, {}),
    ):
        copy(model.objects.all(), change)
    motions = copy(Motion.objects.all(), {"number": lambda: None})
    leads = {row.motion_id: row for row in Handling.objects.lead().filter(round=1)}
    rows = []
    for old, new in motions:
        if old in leads:
            row = clone(leads[old])
            row.motion_id = new.pk
            rows.append(row)
    Handling.objects.bulk_create(rows, batch_size=500)


def clone(row):
    """An unsaved row with the same values."""
    fields = type(row)._meta.concrete_fields
    return type(row)(**{f.attname: getattr(row, f.attname) for f in fields if not f.primary_key})


def copy(rows, change, times=COPIES):
    """`times` copies of each of `rows`; returns (old key, new row) pairs."""
    pairs, rows = [], list(rows)
    for row in rows:
        for _ in range(times):
            twin = clone(row)
            for name, make in change.items():
                setattr(twin, name, make())
            pairs.append((row.pk, twin))
    if pairs:
        type(rows[0]).objects.bulk_create([twin for _, twin in pairs], batch_size=500)
    return pairs
