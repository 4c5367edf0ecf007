"""A form of the admin as a browser holds it: opened, changed, sent."""

import lxml.html


class AdminForm:
    """The main form at `url`, with everything a browser would send back."""

    def __init__(self, client, url):
        self.client, self.url = client, url
        response = client.get(url)
        assert response.status_code == 200, (url, response.status_code)
        self.page = response.content.decode()
        form = next(
            f
            for f in lxml.html.fromstring(self.page).forms
            if f.method == "POST" and "/logout/" not in (f.action or "")
        )
        self.data = {}
        for name, value in form.form_values():
            self.data.setdefault(name, []).append(value)
        for pressed in form.xpath(".//input[@type='radio'][@checked]"):
            self.data[pressed.get("name")] = [pressed.get("value")]  # lxml says "on" for nothing
        self.blank = {name: values for name, values in self.data.items() if "-__prefix__-" in name}

    def __setitem__(self, name, value):
        assert name.startswith("_") or name in self.data or self.could_send(name), name
        self.data[name] = value if isinstance(value, list) else [str(value)]

    def could_send(self, name):
        return f'name="{name}"' in self.page

    def fill(self, prefix="", **fields):
        """Set fields; a row stands for its number, a file for itself, True for a tick, None for
        nothing."""
        for name, value in fields.items():
            name = f"{prefix}-{name}" if prefix else name
            if value is None or value is False:
                self.data.pop(name, None)
                if value is None:
                    self.data[name] = [""]
            else:
                self.data[name] = [value if hasattr(value, "read") else self.text(value)]
        return self

    @staticmethod
    def text(value):
        return "on" if value is True else str(getattr(value, "pk", value))

    def add_row(self, rows, **fields):
        """Fill the first empty row of the formset `rows`, or one more."""
        total = int(self.data[f"{rows}-TOTAL_FORMS"][0])
        used = int(self.data[f"{rows}-INITIAL_FORMS"][0]) + self.__dict__.setdefault(
            "added", {}
        ).get(rows, 0)
        self.added[rows] = self.added.get(rows, 0) + 1
        if used >= total:
            self.data[f"{rows}-TOTAL_FORMS"] = [str(used + 1)]
            for name, values in self.blank.items():
                if name.startswith(f"{rows}-"):
                    self.data[name.replace("__prefix__", str(used))] = list(values)
        return self.fill(f"{rows}-{used}", **fields)

    def send(self, button="_save"):
        """Send it; the answer is the response, not followed."""
        return self.client.post(self.url, {**self.data, button: "1"})


def errors_of(response):
    """What the page says is wrong, as one text; fails where the form was accepted."""
    assert response.status_code == 200, response.headers.get("Location")
    page = lxml.html.fromstring(response.content.decode())
    found = page.xpath('//ul[contains(@class, "errorlist")]//li | //ul[@class="messagelist"]//li')
    # What belongs to no field is said above the form alone.
    found += page.xpath('//*[@id="mistakes"]//li[not(a[starts-with(@href, "#")])]')
    texts = list(dict.fromkeys(item.text_content().strip() for item in found))
    assert texts, "no error is shown"
    return " / ".join(texts)


def accepted(response):
    """Fails, showing the errors, unless the form was stored."""
    assert response.status_code == 302, errors_of(response)
    return response
