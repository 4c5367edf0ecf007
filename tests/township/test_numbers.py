"""A share is said in one way, wherever it stands; so are points, money and sizes."""

import ast
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import Role
from tests import cast
from tests.cast import day
from tests.records.exporting import export, rows_of
from township.models import LedgerStart
from township.numbers import (
    due_in,
    late_by,
    percentage,
    plain,
    points,
    share,
    share_of,
    size,
    ten_thousands,
)

ROOT = Path(settings.BASE_DIR)
APPS = (
    "accounts", "congress", "hemao", "imports", "motions", "reports", "representatives", "township",
)  # fmt: skip
# The one place where shares are said, and lengths of a drawing, which nobody reads.
MAY = {"township/numbers.py", "reports/overview/charts.py"}


class TestShares:
    def test_every_share_of_up_to_200_by_whole_numbers(self):
        """Tenths of a per cent by division of whole numbers: a half is rounded up."""
        for total in range(1, 201):
            for n in range(total + 1):
                tenths = (2000 * n + total) // (2 * total)
                whole, tenth = divmod(tenths, 10)
                assert percentage(n, total) == (f"{whole}.{tenth}" if tenth else f"{whole}")

    def test_with_what_it_is_of(self):
        assert (share(9, 16), share_of(9, 16)) == ("56.3%", "56.3%（9/16）")
        assert [share(n, 32) for n in (1, 17, 32)] == ["3.1%", "53.1%", "100%"]
        assert share(Decimal("0.563"), 1) == "56.3%"

    def test_how_late_something_is(self):
        said = {
            1: "超期1天",
            365: "超期365天",
            366: "超期1年",
            395: "超期1年",
            396: "超期1年多",
            729: "超期1年多",
            2217: "超期6年",
        }
        assert {days: late_by(days) for days in said} == said
        assert late_by(2217, "严重超期") == "严重超期6年"
        assert [due_in(days) for days in (3, 0, -9, -800)] == [
            "还有3天",
            "今天到期",
            "超期9天",
            "超期2年多",
        ]

    def test_points(self):
        assert points((9, 16), (10, 16)) == Decimal("6.3")  # 6.25
        assert points((10, 16), (9, 16)) == Decimal("-6.3")

    def test_without_needless_zeros(self):
        assert [plain(Decimal(n)) for n in ("63200.00", "6.30", "100")] == ["63200", "6.3", "100"]

    def test_money(self):
        assert [ten_thousands(Decimal(yuan)) for yuan in ("12450", "12550", "63200", "-50")] == [
            "1.25", "1.26", "6.32", "-0.01",
        ]  # fmt: skip

    def test_sizes(self):
        """What is a byte too small for a limit does not read as the limit."""
        counts = [0, 999, 1000, 12_345, 299_999_999, 300_000_000, 2 * 10**9 - 1, 2 * 10**9, 10**13]
        assert [size(count) for count in counts] == [
            "0字节", "999字节", "1KB", "12.3KB", "299.9MB", "300MB", "1.9GB", "2GB", "10000GB",
        ]  # fmt: skip


# Nobody else puts a per cent together, or a size.

SIGN = re.compile(r"[%％](?![a-z(])")  # not the %s of a template


def per_cents(path):
    """The lines of a module that make a per cent out of numbers."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FormattedValue) and node.format_spec:
            if ast.unparse(node.format_spec).rstrip("'\"").endswith("%"):
                yield node.lineno
        if isinstance(node, ast.JoinedStr):
            for value, following in zip(node.values, node.values[1:], strict=False):
                is_text = isinstance(following, ast.Constant)
                if (
                    isinstance(value, ast.FormattedValue)
                    and is_text
                    and SIGN.match(following.value)
                ):
                    yield node.lineno
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Add):
            sides = [s.value for s in (node.left, node.right) if isinstance(s, ast.Constant)]
            if 100 in sides or "%" in sides:
                yield node.lineno


def test_no_module_formats_a_per_cent_by_itself():
    modules = [p for app in APPS for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts]
    assert len(modules) > 200
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules
        if str(path.relative_to(ROOT)) not in MAY
        for line in per_cents(path)
    }
    assert found == set()


# A bound of uploads is a whole number that the code names.
MADE_SIZE = re.compile(
    r"(?:(?<!MEGABYTES)(?<!\})\}|(?<!\.megabytes )\}\})\s*(?:[kKMGT]B\b|字节|兆)"
)


def test_nobody_formats_a_size_by_himself():
    paths = [p for app in APPS for p in (ROOT / app).rglob("*.py")]
    paths += (ROOT / "templates").rglob("*.html")
    made = [str(p.relative_to(ROOT)) for p in paths if MADE_SIZE.search(p.read_text())]
    assert made == ["township/numbers.py"]
    for line in ('f"{n / 1000:.1f} kB"', 'f"{count}MB"', "{{ file.size }}KB", 'f"{n}字节"'):
        assert MADE_SIZE.search(line)


def test_no_template_formats_a_per_cent_by_itself():
    templates = [p for kind in ("html", "svg") for p in (ROOT / "templates").rglob(f"*.{kind}")]
    assert len(templates) > 100
    made = re.compile(r"\{\{[^}]*\}\}\s*[%％](?![0-9A-F]{2})|widthratio")
    assert [p.name for p in templates if made.search(p.read_text())] == []


@pytest.mark.parametrize(
    "line",
    ['f"{a / b:.1%}"', 'f"{a}%"', "100 * a / b", "a * 100 // b", 'str(a) + "%"', 'f"{a:.{n}%}"'],
)
def test_what_would_be_found(tmp_path, line):
    path = tmp_path / "module.py"
    path.write_text(line)
    assert list(per_cents(path))


@pytest.mark.django_db
@pytest.mark.sqlite  # what a page says is the same on both
class TestNineOfSixteen:
    """9 of 16 is 56.25 %: in binary arithmetic it came out as 56.2, by hand as 56.3."""

    @pytest.fixture
    def pages(self, client):
        cast.make_frame()
        cast.keep(LedgerStart(family=LedgerStart.Family.MOTIONS, complete_from=day("2017-01-01")))
        xu = cast.make_deputy(name="许桂兰")
        for number in range(16):
            motion = cast.make_motion(proposer=xu, submitted_on=day("2022-03-01"), status="replied")
            cast.make_handling(motion=motion, replied_on=day("2022-04-01"))
            result = "satisfied" if number < 9 else "mostly"
            cast.make_rating(motion=motion, result=result, rated_on=day("2022-05-01"))
        client.force_login(cast.make_user(Role.LEADER))

        def text(address):
            return re.sub(r"<[^>]*>|\s", "", client.get(address).content.decode())

        return text, client, xu

    def test_every_place_says_the_same(self, pages):
        text, client, xu = pages
        for address in (
            "/motions/?year=2022&level=town", "/overview/?year=2022", "/reports/2022/figures/",
            "/reports/2022/figures/满意率/", "/reports/2022/figures/满意率/card/",
            "/reports/2021-2022/", f"/deputies/{xu.pk}/?year=2022",
        ):  # fmt: skip
            said = text(address)
            assert "56.3%（9/16）" in said, address
            assert "56.2%" not in said, address
        for address in ("/reports/2022/", "/reports/2022/handling/"):  # read aloud without n/N
            assert "满意率56.3%" in text(address), address
        # There what it is of stands beside it, in columns of their own.
        assert "56.3%" in text("/reports/2022/annex/")
        rows = rows_of(export(client, "/reports/2022/figures/export/"))
        assert {r["数值"] for r in rows if r["名称"] == "满意率"} == {"56.3%（9/16）"}
