"""The demo data goes whole, or stays whole and says what hangs on it; its accounts are for trying."""

import errno
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.models import DemoLoad, Device, LoginRefusal, Role, User
from hemao import demo_password
from hemao.backup import upgrading
from hemao.backup.words import Refusal
from hemao.demo import marks
from hemao.demo.removal import Removal
from hemao.management.commands import serve
from papers.photos import thumbnail_of
from records.models import ReadRecord
from representatives.models import Household, Person, Visit
from tests import cast
from tests.accounts.test_devices import is_in, words
from tests.records.admin_form import AdminForm
from township.models import Village

pytestmark = pytest.mark.django_db

PASSWORD = "shi-liu-hua-2023"


@pytest.fixture
def demo(no_town):
    """A small town as a load brings it: a clerk, 许桂兰 with her household, a visit with a photo."""
    with marks.noted():
        cast.make_frame()
        cast.make_user(Role.STAFF, username="staff", password=PASSWORD, is_demo=True)
        xu = cast.make_deputy(name="许桂兰", login="deputy1", phone="13800138247")
        User.objects.filter(username="deputy1").update(is_demo=True)
        home = cast.make_household(head_name="王二保")
        row = cast.make_assignment(person=xu, household=home)
        cast.make_visit_photo(visit=cast.make_visit(assignment=row))
        cast.make_motion(proposer=xu)
    return DemoLoad.objects.get()


@pytest.fixture
def real(demo):
    """The first account of the town itself."""
    return cast.make_user(Role.ADMIN, username="wang", second_role=Role.STAFF)


@pytest.fixture(autouse=True)
def copies(monkeypatch):
    """How many households there were when each copy was made: the database here is none of a place."""
    made = []

    def copy(*, progress):
        made.append(Household.objects.count())
        return SimpleNamespace(path="/x/hemao-20261130-000512-before-remove-demo.tar")

    monkeypatch.setattr(upgrading, "copy_before_removal", copy)
    return made


def told(capsys, *options):
    call_command("remove_demo", *options)
    return capsys.readouterr().out


def left():
    """How many rows there are of the demo's tables, by label."""
    return {m._meta.label: m._base_manager.count() for m in marks.models() if m is not User}


class TestRemoval:
    def test_all_of_it_goes_with_its_histories_and_files(
        self, real, capsys, django_capture_on_commit_callbacks
    ):
        photo = Visit.objects.get().photos.get().image.name
        assert default_storage.exists(photo) and default_storage.exists(thumbnail_of(photo))
        with django_capture_on_commit_callbacks(execute=True):
            said = told(capsys, "--yes")
        assert "户1" in said and "演示账号2个" in said and "删去演示账号2个" in said
        assert set(left().values()) == {0}
        assert list(User.objects.all()) == [real]
        assert not default_storage.exists(photo) and not default_storage.exists(thumbnail_of(photo))
        connection.check_constraints()

    def test_a_preview_takes_nothing(self, real, capsys):
        before = left()
        assert "这是预览，什么都没有清除。" in told(capsys, "--dry-run")
        assert left() == before and User.objects.count() == 3

    @pytest.mark.parametrize(("typed", "goes"), [("yes", True), ("", False), ("y", False)])
    def test_it_asks_first(self, real, capsys, monkeypatch, typed, goes):
        monkeypatch.setattr("builtins.input", lambda prompt: typed)
        said = told(capsys)
        assert ("没有清除。" in said) is not goes
        assert Household.objects.exists() is not goes

    def test_afterwards_there_is_none_and_no_start_brings_it_back(
        self, real, capsys, settings, monkeypatch
    ):
        told(capsys, "--yes")
        with pytest.raises(CommandError, match="这个数据库里没有演示数据"):
            told(capsys, "--yes")
        settings.DEMO, called = True, []
        User.objects.all().delete()
        monkeypatch.setattr(serve, "call_command", called.append)
        serve.Command().load_demo_on_first_run()
        assert called == []

    def test_what_an_earlier_version_loaded_is_not_told_apart(self, real, capsys):
        DemoLoad.objects.all().delete()
        with pytest.raises(CommandError, match="这份演示数据是旧版本装入的"):
            told(capsys, "--yes")
        assert Household.objects.exists()


