"""周敏 brings in tables without a browser, or a program does it for her: what is printed, and how it ends."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Role
from imports.models import Import
from tests import cast
from tests.imports.desk import all_rows
from township.models import Department, Village

pytestmark = pytest.mark.sqlite

VILLAGES = "村名,户籍人口\n新河村,1860人\n桥头村,1200\n"


@pytest.fixture
def clerk(db):
    cast.make_frame()
    return cast.the_clerk()


@pytest.fixture
def written(tmp_path):
    def write(text, name="表.csv"):
        path = tmp_path / name
        path.write_text(text)
        return str(path)

    return write


def run(*words):
    """What the command prints, read again."""
    out = io.StringIO()
    call_command("import_table", *words, stdout=out)
    return json.loads(out.getvalue())


def refused(*words):
    """(exit code, sentence) of a call that is refused."""
    with pytest.raises(CommandError) as error:
        call_command("import_table", *words, stdout=io.StringIO())
    return error.value.returncode, str(error.value)


def test_a_file_is_shown_cell_by_cell_and_nothing_is_stored(clerk, written):
    before = all_rows()
    said = run("villages", written(VILLAGES))
    assert list(said) == ["id", "kind", "totals", "rows", "left_out"]
    assert said["kind"] == "villages"
    assert said["totals"] == {
        "new": 1, "changed": 1, "same": 0, "doubtful": 0, "wrong": 0, "left_out": 0,
    }  # fmt: skip
    first, second = said["rows"]
    assert (first["row"], first["state"], second["state"]) == (2, "new", "changed")
    assert first["cells"]["户籍人口"] == {
        "given": "1860人", "read": "1860", "state": "read", "says": "",
    }  # fmt: skip
    assert second["cells"]["户籍人口"] == {
        "given": "1200", "read": "1200", "state": "changed", "says": "原来没有填",
    }  # fmt: skip
    assert all_rows() == before
    assert Import.objects.get(pk=said["id"]).is_waiting


def test_a_table_is_stored_and_taken_back(clerk, written):
    before = all_rows()
    said = run("villages", written(VILLAGES), "--commit")
    assert Village.objects.get(name="新河村").population == 1860
    assert run("--undo", str(said["id"]))["rows"] == []
    assert all_rows() == before
    assert refused("--undo", str(said["id"])) == (1, "这张表已撤回，没有可以撤回的。")


def test_bad_rows_stop_it_unless_they_are_to_be_left_out(clerk, written):
    file = written(VILLAGES + "石坝村,很多\n")
    out = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_table", "villages", file, "--commit", stdout=out)
    assert (error.value.returncode, str(error.value)) == (1, "有1行要选择或者有错，没有导入。")
    bad = json.loads(out.getvalue())["rows"][2]
    assert bad["cells"]["户籍人口"] == {
        "given": "很多", "read": "", "state": "wrong",
        "says": "请填整数，如12。",
    }  # fmt: skip
    assert not Village.objects.filter(name="新河村").exists()
    run("villages", file, "--commit", "--leave-out-bad")
    assert set(Village.objects.filter(name__in=["新河村", "石坝村"])) == {
        Village.objects.get(name="新河村")
    }


def test_what_the_table_lacks_is_said_by_words(clerk, written):
    file = written("单位名称,联系人\n县水利局,\n")
    run("departments", file, "--commit", "--set", "kind=上级部门")
    assert Department.objects.get(name="县水利局").kind == "above"
    places = written("选区,名额\n桥头选区,3\n", "选区.csv")
    second = cast.make_frame().second
    for words in ("镇第二届", "2", "第二届", "二"):
        said = run("constituencies", places, "--set", f"term={words}")
        assert Import.objects.get(pk=said["id"]).answers["term"] == second.pk
    code, sentence = refused("constituencies", places, "--set", "term=甲")
    assert (code, "没有叫“甲”的" in sentence, "镇第二届" in sentence) == (2, True, True)
    assert refused("departments", file, "--set", "届次")[1] == (
        "--set 要写成“名称=值”，“届次”不是；可以写：kind（没写类别的单位是）。"
    )


def test_who_acts_is_the_only_one_who_may_or_has_to_be_named(clerk, written):
    file = written(VILLAGES)
    assert Import.objects.get(pk=run("villages", file)["id"]).by == clerk
    cast.make_user(Role.STAFF, username="sun")
    code, sentence = refused("villages", file)
    assert (code, "请用 --by 写明以谁的名义" in sentence) == (2, True)
    assert Import.objects.get(pk=run("villages", file, "--by", "sun")["id"]).by.username == "sun"
    cast.make_user(Role.AUDITOR, username="ma")
    assert refused("villages", file, "--by", "ma") == (
        2, "账号“ma”不能登记村（社区），不能导入。",
    )  # fmt: skip


def test_a_bad_call_is_told_what_would_be_right(clerk, written):
    assert refused()[0] == 2
    assert "没有叫“村庄”的种类" in refused("村庄", "a.csv")[1]
    assert refused("villages", "没有.csv") == (2, "打不开文件“没有.csv”。")
    assert refused("villages") == (2, "请写表格文件。")
    assert refused("--undo", "777") == (2, "没有777号导入。")
    code, sentence = refused("villages", written("\n", "空.csv"))
    assert (code, bool(sentence)) == (1, True)
