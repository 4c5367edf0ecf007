"""The pages of 从表格导入: a clerk reads a table in, mends it where it stands, stores it, takes it back."""

import re
import threading
import uuid

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from imports import progress, services, storing
from imports.kinds.lists import Villages
from imports.models import HeadChoice, Import, ImportRow
from records.models import ReadRecord
from representatives.models import Visit
from tests import cast
from tests.imports.desk import all_rows, read
from township.models import Village

VILLAGES = "村名\t户籍人口\n新河村\t1860人\n石坝村\t很多\n沿湖社区\t"
PHONE = {"Accept": "application/json"}


@pytest.fixture
def clerk(db):
    cast.make_frame()
    return cast.the_clerk()


@pytest.fixture
def office(client, clerk):
    client.force_login(clerk)
    return client


def page_of(answer):
    """The page that follows, its words in one line."""
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


def words_of(page):
    """What a page says to those who read it."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page.split("<main")[1]))


def send(office, kind="villages", **told):
    """The form with a file or with what was pasted."""
    told = {"_once": str(uuid.uuid4())} | told
    return office.post(reverse("import-new", args=[kind]), told, follow=True)


def do(office, table, what, query="", **told):
    address = reverse(f"import-{what}", args=[table.pk])
    return office.post(f"{address}{query}", told, follow=True)


def seen(table):
    return "-".join(str(n) for n in table.totals.values())


def row_of(table, name):
    return next(row for row in table.rows.all() if row.given[0] == name)


# From the list to the ledger, and back.


@pytest.mark.sqlite
def test_a_list_is_pasted_mended_stored_and_taken_back(office, clerk):
    before = all_rows()
    page = words_of(page_of(send(office, text=VILLAGES)))
    table = Import.objects.get()
    assert "还有1行要选择或者有错" in page and "这1行不导入，导入其余2行" in page
    assert "1860表里写：1860人" in page
    assert page.count("请填整数，如12。") == 2  # at the cell, and for phones under the row's state
    bad = row_of(table, "石坝村")
    page = words_of(page_of(do(office, table, "mend", **{f"cell-{bad.pk}-population": "2105"})))
    assert "改了1格" in page and "导入3行：新增3，改动0" in page
    table.refresh_from_db()
    page = words_of(page_of(do(office, table, "confirm", seen=seen(table))))
    assert "导入好了。" in page and "已导入" in page
    assert Village.objects.get(name="石坝村").population == 2105
    page = words_of(page_of(office.get(reverse("import-undo", args=[table.pk]))))
    assert "村（社区）：删去导入时新增的3条" in page
    page = words_of(page_of(do(office, table, "undo")))
    assert "撤回好了" in page
    assert all_rows() == before
    page = words_of(page_of(office.get(reverse("import"))))
    assert f"指纹{table.digest[:12]}" in page and "已撤回" in page
    told = LogEntry.objects.filter(content_type__model="import", user=clerk)
    assert list(told.order_by("pk").values_list("change_message", flat=True)) == [
        "读入村（社区），共3行",
        "导入村（社区）：新增3个，改动0个",
        "撤回导入的村（社区）",
    ]
    assert ReadRecord.objects.filter(what="导入的村（社区）").exists()


@pytest.mark.sqlite
def test_what_stands_against_taking_it_back_is_named(office, clerk):
    table = read("villages", "村名\n石坝村", clerk)
    services.confirm(table, by=clerk)
    cast.make_household(village=Village.objects.get(name="石坝村"))
    page = words_of(page_of(office.get(reverse("import-undo", args=[table.pk]))))
    assert "“石坝村”后来有了联系户1条" in page and "撤回这张表" not in page
    assert "不能撤回" in words_of(page_of(do(office, table, "undo")))
    assert Village.objects.filter(name="石坝村").exists()


# Reading.


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"text": ""}, "请选择文件，或者把表格粘贴在下面。"),
        ({"text": "今天天气好"}, "没有找到村（社区）的数据"),
        ({"file": b"", "text": ""}, "文件是空的，没有内容。"),
        ({"file": b"%PDF-1.4 x", "text": ""}, "这是PDF"),
        ({"file": VILLAGES.encode(), "text": "村名\n石坝村"}, "请只留一样"),
        ({"text": VILLAGES, "_once": ""}, "没有完整打开就提交"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_typed_is_lost(office, told, says):
    if "file" in told:
        told = told | {"file": SimpleUploadedFile("村.csv", told["file"])}
    page = page_of(send(office, **told))
    assert says in words_of(page)
    assert Import.objects.count() == ImportRow.objects.count() == 0
    if told.get("text"):
        assert " ".join(told["text"].split()) in page


@pytest.mark.sqlite
def test_a_file_sent_twice_is_read_once(office):
    key = str(uuid.uuid4())
    for _ in range(2):
        file = SimpleUploadedFile("各村.csv", "村名,户籍人口\n石坝村,5\n".encode("gb18030"))
        page = page_of(send(office, _once=key, file=file, text=""))
    assert "没有重复读" in page
    assert Import.objects.get().file_name == "各村.csv"


@pytest.mark.sqlite
def test_an_identity_number_is_said_to_be_left_out_and_is_nowhere(office):
    text = "村名\t身份证号\n石坝村\t11010519491231002X"
    page = page_of(send(office, text=text))
    assert "身份证号" in words_of(page) and "11010519491231002X" not in page


# Mending.


@pytest.mark.sqlite
def test_any_row_can_be_opened_left_out_and_taken_in(office, clerk):
    table = read("villages", "村名\t户籍人口\n新河村\t1860\n石坝村\t5", clerk)
    row = row_of(table, "石坝村")
    page = page_of(office.get(reverse("import-detail", args=[table.pk]), {"row": row.pk}))
    assert f'name="cell-{row.pk}-name" value="石坝村"' in page
    told = {f"cell-{row.pk}-name": "石坝社区", f"cell-{row.pk}-population": "5"}
    answer = do(office, table, "mend", f"?show=new&row={row.pk}", save="1", **told)
    assert answer.redirect_chain[-1][0].endswith("?show=new")  # the filter stays, the row is closed
    assert "石坝社区改过" in words_of(page_of(answer))
    row.refresh_from_db()
    assert row.mended == {"name": "石坝社区"}  # the other cell says what it said
    do(office, table, "mend", leave=row.pk)
    table.refresh_from_db()
    assert (table.totals["new"], table.totals["left_out"]) == (1, 1)
    do(office, table, "mend", take=row.pk)
    table.refresh_from_db()
    assert (table.totals["new"], table.totals["left_out"]) == (2, 0)


@pytest.mark.sqlite
def test_a_word_that_is_wrong_in_many_rows_is_mended_once(office, clerk):
    """户别“种粮户” is no category here; the page offers those that are."""
    rows = "".join(f"\n桥头村\t王{n}\t种粮户" for n in "一二三")
    table = read("households", f"村\t户主姓名\t户别{rows}\n桥头村\t孙四\t外地户", clerk)
    page = page_of(office.get(reverse("import-detail", args=[table.pk])))
    assert "类别“种粮户”（3行）" in words_of(page) and "外地户”（" not in words_of(page)
    assert "<option>外出户</option>" in page
    told = {"column": "category", "text": "种粮户"}
    assert "请写明都改成什么" in page_of(do(office, table, "same", to=" ", **told))
    answer = do(office, table, "same", "?show=bad", to="外出户", **told)
    assert answer.redirect_chain[-1][0].endswith("?show=bad")
    assert "3行都改成了“外出户”" in page_of(answer)
    table.refresh_from_db()
    assert (table.totals["new"], table.totals["wrong"]) == (3, 1)
    assert "没有哪一行这样写错" in page_of(do(office, table, "same", to="外出户", **told))


@pytest.mark.sqlite
def test_as_many_statements_mend_forty_rows_alike(office, clerk):
    def asked(count):
        rows = "".join(f"\n桥头村\t户主{n}\t很多" for n in range(count))
        table = read("households", f"村\t户主姓名\t家庭人口{rows}", clerk)
        address = reverse("import-same", args=[table.pk])
        with CaptureQueriesContext(connection) as found:
            office.post(address, {"column": "members", "text": "很多", "to": "5"})
        table.refresh_from_db()
        assert table.totals["new"] == count
        return len(found)

    asked(2)  # the session begins to keep messages
    assert asked(40) == asked(2)


@pytest.mark.sqlite
def test_twins_are_chosen_from(office, clerk):
    """Two 王二保 live in the village; the clerk says which one moved his telephone."""
    first = cast.make_household(head_name="王二保", group="1组")
    cast.make_household(head_name="王二保", group="2组")
    text = f"村\t户主姓名\t电话\n{first.village}\t王二保\t13805631235"
    table = read("households", text, clerk)
    [row] = table.rows.all()
    page = page_of(office.get(reverse("import-detail", args=[table.pk])))
    name = f"pick-{row.pk}-head_name"
    assert page.count(f'name="{name}"') >= 2
    assert "请从列出的里面选一个" in words_of(page_of(do(office, table, "mend", **{name: "0"})))
    page = words_of(page_of(do(office, table, "mend", **{name: str(first.pk)})))
    assert "导入1行：新增0，改动1" in page
    table.refresh_from_db()
    do(office, table, "confirm", seen=seen(table))
    first.refresh_from_db()
    assert first.phone == "13805631235"


@pytest.mark.sqlite
def test_a_number_that_goes_to_another_column_is_shown_there(office, clerk):
    """He logs in with his mobile; the number of the desk goes to the other telephones."""
    cast.make_deputy(name="许桂兰", phone="13805631235")
    table = read("roster", "姓名\t手机号码\n许桂兰\t0563-6320001", clerk)
    [row] = table.rows.all()
    told = {name: cell for name, cell in row.cells.items() if cell["state"] == "changed"}
    assert list(told) == ["other_phones"], (row.state, row.says, row.cells)
    page = words_of(page_of(office.get(reverse("import-detail", args=[table.pk]))))
    assert (
        f"原来没有→{told['other_phones']['read']}" in page
        and "6320001" in told["other_phones"]["read"]
    )


@pytest.mark.sqlite
def test_a_column_set_by_hand_is_known_the_next_time(office, clerk):
    text = "村名\t人数合计（人）\n石坝村\t5"
    page = words_of(page_of(send(office, text=text)))
    table = Import.objects.get()
    assert "没有读入1列" in page
    do(office, table, "columns", column0="name", column1="population")
    assert HeadChoice.objects.get().field == "population"
    again = read("villages", text, clerk)
    assert [one["field"] for one in again.columns] == ["name", "population"]
    page = page_of(do(office, again, "columns", column0="population", column1="population"))
    assert "有两列都选了“户籍人口”" in page
    do(office, again, "columns", column0="name", column1="")
    assert [one["field"] for one in read("villages", text, clerk).columns] == ["name", ""]


@pytest.mark.sqlite
def test_what_the_table_lacks_is_asked_once(office, clerk):
    table = read("departments", "单位名称\n财政所", clerk)
    page = page_of(office.get(reverse("import-detail", args=[table.pk])))
    assert "这张表里没有写的" in page
    page = page_of(do(office, table, "answers", kind="nothing"))
    assert 'aria-invalid="true"' in page
    assert "按它重新核对" in page_of(do(office, table, "answers", kind="above"))
    table.refresh_from_db()
    assert table.answers == {"kind": "above"}


@pytest.mark.sqlite
def test_what_was_answered_is_proposed_for_the_next_table_but_no_day(office, clerk):
    for kind, text in (
        ("departments", "单位名称\n县水利局"),
        ("households", "村\t户主\n桥头\t王一"),
    ):
        send(office, kind, text=text)
    departments, households = Import.objects.order_by("pk")
    do(office, departments, "answers", kind="above")
    do(office, households, "answers", since="2026-05-06", held_since="2026-05-06")
    send(office, "departments", text="单位名称\n县教育局")
    assert Import.objects.latest("pk").answers == {"kind": "above"}
    assert services.answered_before(services.KINDS["households"], clerk) == {}
    Import.objects.filter(kind="departments").update(answers={"kind": "gone"})
    assert services.answered_before(services.KINDS["departments"], clerk) == {}


@pytest.mark.sqlite
def test_what_was_registered_meanwhile_is_known_when_the_table_is_looked_at_again(office, clerk):
    table = read("households", "村\t户主姓名\n石坝村\t王一", clerk)
    address = reverse("import-detail", args=[table.pk])
    assert "没有登记叫“石坝村”的村" in words_of(page_of(office.get(address)))
    cast.keep(Village(name="石坝村", order=99))
    answer = do(office, table, "again", "?show=bad")
    assert answer.redirect_chain[-1][0].endswith("?show=bad")
    page = words_of(page_of(answer))
    assert "按台账现在的内容重新核对" in page and "导入1行：新增1，改动0" in page


# Confirming.


@pytest.mark.sqlite
def test_bad_rows_are_left_out_in_one_step_or_at_once(office, clerk):
    table = read("villages", VILLAGES, clerk)
    page = page_of(do(office, table, "confirm", seen=seen(table)))
    assert "没有导入。还有1行要选择或者有错" in page
    do(office, table, "bad")
    table.refresh_from_db()
    assert (table.totals["left_out"], table.totals["wrong"]) == (1, 0)
    other = read("villages", "村名\t户籍人口\n岳山村\t9\n临江村\t很多", clerk)
    page = words_of(page_of(do(office, other, "confirm", leave_out_bad="1", seen=seen(other))))
    assert "没有导入的1处" in page and "粘贴的内容第3行没有导入" in page
    assert Village.objects.filter(name__in=["岳山村", "临江村"]).count() == 1


@pytest.mark.sqlite
def test_only_what_was_seen_is_stored(office, clerk):
    table = read("villages", "村名\n石坝村\n新河村", clerk)
    shown = seen(table)
    cast.keep(Village(name="石坝村", order=99))  # a colleague was faster
    page = words_of(page_of(do(office, table, "confirm", seen=shown)))
    assert "和刚才看到的不一样" in page and "导入2行：新增1，改动0" in page
    assert not Village.objects.filter(name="新河村").exists()


@pytest.mark.sqlite
def test_a_table_that_is_dropped_is_forgotten(office, clerk):
    table = read("villages", f"{VILLAGES}\n填表人：许某\t", clerk)
    assert "许某" in str(table.left_out)
    do(office, table, "drop")
    table.refresh_from_db()
    assert (table.state, ImportRow.objects.count(), table.left_out) == ("dropped", 0, [])
    told = {"seen": seen(table)}
    assert "这张表没有导入，不能再改" in page_of(do(office, table, "confirm", **told))


# Long ones.


def read_all(answer):
    return b"".join(answer.streaming_content).decode()


@pytest.fixture
def long(monkeypatch):
    monkeypatch.setattr(Villages, "long", 0)


@pytest.fixture
def started(monkeypatch):
    """The threads that confirm, in the order in which they were begun."""
    found, begin = [], progress.Confirmation.start

    def start(work):
        found.append(work)
        begin(work)

    monkeypatch.setattr(progress.Confirmation, "start", start)
    yield found
    for work in found:
        work.join(timeout=30)


@pytest.mark.django_db(transaction=True)
def test_a_long_one_tells_how_far_it_is(client, long, started):
    clerk = cast.the_clerk()
    client.force_login(clerk)
    table = read("villages", "村名\n石坝村\n新河村", clerk)
    answer = client.post(
        reverse("import-confirm", args=[table.pk]), {"seen": seen(table)},
        headers={"Accept-Encoding": "gzip"},
    )  # fmt: skip
    assert not answer.has_header("Content-Encoding")  # compressed, it would come all at once
    lines = list(answer.streaming_content)
    assert len(lines) >= 4  # the page's head, how far, how it ended, the page's foot
    page = b"".join(lines).decode()
    assert "2条都写好了" in page and "导入好了。" in page and page.endswith("</html>\n")
    assert Village.objects.filter(name__in=["石坝村", "新河村"]).count() == 2


@pytest.mark.django_db(transaction=True)
def test_nobody_has_to_wait_for_it(client, long, started):
    """The browser goes away after the first line: it is stored whole."""
    clerk = cast.the_clerk()
    client.force_login(clerk)
    table = read("villages", "村名\n石坝村\n新河村", clerk)
    answer = client.post(reverse("import-confirm", args=[table.pk]), {"seen": seen(table)})
    next(answer.streaming_content)
    answer.close()
    started[0].join(timeout=30)
    table.refresh_from_db()
    assert table.state == Import.State.STORED


@pytest.mark.django_db(transaction=True)
def test_what_breaks_in_the_middle_leaves_nothing(client, long, started, monkeypatch, caplog):
    clerk = cast.the_clerk()
    client.force_login(clerk)
    table = read("villages", "村名\n石坝村\n新河村", clerk)
    before = all_rows()

    def break_off(*args, **kwargs):
        raise RuntimeError("broke")

    monkeypatch.setattr(storing, "history", break_off)
    page = read_all(client.post(reverse("import-confirm", args=[table.pk]), {"seen": seen(table)}))
    assert "没有导入。" in page and "程序出错" in page and "broke" not in page
    assert all_rows() == before
    table.refresh_from_db()
    assert (table.state, table.rows.count()) == ("waiting", 2)
    assert f"import {table.pk} was not stored" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_visit_sent_meanwhile_is_kept_by_the_phone(client, long, started, monkeypatch):
    """SQLite lets nobody else store: the phone hears that, keeps the visit and sends it again."""
    clerk, xu = cast.the_clerk(), cast.make_deputy(name="许桂兰", login="xu")
    household = cast.make_assignment(person=xu).household
    table = read("villages", "村名\n石坝村", clerk)
    reached, go_on = threading.Event(), threading.Event()
    confirm = services.confirm

    def halting(*args, tell, **kwargs):
        def wait(done, of):
            reached.set()
            go_on.wait(timeout=30)
            tell(done, of)

        return confirm(*args, tell=wait, **kwargs)

    monkeypatch.setattr(services, "confirm", halting)
    phone = client
    phone.force_login(xu.user)
    office = type(client)()
    office.force_login(clerk)
    told = {
        "uuid": "6a1f2c1e-4f57-4c6e-9a0b-3f2a5c7d8e91", "visited_on": str(cast.DAY),
        "method": "home", "was_met": "1", "production": "茶园长势好",
    }  # fmt: skip
    visit = reverse("household-visit", args=[household.pk])
    phone.get(visit)
    answer = office.post(reverse("import-confirm", args=[table.pk]), {"seen": seen(table)})
    next(answer.streaming_content)
    try:
        assert reached.wait(timeout=30)
        phone.raise_request_exception = False
        sent = phone.post(visit, told, headers=PHONE)
    finally:
        go_on.set()
    if connection.vendor == "sqlite":
        assert sent.status_code == 503
        assert not sent["Content-Type"].startswith("application/json")  # visits.js keeps it
        assert sent["Retry-After"]
    assert "导入好了。" in read_all(answer)
    started[0].join(timeout=30)
    assert phone.post(visit, told, headers=PHONE).json()["stored"] == told["uuid"]
    assert Visit.objects.count() == 1


# Who may, and how much is asked.


@pytest.mark.sqlite
def test_the_lists_lead_to_it_for_those_who_may(client, clerk):
    client.force_login(clerk)
    address = reverse("import-new", args=["villages"])
    assert address in page_of(client.get("/admin/township/village/"))
    go = reverse("start-go", args=["villages", 1])
    assert f'{go}">从表格导入' in page_of(client.get("/start/"))
    assert client.get(go).headers["Location"] == address
    assert reverse("import") in page_of(client.get("/admin/"))
    assert address not in page_of(client.get("/admin/township/topic/"))
    client.force_login(cast.make_user(Role.LEADER))
    assert client.get(address).status_code == 404


@pytest.mark.sqlite
def test_unknown_kinds_rows_and_filters_are_not_there(office, clerk):
    table = read("villages", VILLAGES, clerk)
    assert office.get(reverse("import-new", args=["nothing"])).status_code == 404
    page = reverse("import-detail", args=[table.pk])
    assert office.get(page, {"show": "nothing"}).status_code == 404
    assert office.get(page, {"row": "9" * 30}).status_code == 200
    assert do(office, table, "mend", leave="999999").status_code == 404
    assert do(office, table, "confirm", seen="many").status_code == 404


@pytest.mark.sqlite
def test_the_preview_asks_as_often_for_forty_rows(office, clerk):
    def asked(count):
        text = "村名\t人口\n" + "\n".join(
            f"石坝{n}村\t{'很多' if n % 2 else n}" for n in range(count)
        )
        table = read("villages", text, clerk)
        address = reverse("import-detail", args=[table.pk])
        office.get(address)
        with CaptureQueriesContext(connection) as found:
            assert office.get(address).status_code == 200
        return len(found)

    assert asked(40) == asked(3)


@pytest.mark.sqlite
def test_what_a_colleague_wrote_meanwhile_is_not_overwritten_unseen(office, clerk):
    village = cast.keep(Village(name="石坝村", population=800, order=99))
    table = read("villages", "村名\t户籍人口\n石坝村\t900", clerk)
    shown = seen(table)
    Village.objects.filter(pk=village.pk).update(population=850)
    page = words_of(page_of(do(office, table, "confirm", seen=shown)))
    assert "和刚才看到的不一样" in page and "850→900" in page
    assert Village.objects.get(pk=village.pk).population == 850
    do(office, table, "confirm", seen=seen(table))
    assert Village.objects.get(pk=village.pk).population == 900


@pytest.mark.sqlite
def test_a_cell_of_several_lines_keeps_them_while_another_is_mended(office, clerk):
    cast.keep(Village(name="石坝村", order=99))
    text = '户主\t村\t主要产业\t家庭人口\n许某\t石坝村\t"水稻5亩\n鱼塘2亩"\t很多'
    table = read("households", text, clerk)
    row = table.rows.get()
    page = page_of(office.get(reverse("import-detail", args=[table.pk]), {"row": row.pk}))
    assert f'<textarea name="cell-{row.pk}-industry"' in page
    told = {f"cell-{row.pk}-industry": "水稻5亩\r\n鱼塘2亩", f"cell-{row.pk}-members": "4"}
    do(office, table, "mend", **told)
    row.refresh_from_db()
    assert (row.mended, row.state) == ({"members": "4"}, "new")


@pytest.mark.sqlite
def test_an_identity_number_that_is_typed_or_names_the_file_is_not_kept(office, clerk):
    number = "349912199001011234"
    file = SimpleUploadedFile(f"许某{number}.csv", "村名,户籍人口\n石坝村,很多".encode())
    page_of(send(office, file=file))
    table = Import.objects.get()
    assert table.file_name == "许某（已略去身份证号）.csv"
    row = table.rows.get()
    told = {f"cell-{row.pk}-population": number, f"cell-{row.pk}-name": f"石坝村{number}"}
    page = page_of(do(office, table, "mend", **told))
    assert "身份证号不读入，填写的2格里已略去。" in page
    row.refresh_from_db()
    assert row.mended == {"population": "", "name": "石坝村（已略去身份证号）"}
    assert number not in page and number not in str(list(LogEntry.objects.values()))


@pytest.mark.sqlite
def test_a_table_of_which_nothing_was_read_does_not_close_the_door(office, clerk):
    table = read("villages", VILLAGES, clerk)
    do(office, table, "columns", column0="", column1="")
    assert [one["field"] for one in read("villages", VILLAGES, clerk).columns] == [
        "name",
        "population",
    ]


@pytest.mark.sqlite
def test_what_was_typed_is_kept_when_another_row_is_left_out(office, clerk):
    table = read("villages", VILLAGES + "\n新桥村\t不少", clerk)
    bad, other = row_of(table, "石坝村"), row_of(table, "新桥村")
    told = {f"cell-{bad.pk}-population": "5", f"cell-{other.pk}-population": "不少"}
    do(office, table, "mend", **told, leave=str(other.pk))
    table.refresh_from_db()
    assert (table.totals["new"], table.totals["wrong"], table.totals["left_out"]) == (3, 0, 1)
