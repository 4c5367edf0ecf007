"""What a .docx says and how it falls on paper, for the tests of everything that prints."""

import io
import re
import shutil
import subprocess

import docx
import pytest
from docx.table import Table
from docx.text.paragraph import Paragraph


def blocks(content):
    """The paragraphs and tables of a .docx, in order."""
    return list(docx.Document(io.BytesIO(content)).iter_inner_content())


def said(content):
    """Its lines: a paragraph each, a row of a table as a | b, a line in a cell as a / b."""
    lines = []
    for block in blocks(content):
        rows = cells_of(block) if isinstance(block, Table) else [[block.text.replace("\n", "")]]
        lines += [" | ".join(row) for row in rows if any(row)]
    return lines


def cells_of(table):
    """The text of each cell, row by row; a cell across several columns comes once."""
    return [
        [" / ".join(Paragraph(p, table).text for p in cell.p_lst) for cell in row._tr.tc_lst]
        for row in table.rows
    ]


def cells(content):
    tables = [block for block in blocks(content) if isinstance(block, Table)]
    return [cell for table in tables for row in cells_of(table) for cell in row]


def print_all(contents, folder):
    """{name: text of each page} of the .docx in `contents`, laid out by LibreOffice in one go."""
    if not all(map(shutil.which, ("soffice", "pdftotext"))):
        pytest.skip("LibreOffice or poppler is not installed: nothing was laid out")
    for name, content in contents.items():
        (folder / f"{name}.docx").write_bytes(content)
    files = [folder / f"{name}.docx" for name in contents]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: pages(folder / f"{name}.pdf") for name in contents}


def pages(path):
    command = ["pdftotext", "-layout", path, "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


def squeezed(text):
    """`text` without white space: where a line ends says nothing about what it says."""
    return re.sub(r"\s", "", text)