class TestTheCopy:
    def test_it_is_made_first_and_named(self, real, capsys, copies):
        said = told(capsys, "--yes")
        assert "清除前的备份是 /x/hemao-20261130-000512-before-remove-demo.tar\n" in said
        assert copies == [1] and not Household.objects.exists()

    def test_none_is_made_where_nothing_goes(self, real, capsys, monkeypatch, copies):
        monkeypatch.setattr("builtins.input", lambda prompt: "")
        told(capsys)
        told(capsys, "--dry-run")
        assert copies == []

    def test_none_for_who_wants_none(self, real, capsys, monkeypatch, copies):
        asked = []
        monkeypatch.setattr("builtins.input", lambda prompt: asked.append(prompt) or "yes")
        told(capsys, "--without-copy")
        assert copies == [] and not Household.objects.exists()
        assert asked == ["按您的要求不做备份，清除后不能恢复。确认请输入 yes："]

    @pytest.mark.parametrize(
        ("error", "why"),
        [
            (Refusal("磁盘空间不够。"), "磁盘空间不够。没有清除"),
            (OSError(errno.ENOSPC, "No space left"), "没有做成（磁盘已满），没有清除"),
        ],
    )
    def test_without_it_nothing_goes(self, real, capsys, monkeypatch, error, why):
        def refuse(*, progress):
            raise error

        monkeypatch.setattr(upgrading, "copy_before_removal", refuse)
        with pytest.raises(CommandError, match=why) as refused:
            told(capsys, "--yes")
        assert "manage.py remove_demo --without-copy" in str(refused.value)
        assert Household.objects.exists()


class TestMeanwhile:
    """Between what the command told and the answer of whoever reads it, others work."""

    def answered(self, capsys, monkeypatch, work):
        monkeypatch.setattr("builtins.input", lambda prompt: work() or "yes")
        return told(capsys)

    def refused(self, capsys, monkeypatch, work, *words):
        with pytest.raises(CommandError) as refusal:
            self.answered(capsys, monkeypatch, work)
        for word in ("没有清除：下面这些正式记录", *words):
            assert word in str(refusal.value)
        assert Person.objects.exists() and DemoLoad.objects.get().removed_at is None

    def test_a_household_that_is_changed_is_somebodys(self, real, capsys, monkeypatch):
        def work():
            home = Household.objects.get()
            home.note = "电话改过"
            home.save()

        self.refused(capsys, monkeypatch, work, "1条，例如：王二保")
        assert Household.objects.get().note == "电话改过"

    def test_a_visit_that_is_entered_hangs_on_it(self, real, capsys, monkeypatch):
        def work():
            row = Person.objects.get(name="许桂兰").assignments.get()
            cast.make_visit(assignment=row, visited_on=cast.day("2022-05-01"))

        self.refused(capsys, monkeypatch, work, "走访记录1条，例如：2022-05-01")
        assert Visit.objects.count() == 2

    def test_what_hangs_on_nothing_stays_and_is_said(self, real, capsys, monkeypatch):
        def work():
            village = Village.objects.get(name="岳山村")
            village.order = 9
            village.save()

        said = self.answered(capsys, monkeypatch, work)
        before, _, after = said.partition("清除前的备份")
        assert "留下不动" not in before and "留下不动：村（社区）1。" in after
        assert [village.name for village in Village.objects.all()] == ["岳山村"]

    def test_what_the_database_refuses_is_a_refusal_too(self, real, capsys, monkeypatch):
        """A record of a table that the load did not know."""
        row = Person.objects.get(name="许桂兰").assignments.get()
        cast.make_visit(assignment=row, visited_on=cast.day("2022-05-01"))
        monkeypatch.setattr(Removal, "hanging", lambda self: [])
        self.refused(capsys, monkeypatch, lambda: None, "别的表里的记录（数据库说：")
        assert Household.objects.exists() and Visit.objects.count() == 2


class TestWhatHangsOnIt:
    def refused(self, capsys, *words):
        before = left(), User.objects.count()
        with pytest.raises(CommandError) as refusal:
            told(capsys, "--yes")
        for word in ("没有清除", *words):
            assert word in str(refusal.value)
        assert (left(), User.objects.count()) == before

    def test_a_visit_to_a_household_of_the_demo(self, real, capsys):
        """Also where somebody logged in as the demo's clerk to try it."""
        row = Person.objects.get(name="许桂兰").assignments.get()
        cast.make_visit(assignment=row, visited_on=cast.day("2022-05-01"))
        self.refused(capsys, "走访记录1条，例如：2022-05-01")

    def test_a_person_in_a_village_of_the_demo(self, real, capsys):
        for name in ("单国富", "曾玉梅", "仇万里", "查德胜"):
            cast.make_person(name=name, village=Village.objects.first())
        self.refused(capsys, "4条，例如：查德胜；仇万里；曾玉梅")

    def test_a_household_that_somebody_has_changed(self, real, capsys):
        """It is somebody's work now, and its village would go."""
        home = Household.objects.get()
        home.note = "电话改过"
        home.save()
        self.refused(capsys, "1条，例如：王二保")

    def test_what_hangs_on_nothing_stays_and_is_no_obstacle(self, real, capsys):
        village = Village.objects.get(name="岳山村")
        village.order = 9
        village.save()
        cast.make_person(name="单国富")
        said = told(capsys, "--yes")
        assert "有人修改过，留下不动：村（社区）1" in said
        assert [village.name for village in Village.objects.all()] == ["岳山村"]
        assert village.history.count() == 2
        assert Person.objects.get().name == "单国富"

    def test_somebody_who_logs_in_by_an_account_of_the_demo(self, real, capsys):
        """A clerk who began the real ledger as `staff`."""
        cast.make_person(name="单国富", user=User.objects.get(username="staff"))
        self.refused(capsys, "1条，例如：单国富")


