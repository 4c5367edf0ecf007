"""Make tests/reports/first_edition.json: a small town, and the edition that the first form made of it.

The later versions have to find that nothing of it changed. So it is made once, by the last version
that closed editions of the first form (see tools/make_first_columns.py, which runs there too):

    VAR=ANY-EMPTY-FOLDER python THIS/tools/make_first_edition.py > THIS/tests/reports/first_edition.json
"""

# ruff: noqa: E402 (what is imported depends on where this is run, and needs Django set up)

import datetime
import os
import sys
import tempfile
from pathlib import Path
from unittest import mock

sys.path.insert(0, os.getcwd())  # the version that is asked, not the one that this file lies in
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemao.settings")
os.environ["DATABASE_URL"] = f"sqlite:///{Path(tempfile.mkdtemp()) / 'town.sqlite3'}"

import django

django.setup()

from django.apps import apps
from django.core import serializers
from django.core.management import call_command

from accounts.models import Role, User
from reports import closing, drafting, services
from tests import cast
from tests.cast import day
from township.models import LedgerStart

NOW = datetime.datetime(2023, 1, 10, 2, tzinfo=datetime.UTC)
# Each kind of row that has a column made from others, and an amount.
WORDS = """{镇}{年}年人大工作总结
一、会议
开会{主席团会议次数}，代表{镇代表人数}，补助{代表补助发放金额}。
二、走访和建议
走访{走访户次}、{走访户数}，{参加走访代表人数}代表走访，听到{意见建议条数}。
建议{镇议案建议件数}，{承办单位数}承办，按期答复率{按期答复率}，平均{平均答复天数}答复。"""


def town():
    cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2016-01-01")))
    for date in ("2022-03-01", "2022-09-01"):
        cast.make_presidium_meeting(starts_on=day(date))
    deputy = cast.make_deputy(name="许桂兰", phone="139 5555 0000")
    household = cast.make_household(head_name="王二保", phone="139-5555-0001")
    assignment = cast.make_assignment(person=deputy, household=household)
    for date in ("2022-04-01", "2022-05-01"):
        cast.make_visit(assignment=assignment, visited_on=day(date))
    cast.make_opinion(household=household, heard_on=day("2022-05-01"))
    for replied_on in (day("2022-05-11"), None):
        motion = cast.make_motion(proposer=deputy, submitted_on=day("2022-05-01"))
        cast.make_handling(motion=motion, replied_on=replied_on)
    cast.make_allowance(mandate=deputy.mandates.get(), amount=600, paid_on=day("2022-06-01"))


def close():
    draft = drafting.draft("annual", 2022, text=WORDS, signed_on=day("2023-01-09"))
    report = services.begin(draft, by=cast.the_clerk())
    leader = cast.make_user(Role.LEADER, display_name="尉迟明")
    with mock.patch.object(closing, "papers", lambda draft: (b"word", b"pdf")):
        services.close(report, by=leader, seen=closing.take(report).mark)


def rows():
    """All that was made, but for what Django and the history keep for themselves."""
    for app in ("accounts", "township", "representatives", "congress", "motions", "reports"):
        for model in apps.get_app_config(app).get_models():
            if not (model._meta.proxy or model.__name__.startswith("Historical")):
                yield from model._base_manager.order_by("pk")


call_command("migrate", verbosity=0)
with mock.patch("django.utils.timezone.now", lambda: NOW):
    town()
    close()
User.objects.update(password="!")
serializers.serialize("json", rows(), ensure_ascii=False, indent=1, stream=sys.stdout)
