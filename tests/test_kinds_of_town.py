"""A town is what it is: no page, list, form, paper or refusal says 镇 of a 乡, or 市 of a 县."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Role, User
from congress.models import Body, Post
from reports.asking import spelling
from reports.asking.placeholders import check_words, parse
from reports.asking.registry import find
from reports.models import Baseline
from reports.studio import services
from reports.words import drafting, outline
from tests import cast, kinds_of_town
from tests.cast import day
from tests.crawl import Crawl, Limits
from tests.kinds_of_town import KINDS, Reader, wrong_words
from tests.records.admin_form import AdminForm, errors_of
from tests.records.test_admin import make_some
from tests.stage import staged
from township.models import TownName
from township.words import speaking_on

TOWNSHIP = KINDS[0]
# Where a word of another kind is meant: the form that asks for the kind, and its history; cells as
# the county wrote them; what was stored, in the history of a report.
MEANT = re.compile(r"/admin/township/townname/|/tables/1/|/admin/reports/\w+/\d+/history/")


def allowed(found):
    return {address: words for address, words in found.items() if not MEANT.search(address)}


@pytest.mark.sqlite
@pytest.mark.whole
@pytest.mark.parametrize("kind", KINDS, ids=["township", "town", "ethnic"])
def test_no_page_or_paper_has_a_word_of_another_kind(client, db, kind, figure):
    kinds_of_town.lay_as(kind)
    found, followed = {}, 0
    for name in ("staff", "leader", "auditor", "deputy1", "liaison1"):
        client.force_login(User.objects.get(username=name))
        reader = Reader(client, kind)
        crawl = Crawl(reader, Limits(sets=3, names=2))
        assert crawl.run("/") == {}
        followed += len(crawl.followed)
        found |= {f"{name} {address}": words for address, words in reader.found.items()}
    figure(f"{kind.town}: {followed} pages and papers followed, {len(found)} with a wrong word")
    assert allowed(found) == {}


# A sample for the gate: one page or paper of each kind that says many such words.
SAMPLE = [
    "/", "/admin/", "/admin/congress/body/add/", "/admin/congress/post/", "/admin/congress/session/",
    "/admin/congress/election/", "/admin/motions/motion/", "/admin/motions/motion/add/",
    "/admin/motions/motion/through/", "/admin/representatives/deputy/", "/admin/township/term/",
    "/admin/township/department/add/", "/admin/reports/report/", "/admin/reports/baseline/",
    "/households/", "/motions/", "/meetings/", "/overview/", "/deputies/notice/",
    "/deputies/notice/word/", "/reports/", "/reports/new/", "/reports/2022/", "/reports/2022/word/",
    "/reports/2022/annex/", "/reports/2022/figures/", "/reports/2022/figures/镇议案建议件数/",
    "/reports/2022/figures/乡议案建议件数/card/", "/reports/2022/check/", "/reports/2022/plan/",
    "/reports/2022/tables/new/", "/reports/2022/tables/pattern/", "/reports/2021-2022/", "/me/",
    "/nowhere/",
]  # fmt: skip


@staged
def township():
    """The richest cast there is, in 梅渚乡 of 郎溪县."""
    TownName.objects.all().delete()
    row = TownName(
        starts_on=day("2010-01-01"), town="梅渚乡", county="郎溪县", prefecture="宣城市",
    )  # fmt: skip
    row.full_clean()
    row.save()
    return make_some()


@staged
def report(township):
    return services.begin(drafting.draft("annual", 2022), by=cast.the_clerk())


@pytest.fixture
def office(client, township):
    client.force_login(cast.the_clerk())
    return client


def text_at(client, address):
    """What an answer shows, but for the names that the cast has typed."""
    answer = client.get(address)
    content = answer.getvalue() if answer.streaming else answer.content
    return kinds_of_town.seen_in(content, answer["Content-Type"]).replace("柳塘镇", "柳塘")


@pytest.mark.sqlite
def test_a_sample_of_pages(office, report):
    section = report.sections.exclude(title="").first()
    pages = [*SAMPLE, reverse("report-section", args=[report.pk, section.pk])]
    pages += [reverse("report-edit", args=[report.pk])]
    pages += [
        reverse("admin:motions_motion_change", args=[cast.Motion.objects.first().pk]),
        reverse("admin:reports_report_change", args=[report.pk]),
    ]
    found = {page: wrong_words(text_at(office, page), TOWNSHIP) for page in pages}
    assert {page: words for page, words in found.items() if words} == {}
    assert "{乡议案建议件数}" in text_at(office, pages[-4])
    office.force_login(cast.make_user(Role.LEADER))
    assert not wrong_words(text_at(office, "/motions/"), TOWNSHIP)
    office.logout()
    assert not wrong_words(text_at(office, "/login/"), TOWNSHIP)


@pytest.mark.sqlite
def test_refusals_speak_as_the_town_does(office, township):
    form = AdminForm(office, "/admin/motions/motion/through/")
    form.data |= {"level": ["town"], "number": ["7"]}
    assert not wrong_words(str(errors_of(form.send())), TOWNSHIP)
    motion = cast.make_motion()
    with pytest.raises(ValidationError) as caught:
        check_words("{镇议案建议件}{镇长数}", field="text")
    assert "“乡议案建议件数”" in str(caught.value)
    with pytest.raises(ValidationError) as caught:
        cast.make_motion(proposer=cast.make_person())
    assert "不是乡级代表" in str(caught.value)
    assert motion.scope_label == "乡级"


# Names of figures: shown and typed as the town speaks, stored as they are registered.


@pytest.mark.parametrize("typed", ["镇议案建议件数", "乡议案建议件数", "苏木议案建议件数"])
def test_a_figure_is_known_in_the_words_of_any_town(db, typed):
    figure, _ = find(typed)
    assert figure.name == "镇议案建议件数"
    assert parse(f"本届·{typed}|数").figure is figure
    assert spelling.kept_name(typed) == "镇议案建议件数"


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("{乡}在{上级县}，{乡代表人数}", "{镇}在{上级市}，{镇代表人数}"),
        ("{本届·选举乡长副乡长人次|汉字}", "{本届·选举镇长副镇长人次|汉字}"),
        ("[[选举{选举职务人数（副乡长）}||没有选举]]", "[[选举{选举职务人数（副镇长）}||没有选举]]"),
        ("｛ 上年・乡议案建议件数 ｜ 较上年 ｝", "｛ 上年・镇议案建议件数 ｜ 较上年 ｝"),
        ("{各级组织活动次数（县）|数}", "{各级组织活动次数（县（市、区））|数}"),
        ("{活动次数（视察）}{没有这个数}{}", "{活动次数（视察）}{没有这个数}{}"),
        ("乡党委的领导下，{乡", "乡党委的领导下，{乡"),
    ],
)  # fmt: skip
def test_words_are_kept_in_the_names_of_the_registry(township, shown, kept):
    assert spelling.stored(shown) == kept
    assert spelling.stored(kept) == kept
    assert spelling.said(kept) == shown


def test_the_editor_shows_the_towns_words_and_keeps_the_registrys(office, report):
    section = report.sections.exclude(title="").first()
    address = reverse("report-section", args=[report.pk, section.pk])
    page = text_at(office, address)
    assert "{乡代表人数}" in page and "{镇代表人数}" not in page
    typed = {
        "title": "{乡}的工作",
        "text": "在任{乡代表人数}，受理{镇议案建议件数}。",
        "version": "1",
    }
    assert office.post(address, typed).status_code == 302
    section.refresh_from_db()
    assert section.title == "{镇}的工作"
    assert section.text == "在任{镇代表人数}，受理{镇议案建议件数}。"
    again = office.get(address).context["form"].initial
    assert again["text"] == "在任{乡代表人数}，受理{乡议案建议件数}。"


def test_a_plan_and_a_baseline_keep_the_registrys_names(office, report):
    page = office.get("/reports/2022/plan/")
    data = {"seen": page.context["seen"], "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    data |= {"form-0-text": "多提", "form-0-figure": "乡议案建议件数", "form-0-target": "9"}
    assert office.post("/reports/2022/plan/", data).status_code == 302
    [item] = report.plan_items.all()
    assert (item.figure, item.measure) == ("镇议案建议件数", "乡议案建议件数")
    form = AdminForm(office, "/admin/reports/baseline/add/")
    form.data |= {
        "figure": ["补选乡代表人数"], "starts_on": ["2010-01-01"], "ended_on": ["2011-01-01"],
        "value": ["3"], "source": ["档案"],
    }  # fmt: skip
    form.send()
    row = Baseline.objects.latest("pk")
    assert row.figure == "补选镇代表人数"
    assert str(row).startswith("补选乡代表人数")


# A 乡 until 2020, a 镇 from then on: each record speaks as the town did on its day.


@staged
def renamed():
    TownName.objects.all().delete()
    for town, first, gone in (("梅渚乡", "2010-01-01", "2020-01-01"), ("梅渚镇", "2020-01-01", "")):
        row = TownName(
            starts_on=day(first), ended_on=day(gone) if gone else None, town=town,
            county="郎溪县", prefecture="宣城市",
        )  # fmt: skip
        row.full_clean()
        row.save()
    return cast.make_frame()


def test_each_meeting_and_post_is_of_its_own_kind(renamed):
    early = cast.make_session(starts_on=day("2018-03-01"), term=renamed.first)
    late = cast.make_session(starts_on=day("2021-03-01"), term=renamed.first)
    assert str(early) == "乡第一届人代会第一次会议"
    assert str(late) == "镇第一届人代会第二次会议"
    assert early.title.startswith("梅渚乡第一届")
    government = Body(kind="government", starts_on=day("2016-12-20"))
    government.save()
    assert (government.kind_on(day("2019-12-31")), str(government)) == ("乡政府", "镇政府")
    gone = Post(
        body=government, person=cast.make_person(), role="vice_mayor",
        starts_on=day("2017-01-01"), ended_on=day("2019-01-01"),
    )  # fmt: skip
    assert gone.role_word == "副乡长"
    gone.ended_on = None
    assert gone.role_word == "副镇长"
    election = cast.Election(meeting=early, body=government, role="mayor")
    assert str(election) == "乡第一届人代会第一次会议选举镇政府乡长"


def test_each_year_is_reported_in_its_own_words(renamed):
    words = {}
    for year in (2019, 2020):
        document = outline.render(drafting.draft("annual", year, term=renamed.first))
        words[year] = "".join(run.text for block in document.blocks for run in block.runs)
        words[year] += "".join(gap.text for gap in document.gaps)
    assert "乡党委" in words[2019] and not re.search("(?<!乡)镇", words[2019])
    assert "镇党委" in words[2020] and "乡党委" not in words[2020]
    with speaking_on(day("2019-06-01")):
        assert spelling.said("{镇代表人数}") == "{乡代表人数}"


def test_the_page_of_a_year_speaks_as_the_town_did_then(client, renamed):
    client.force_login(cast.the_clerk())
    for year, name in ((2019, "乡代表人数"), (2020, "镇代表人数")):
        assert name in client.get(f"/reports/{year}/figures/").content.decode()


def test_a_meeting_is_found_by_the_kind_it_is_called_by(client, renamed):
    cast.make_session(starts_on=day("2018-03-01"), term=renamed.first)
    client.force_login(cast.the_clerk())
    for typed in ("乡一届一次", "镇第一届人代会第一次会议", "乡第1届人代会"):
        page = client.get("/admin/congress/session/", {"q": typed}).content.decode()
        assert "找到 1 条" in page or "乡第一届人代会第一次会议" in page


def test_what_was_said_once_is_said_anew_when_the_town_is_another(client, renamed):
    client.force_login(cast.the_clerk())
    for town in ("梅渚镇", "梅渚乡"):
        row = TownName.objects.get(ended_on=None)
        row.town, row.kind, row.signing_body = town, "", ""
        row.full_clean()
        row.save()
        assert f"本{town[-1]}设置" in client.get("/admin/").content.decode()
