"""导出 as a person does it: open the page, tick columns, take the file."""

import io

import lxml.html
import openpyxl


def columns_on(page):
    """{key: (label, whether it is ticked)} of the columns that the page offers."""
    tree = lxml.html.fromstring(page.content.decode())
    boxes = tree.xpath("//input[@name='columns']")
    return {
        box.get("value"): (box.getparent().text_content().strip(), box.get("checked") is not None)
        for box in boxes
    }


def export(client, address, *columns):
    """The answer with the file: of the `columns`, by default those that are ticked."""
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    ticked = [key for key, (_, is_ticked) in columns_on(page).items() if is_ticked]
    answer = client.post(address, {"columns": columns or ticked})
    assert "attachment" in answer.headers.get("Content-Disposition", ""), answer.content.decode()
    return answer


def everything(client, address):
    """The answer with the file of all columns there are."""
    return export(client, address, *columns_on(client.get(address)))


def sheet_of(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.content)).active


def rows_of(answer):
    """The rows of the file below its headings, each as {heading: value}."""
    headings, *rows = sheet_of(answer).iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]
