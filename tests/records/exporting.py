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
    ticked = [key for key, (_, is_ticked) in offered(client, address).items() if is_ticked]
    return send(client, address, columns or ticked)


def everything(client, address):
    """The answer with the file of all columns there are."""
    return send(client, address, list(offered(client, address)))


def offered(client, address):
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    return columns_on(page)


def send(client, address, columns):
    answer = client.post(address, {"columns": columns})
    assert "attachment" in answer.headers.get("Content-Disposition", ""), answer.content.decode()
    return answer


def sheet_of(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.content)).active


def rows_of(answer):
    """The rows of the file below its headings, each as {heading: value}."""
    headings, *rows = sheet_of(answer).iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]
