"""姓氏笔画: the order of official lists of names."""

import importlib
import itertools

import pytest
from django.apps import apps

from representatives.models import Person
from tests import cast
from township import strokes

# By hand, as the rule reads: how many strokes a surname has, and which, as it is written
# (1 横 or 提, 2 竖, 3 撇, 4 点 or 捺, 5 折).
SURNAMES = [
    "乙 1/5", "丁 2/12", "刁 2/51",
    "干 3/112", "于 3/112", "万 3/153", "习 3/541", "马 3/551",
    "王 4/1121", "韦 4/1152", "毛 4/3115", "方 4/4153", "尹 4/5113", "孔 4/5215", "邓 4/5452",
    "左 5/13121", "石 5/13251", "卢 5/21513", "田 5/25121", "叶 5/25112", "白 5/32511",
    "冯 5/41551", "邢 6/111352", "毕 6/153512", "任 6/323121", "庄 6/413121", "刘 6/413422",
    "许 6/453112", "阮 6/521135", "孙 6/521234",
    "李 7/1234521", "杨 7/1234533", "吴 7/2511134", "何 7/3212512", "余 7/3411234", "汪 7/4411121",
    "沈 7/4414535", "宋 7/4451234", "张 7/5153154", "陆 7/5211252", "陈 7/5215234",
    "林 8/12341234", "欧 8/13453534", "周 8/35121251", "郑 8/43113452", "单 8/43251112",
    "赵 9/121213434", "胡 9/122512511", "查 9/123425111", "钟 9/311152512", "姜 9/431112531",
    "贺 9/531252534", "秦 10/1113431234", "袁 10/1212513534", "徐 10/3323411234",
    "高 10/4125125251", "郭 10/4125152152", "唐 10/4135112251", "陶 10/5235311252",
    "黄 11/12212512134", "曹 11/12512212511", "梁 11/44153431234", "尉 11/51311234124",
    "彭 12/121251431333", "董 12/122312511211", "韩 12/122511121152", "程 12/312342511121",
    "曾 12/432524312511", "谢 12/453251113124",
]  # fmt: skip


def in_order(rows):
    """The surnames of `rows`: fewer strokes first, of equally many by their kinds from the first on."""
    counted = [(*row.split()[1].split("/"), row.split()[0]) for row in rows]
    assert all(int(count) == len(kinds) for count, kinds, _ in counted)
    return [name for _, _, name in sorted(counted, key=lambda row: (int(row[0]), row[1]))]


class TestTheTable:
    def lines(self):
        rows = strokes.TABLE.read_text(encoding="utf-8").splitlines()
        return [row.split("\t") for row in rows if not row.startswith("#")]

    def test_every_character_once_in_order_of_the_number_of_strokes(self):
        lines = self.lines()
        assert [int(count) for count, *_ in lines] == sorted(int(count) for count, *_ in lines)
        every = [each for _, *parts in lines for each in "".join(parts)]
        assert len(every) == len(set(every)) == 21265

    def test_the_standard_characters_are_all_there(self):
        assert sum(len(usual) for _, usual, _ in self.lines()) == 8105

    def test_the_beginning_of_the_official_list(self):
        """通用规范汉字表, the first list: what it prints of up to three strokes, in its order."""
        official = (
            "一乙二十丁厂七卜八人入儿匕几九刁了刀力乃又三干于亏工土士才下寸大丈与万上小口山巾千乞川亿个夕久么勺凡丸及广亡门"
            "丫义之尸己已巳弓子卫也女刃飞习叉马乡"
        )
        assert list(official) == sorted(official, key=strokes.key)

    def test_the_licences_of_both_sources_are_beside_it(self):
        text = strokes.TABLE.with_name("strokes.licences.txt").read_text(encoding="utf-8")
        assert "Unicode, Inc." in text and "theajack" in text