@pytest.mark.sqlite  # what a page says is the same on both
class TestTheAccounts:
    def test_those_that_logs_name_are_closed_and_stay(self, real, capsys):
        staff = User.objects.get(username="staff")
        browser = Client()
        browser.post("/login/", {"username": "staff", "password": PASSWORD})
        ReadRecord.objects.create(user=staff, what="联系户", path="/x/")
        said = told(capsys, "--yes")
        assert "另有演示账号1个" in said and "删去演示账号1个" in said
        staff.refresh_from_db()
        assert not staff.is_active and not staff.has_usable_password()
        assert not is_in(browser)
        assert ReadRecord.objects.get().user == staff
        assert Device.objects.get().ended_for == "closed"

    def test_one_that_the_administrator_has_changed_is_the_towns(self, real, capsys):
        staff, keeper = User.objects.get(username="staff"), Client()
        keeper.force_login(real)
        form = AdminForm(keeper, reverse("admin:accounts_user_change", args=[staff.pk]))
        assert form.fill(display_name="王守信").send().status_code == 302
        told(capsys, "--yes")
        staff.refresh_from_db()
        assert staff.is_active

    def test_the_password_of_the_others_is_forgotten(
        self, real, capsys, var, django_capture_on_commit_callbacks
    ):
        demo_password.ensure()
        with django_capture_on_commit_callbacks(execute=True):
            told(capsys, "--yes")
        assert not demo_password.path().exists()


class TestInEarnest:
    """With HTTPS=1 a demo account opens nothing: its password lies in a file, and everybody shares it."""

    def log_in(self, browser=None, password=PASSWORD):
        sent = {"username": "staff", "password": password}
        return (browser or Client()).post("/login/", sent)

    def test_it_does_not_log_in_and_is_told_why(self, demo, settings):
        settings.HTTPS = True
        browser = Client()
        page = words(self.log_in(browser))
        assert "这是演示账号，只在试用时能登录；现在是正式使用" in page
        assert not is_in(browser)
        assert LoginRefusal.objects.get().why == "demo"

    def test_whoever_does_not_know_the_password_is_told_nothing(self, demo, settings):
        settings.HTTPS = True
        assert "演示" not in words(self.log_in(password="wrong"))

    def test_who_was_in_is_out(self, demo, settings):
        browser = Client()
        self.log_in(browser)
        assert is_in(browser)
        settings.HTTPS = True
        assert not is_in(browser)

    def test_a_link_is_no_way_round_it(self, demo, settings):
        xu = User.objects.get(username="deputy1")
        token = services.issue_link(xu, by=xu)
        settings.HTTPS = True
        assert Client().get(f"/enter/{token}/").status_code == 410
        with cast.refused("是演示账号，正式使用时不能登录，不发登录链接"):
            services.issue_link(xu, by=xu)

    def test_others_log_in_as_ever(self, real, settings):
        settings.HTTPS = True
        real.set_password(PASSWORD)
        real.save()
        browser = Client()
        browser.post("/login/", {"username": "wang", "password": PASSWORD})
        assert is_in(browser)

    def test_the_start_says_so(self, demo, settings, var, capsys):
        settings.HTTPS, settings.ALLOWED_HOSTS = True, ["rd.example.org"]
        serve.Command().announce("127.0.0.1", 8000)
        printed = capsys.readouterr().out
        assert "演示账号不能登录" in printed and "manage.py remove_demo" in printed
        assert "demo_password" not in printed

    def test_it_asks_for_a_first_account_only_where_there_is_none(
        self, demo, settings, var, monkeypatch, capsys
    ):
        settings.HTTPS, settings.ALLOWED_HOSTS = True, ["rd.example.org"]
        monkeypatch.setenv("VAR", str(var))
        serve.Command().announce("127.0.0.1", 8000)
        said = capsys.readouterr().out
        assert "https://rd.example.org/start/" in said
        assert f"VAR={var} .venv/bin/python manage.py createsuperuser" in said
        assert f"清除演示数据：VAR={var} .venv/bin/python manage.py remove_demo。" in said
        cast.make_user(Role.ADMIN, username="wang")
        serve.Command().announce("127.0.0.1", 8000)
        assert "/start/" not in capsys.readouterr().out


def test_every_relation_to_an_account_is_looked_at(demo):
    """An account on which a row of any table hangs is not deleted."""
    removal = Removal(demo)
    assert set(removal.accounts().values_list("username", flat=True)) == {"staff", "deputy1"}
    assert {m._meta.label for m in removal.records()} >= {"congress.Activity_projects"}
