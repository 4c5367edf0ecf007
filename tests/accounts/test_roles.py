"""Role alone decides: two roles that may be held together, and the glass that may be broken."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts import emergencies, roles
from accounts.models import HELD_TOGETHER, Emergency, Role, User
from tests import cast
from tests.accounts.test_devices import words
from tests.records.admin_form import AdminForm, errors_of

pytestmark = pytest.mark.django_db

BOTH = {"role": Role.ADMIN, "second_role": Role.STAFF}


@pytest.fixture
def both(db):
    return cast.make_user(Role.ADMIN, second_role=Role.STAFF, username="wang")


@pytest.fixture
def keeper(client, db):
    client.force_login(cast.make_user(Role.ADMIN, username="keeper"))
    return client


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


class TestTwoRoles:
    @pytest.mark.parametrize("pair", [(Role.ADMIN, Role.STAFF), (Role.STAFF, Role.ADMIN)])
    def test_whoever_holds_both_may_what_each_may(self, pair):
        user = User(role=pair[0], second_role=pair[1])
        assert user.is_office and user.reads_everything_public
        assert user.face == Role.STAFF
        for permission in ("motions.change_motion", "accounts.change_user", "accounts.view_device"):
            assert roles.may(user, permission)
        assert not roles.may(user, "accounts.delete_user")
        assert roles.may_enter(user, "motions") and roles.may_enter(user, "accounts")

    def test_the_database_knows_which_pairs_there_are(self, db):
        """Two of thirty-six; the auditor is in none."""
        pairs = [(one, two) for one in Role for two in Role]
        for one, two in set(pairs) - set(HELD_TOGETHER):
            with cast.refused("一个账号只能兼任工作人员和系统管理员"):
                User(role=one, second_role=two).validate_constraints()
        for one, two in HELD_TOGETHER:
            User(role=one, second_role=two).validate_constraints()
            assert Role.AUDITOR not in (one, two)
        assert (len(pairs), len(HELD_TOGETHER)) == (36, 2)
        with cast.stopped_by("user_roles_may_be_held_together"):
            User.objects.create(username="x", role=Role.AUDITOR, second_role=Role.STAFF)

    def test_their_desk_shows_the_ledger_and_the_accounts(self, both):
        page = words(as_user(both).get("/admin/"))
        for word in ("工作台", "联系户", "议案建议", "账号", "登录失败"):
            assert word in page
        assert as_user(both).get("/overview/").status_code == 200

    def test_an_administrator_gives_the_second_role_and_it_is_logged(self, keeper):
        clerk = cast.make_user(Role.STAFF, username="li", display_name="李守信")
        address = f"/admin/accounts/user/{clerk.pk}/change/"
        assert AdminForm(keeper, address).fill(second_role="admin").send().status_code == 302
        clerk.refresh_from_db()
        assert clerk.roles == {Role.STAFF, Role.ADMIN}
        said = "已修改兼任：由“工作人员”改为“工作人员、系统管理员”。"
        assert LogEntry.objects.get().change_message == said
        assert said in words(keeper.get("/admin/admin/logentry/"))

    @pytest.mark.parametrize("role", ["auditor", "leader", "deputy"])
    def test_no_other_role_takes_one_on(self, keeper, role):
        user = cast.make_user(role)
        form = AdminForm(keeper, f"/admin/accounts/user/{user.pk}/change/")
        assert "别的角色请分开设账号" in errors_of(form.fill(second_role="admin").send())

    def test_nobody_changes_their_own(self, keeper):
        own = User.objects.get(username="keeper")
        form = AdminForm(keeper, f"/admin/accounts/user/{own.pk}/change/")
        assert "也不能改自己的角色" in errors_of(form.fill(second_role="staff").send())


class TestTheFirstAccount:
    def test_it_is_made_by_its_roles(self, db, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "qiao-deng-52-yun-lan")
        call_command("createsuperuser", "--noinput", username="first")
        first = User.objects.get(username="first")
        assert (first.role, first.second_role, first.is_superuser) == ("admin", "staff", False)

    def test_superusers_of_before_hold_both_roles_and_no_flag(self, db):
        before = {"admin": "staff", "staff": "admin", "deputy": "", "auditor": "", "leader": ""}
        for role in before:
            cast.make_user(role, username=f"old-{role}", is_superuser=True)
        cast.make_user(Role.STAFF, username="plain")
        step = import_module("accounts.migrations.0009_superusers_hold_both_roles")
        step.by_role_alone(apps, None)
        for role, second in before.items():
            user = User.objects.get(username=f"old-{role}")
            assert (user.role, user.second_role, user.is_superuser) == (role, second, False)
            entry = LogEntry.objects.get(user=user)
            assert ("系统管理员兼工作人员" in entry.change_message) is bool(second)
        assert User.objects.get(username="plain").second_role == ""
        assert LogEntry.objects.count() == len(before)

    def test_a_flag_set_in_the_database_opens_nothing(self, db):
        leader = cast.make_user(Role.LEADER)
        User.objects.update(is_superuser=True)
        assert as_user(leader).get("/admin/").status_code == 404
        leader.refresh_from_db()
        assert not leader.is_superuser


class TestTheGlass:
    @pytest.fixture
    def leader(self, db):
        return cast.make_user(Role.LEADER, username="yu", display_name="尉迟明")

    def break_glass(self, name="yu", *options, reason="管理员出差，电话打不通"):
        call_command("break_glass", name, *options, reason=reason)

    def test_for_some_hours_it_opens_everything(self, leader, capsys):
        client = as_user(leader)
        assert client.get("/admin/").status_code == 404
        self.break_glass("yu", "--hours=2")
        assert "尉迟明 在2小时内什么都能看" in capsys.readouterr().out
        for address in ("/admin/accounts/user/", "/admin/motions/motion/", "/households/late/"):
            assert client.get(address).status_code == 200
        row = Emergency.objects.get()
        assert row.ends_at - row.begun_at == pytest.approx(
            datetime.timedelta(hours=2), abs=datetime.timedelta(minutes=1)
        )
        Emergency.objects.update(
            begun_at=timezone.now() - datetime.timedelta(hours=3), ends_at=timezone.now()
        )
        assert client.get("/admin/").status_code == 404
        leader.refresh_from_db()
        assert not leader.is_superuser

    def test_it_ends_when_it_is_ended(self, leader, capsys):
        client = as_user(leader)
        self.break_glass()
        self.break_glass("yu", "--end")
        assert client.get("/admin/").status_code == 404
        assert Emergency.objects.get().ended_at
        self.break_glass("yu", "--end")
        assert "没有应急授权" in capsys.readouterr().out

    def test_a_second_one_takes_the_place_of_the_first(self, leader):
        self.break_glass(), self.break_glass()
        assert Emergency.objects.count() == 2
        assert Emergency.objects.open().count() == 1

    @pytest.mark.parametrize("who", [Role.ADMIN, Role.AUDITOR])
    def test_whoever_watches_reads_a_red_line_on_every_page_and_the_log(self, leader, who):
        watching = as_user(cast.make_user(who))
        line = "应急授权：尉迟明（yu）现在什么都能看、什么都能改"
        assert line not in words(watching.get("/admin/"))
        self.break_glass()
        for address in ("/admin/", "/me/", "/admin/accounts/emergency/"):
            assert line in words(watching.get(address))
        assert "管理员出差" in words(watching.get("/admin/accounts/emergency/"))
        row = Emergency.objects.get()
        assert watching.post(f"/admin/accounts/emergency/{row.pk}/delete/").status_code == 403
        emergencies.end(leader)
        assert line not in words(watching.get("/me/"))

    def test_others_read_no_line_and_whoever_has_it_does(self, leader):
        self.break_glass()
        assert "应急授权" not in words(as_user(cast.the_clerk()).get("/me/"))
        assert "应急授权" in words(as_user(leader).get("/me/"))

    @pytest.mark.parametrize(
        ("role", "options", "reason", "said"),
        [
            (Role.AUDITOR, [], "急", "应急授权只给工作人员、领导和系统管理员的账号"),
            (Role.DEPUTY, [], "急", "角色是代表"),
            (Role.LEADER, [], " ", "应急授权要写明原因"),
            (Role.LEADER, ["--hours=25"], "急", "1到24小时"),
            (Role.LEADER, ["--hours=0"], "急", "1到24小时"),
        ],
    )
    def test_what_is_refused(self, db, role, options, reason, said):
        cast.make_user(role, username="x")
        with pytest.raises(CommandError, match=said):
            self.break_glass("x", *options, reason=reason)
        assert not Emergency.objects.exists()
        assert not User.objects.filter(is_superuser=True).exists()

    def test_nor_for_nobody_nor_for_a_closed_account(self, leader):
        with pytest.raises(CommandError, match="没有用户名是 nobody 的账号"):
            self.break_glass("nobody")
        User.objects.update(is_active=False)
        with pytest.raises(CommandError, match="已经停用"):
            self.break_glass()