class TestTheKey:
    def test_surnames_counted_by_hand(self):
        expected = in_order(SURNAMES)
        assert len(expected) == len(set(expected)) == 69
        assert sorted(expected, key=strokes.key) == expected

    @pytest.mark.parametrize(
        "names",
        [
            # As printed in the list of the Central Committee of 2017 (按姓氏笔画为序).
            [
                "乙晓光",
                "丁学东",
                "丁薛祥",
                "于伟国",
                "于忠福",
                "万立骏",
                "习近平",
                "马飚",
                "马兴瑞",
            ],
            ["王宁", "王勇", "王晨", "王毅", "王小洪", "王玉普", "王正伟", "王东明", "王东峰"],
            # The short given name first, though 富 has twelve strokes and 大 three.
            ["田富", "田大利"],
            # Equal so far: the third character decides.
            ["李一民", "李一鸣"],
            # A surname of two characters stands where its first one does (欧 8, 洪 9).
            ["欧大海", "欧阳修", "欧阳大海", "洪少东"],
            ["尉大明", "尉迟明", "尉迟大明"],
            # Names of other peoples by their first character, the dot aside.
            ["乃依木·亚森", "马兴瑞", "艾力·买买提"],
            # What the table does not know comes last, and in some order.
            ["龙五", "Ann", "Bob", "𪚥五"],
        ],
    )
    def test_who_comes_first(self, names):
        for first, second in itertools.pairwise(names):
            assert strokes.key(first) < strokes.key(second), (first, second)

    def test_the_whole_name_compared_character_by_character(self):
        names = ["田大利", "田富", "马兴瑞", "马飚"]
        whole = sorted(names, key=lambda name: strokes.key(name, short_first=False))
        assert whole == ["马兴瑞", "马飚", "田大利", "田富"]
        assert sorted(names, key=strokes.key) == ["马飚", "马兴瑞", "田富", "田大利"]

    def test_spaces_in_a_short_name_do_not_count(self):
        assert strokes.key("王　勇") == strokes.key("王 勇") == strokes.key("王勇")

    def test_no_name(self):
        assert strokes.key("") == ""

    def test_the_longest_name_fits_the_column(self):
        assert len(strokes.key("马" * 29 + "王")) == 120


@pytest.mark.django_db
class TestPeople:
    def order(self):
        return list(Person.objects.by_strokes().values_list("name", flat=True))

    def test_stored_with_the_person_and_anew_when_the_name_changes(self):
        for name in ("张国富", "丁一", "王大海", "王一"):
            cast.make_person(name=name)
        assert self.order() == ["丁一", "王一", "王大海", "张国富"]
        person = Person.objects.get(name="张国富")
        person.name = "卜国富"
        person.save()
        assert self.order()[1] == "卜国富"

    def test_stored_where_many_are_stored_at_once(self):
        Person.objects.bulk_create([Person(name="张国富"), Person(name="丁一")])
        assert self.order() == ["丁一", "张国富"]

    def test_the_migration_fills_it_for_those_who_are_there(self):
        for name in ("张国富", "丁一"):
            cast.make_person(name=name)
        Person.objects.update(stroke_key="")
        module = importlib.import_module("representatives.migrations.0006_fill_stroke_keys")
        module.fill(apps, None)
        assert self.order() == ["丁一", "张国富"]

    def test_the_history_says_nothing_of_it(self):
        assert not hasattr(cast.make_person(name="丁一").history.get(), "stroke_key")


@pytest.mark.django_db
class TestLists:
    @pytest.fixture(autouse=True)
    def people(self):
        cast.make_frame()
        for name in ("尉迟明", "许桂兰", "张国富", "丁一"):
            cast.make_deputy(name=name)

    def names(self, client, address):
        client.force_login(cast.the_clerk())
        return [person.name for person, _ in client.get(address).context["rows"]]

    def test_deputies_by_pinyin_or_by_strokes(self, client):
        assert self.names(client, "/deputies/") == ["丁一", "许桂兰", "尉迟明", "张国富"]
        strokes_first = self.names(client, "/deputies/?order=strokes")
        assert strokes_first == ["丁一", "许桂兰", "张国富", "尉迟明"]

    def test_a_search_keeps_the_order(self, client):
        client.force_login(cast.the_clerk())
        page = client.get("/deputies/?order=strokes&name=张").content.decode()
        assert '<input type="hidden" name="order" value="strokes">' in page
        assert "按姓氏笔画排列" in page

    def test_an_order_that_does_not_exist(self, client):
        client.force_login(cast.the_clerk())
        assert client.get("/deputies/?order=age").status_code == 404

    def test_the_admin_sorts_the_name_by_strokes(self, client):
        client.force_login(cast.the_clerk())
        page = client.get("/admin/representatives/deputy/?o=1")
        names = [person.name for person in page.context["cl"].result_list]
        assert names == ["丁一", "许桂兰", "张国富", "尉迟明"]

    def test_the_roll_stays_in_the_order_in_which_it_was_signed(self, client):
        session = cast.make_session()
        client.force_login(cast.the_clerk())
        address = f"/admin/congress/session/{session.pk}/roster/"

        def order(page):
            (section,) = page.context["sections"]
            return [line.person.name for line in section.lines]

        assert order(client.get(address)) == ["丁一", "许桂兰", "尉迟明", "张国富"]
        page = client.get(f"{address}?order=strokes")
        assert order(page) == ["丁一", "许桂兰", "张国富", "尉迟明"]
        ding = Person.objects.get(name="丁一")
        sent = {"_seen": page.context["seen"], "rest": "0", f"state-0-{ding.pk}": "absent"}
        answer = client.post(f"{address}?order=strokes", sent)
        assert answer.url == f"{address}?order=strokes"
        assert session.attendances.get(person=ding).state == "absent"
        assert order(client.get(answer.url)) == ["丁一", "许桂兰", "张国富", "尉迟明"]
