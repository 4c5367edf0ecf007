"""Paper: what a Word file says of itself, and where its signature stands."""

import datetime
import io

import docx
import pytest
from docx.oxml.ns import qn

from township.paper import Paper


class TestWhatTheFileSaysOfItself:
    @pytest.fixture
    def word(self):
        paper = Paper("关于修渠的答复", "水利站")
        paper.add("title", "关于修渠的答复")
        paper.add("p", "水渠已经修好。" * 30)
        paper.sign("水利站", "2022年3月8日")
        return docx.Document(io.BytesIO(paper.content()))

    def test_who_wrote_it_and_when(self, word):
        known = word.core_properties
        assert (known.title, known.author, known.comments) == ("关于修渠的答复", "水利站", "")
        assert abs(known.created - datetime.datetime.now(datetime.UTC)).total_seconds() < 600

    def test_nothing_of_the_template_is_left(self, word):
        kinds = {
            relation.reltype.rpartition("/")[2] for relation in word.part.package.rels.values()
        }
        assert kinds == {"officeDocument", "core-properties"}

    def test_it_is_in_chinese(self, word):
        lang = next(word.styles.element.iter(qn("w:lang")))
        theme = word.settings.element.find(qn("w:themeFontLang"))
        assert {node.get(qn("w:eastAsia")) for node in (lang, theme)} == {"zh-CN"}
        assert {node.get(qn("w:val")) for node in (lang, theme)} == {"en-US"}  # 数字不回行

    def test_the_signature_stands_with_the_last_of_the_text(self, word):
        kept = [p.paragraph_format.keep_with_next for p in word.paragraphs[-4:]]
        assert kept == [True, True, True, None]
