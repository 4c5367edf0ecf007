"""The report as a Word file, over the same blocks as the page."""

from township.paper import Paper


def write(document):
    """The bytes of a .docx with the blocks of `document` (reports.outline.Document)."""
    paper = Paper(document.title, document.signed_by)
    for block in document.blocks:
        if block.kind not in ("signature", "date"):
            paper.add(block.kind, block.text)
    paper.sign(document.signed_by, document.dated)
    return paper.content()


def file_name(document):
    """鹤毛镇2021年人大工作总结.docx"""
    return f"{document.title}.docx"
