"""A town is what it is: no page, list, form, paper or refusal says 镇 of a 乡, or 市 of a 县."""

import pytest

from accounts.models import User
from tests import kinds_of_town
from tests.crawl import Crawl, Limits
from tests.kinds_of_town import KINDS, Reader


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
        crawl.run("/")
        followed += len(crawl.followed)
        found |= {f"{name} {address}": words for address, words in reader.found.items()}
    figure(f"{kind.town}: {followed} pages and papers, {len(found)} with a wrong word")
    for address, words in found.items():
        print(address, words)
    assert found == {}
