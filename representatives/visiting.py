"""走访登记: one visit with what was heard and told, as a phone or a sheet of paper sends it."""

import datetime
import json
import uuid

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.timezone import localtime

from papers.photos import PhotoInput, PhotoUpload
from records.admin.forms import put_errors
from records.fields import ButtonRow, PhoneDayInput, choice_field, text_field
from representatives import cards, services
from representatives.models import Opinion, Visit
from township.models import Topic
from township.spans import day_in_words, today

MET, ATTEMPTED = "1", "0"
NOTHING_SPECIAL = "没有特别情况"
NO_WORD = f"还一个字都没写：写一两个字、点一个短语，或者点“{NOTHING_SPECIAL}”。"
# A day that lies further back is asked about once: a wrong clock or a slip would put it there.
LONG_AGO = datetime.timedelta(days=60)
NOT_TOO_LONG = MaxLengthValidator(2000, "最多写%(limit_value)d字，现在有%(show_value)d字。")
# Short texts that a thumb can put together; whoever writes more writes.
PHRASES = {
    "production": [
        "收成正常",
        "长势好",
        "受灾减产",
        "缺劳力",
        "销路不好",
        "有人外出务工",
    ],
    "livelihood": ["一家平安", "老人身体好", "老人要人照料", "孩子上学正常", "住房安全"],
    "policy": ["医保缴费", "惠农补贴", "秸秆禁烧", "防汛避险", "防溺水", "反诈骗"],
    "good_deed": ["代办医保缴费", "联系农机", "帮助销售", "帮助申请救助", "送应季药品"],
}
FIRST = ("visited_on", "method", "was_met", "production", "livelihood")
MORE = ("policy", "good_deed", "photo")
HEARD = ("heard", "topic", "disposal", "answer")
# Any of these that says something tells of a visit.
SAYING = ("told", *PHRASES, "photo", *HEARD)


def phrases_for(category):
    """{field: phrases}: the town's own of `category` where it wrote any, else those for all."""
    own = {name: phrases for name, phrases in category.phrases.items() if phrases}
    fitting = PHRASES | own
    return fitting | {"production": [*fitting["production"], NOTHING_SPECIAL]}


class AnswersField(forms.MultipleChoiceField):
    """The questions that were answered with yes. One that is not ours answers none."""

    widget = forms.MultipleHiddenInput

    def valid_value(self, value):
        return True


class VisitForm(forms.ModelForm):
    """What is asked after a visit: as little as makes a record. Every text may stay empty.

    A page that `asks` wants to be told once more where nobody wrote a word, for one slip of a thumb
    would be a visit, where the day is long ago, and where the household was visited that day already.
    What a script sends was asked about before it was kept, or comes from a script that asked nothing,
    and is taken.
    """

    uuid = forms.UUIDField(
        widget=forms.HiddenInput({"id": False}),  # no label asks for it
        error_messages={"required": "页面不完整，请刷新后再登记。", "invalid": "页面不完整，请刷新后再登记。"},
    )  # fmt: skip
    was_met = forms.TypedChoiceField(
        label="见到人了吗", choices=[(MET, "见到了"), (ATTEMPTED, "没见到")], initial=MET,
        widget=ButtonRow, coerce=lambda value: value == MET,
        error_messages={"required": "请选见到人没有。"},
    )  # fmt: skip
    heard = text_field(
        "反映了什么", rows=2, max_length=2000, required=False, help_text="没有就空着；照原话记。"
    )
    topic = forms.ModelChoiceField(
        Topic.objects, label="哪方面的事", required=False, empty_label="请选择"
    )
    disposal = choice_field("怎么办", Opinion.Disposal, required=False)
    answer = text_field(
        "当场怎么答复的", rows=2, max_length=5000, required=False, help_text="当场答复了才填。"
    )
    told = forms.MultipleChoiceField(
        label="这次把答复告诉了他", required=False, widget=forms.CheckboxSelectMultiple
    )
    photo = PhotoUpload(
        label="照片", required=False, widget=PhotoInput(attrs={"accept": "image/*"}),
        help_text="想拍才拍，不要求；照片里的位置信息会去掉。",
    )  # fmt: skip

    sure = AnswersField(required=False)

    class Meta:
        model = Visit
        fields = [
            "visited_on", "method", "was_met", "production", "livelihood", "policy", "good_deed",
        ]  # fmt: skip
        widgets = {
            "visited_on": PhoneDayInput,
            "method": ButtonRow,
            **{name: forms.Textarea(attrs={"rows": 2}) for name in PHRASES},
        }
        labels = {"visited_on": "哪天", "method": "怎么联系的"}
        error_messages = {"visited_on": {"required": "请填哪天去的。", "invalid": "日期写法不对。"}}

    def __init__(
        self, *args, assignment, untold=(), topics=None, prefix_ids="", asks=False, **kwargs
    ):
        super().__init__(*args, auto_id=f"{prefix_ids}%s", **kwargs)
        self.asks, self.question, self.yes = asks, "", ""  # none was asked yet
        self.instance.assignment = assignment
        self.untold = {str(opinion.pk): opinion for opinion in untold}
        self.initial.setdefault("uuid", uuid.uuid4())
        self.initial["visited_on"] = today()
        self.fields["method"].choices = Visit.Method.choices
        self.fields["disposal"].widget = ButtonRow(choices=Opinion.Disposal.choices)
        if topics is not None:  # several forms on a page share what the first one read
            self.fields["topic"].choices = [("", "请选择"), *topics]
        if self.untold:
            told = [(key, opinion.answer_in_short) for key, opinion in self.untold.items()]
            self.fields["told"].choices = told
        else:
            del self.fields["told"]
        for name, phrases in phrases_for(assignment.category).items():
            self.fields[name].phrases = phrases
            self.fields[name].validators.append(NOT_TOO_LONG)

    @property
    def visited(self):
        """When the household was visited of late, for a script that asks without a network."""
        return json.dumps(cards.recent_visits(self.instance.assignment), separators=(",", ":"))

    @property
    def first(self):
        return [self[name] for name in ("told", *FIRST) if name in self.fields]

    @property
    def more(self):
        return [self[name] for name in MORE]

    @property
    def heard_fields(self):
        return [self[name] for name in HEARD]

    @property
    def has_more(self):
        """True where the folded part holds something, and is shown unfolded."""
        return any(self[name].value() or self[name].errors for name in MORE)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("heard", "").strip():
            self.check_heard(cleaned)
        elif cleaned.get("answer"):
            self.add_error("heard", "写了答复，请把反映的意见也写上。")
        if self.asks and not self.errors:
            self.ask_whether(cleaned)
        return cleaned

    def ask_whether(self, cleaned):
        """Refuse what may be a slip, with a button that says it is none: one question after the other."""
        if "nothing" in cleaned["sure"] and self.says_nothing(cleaned):
            cleaned["production"] = NOTHING_SPECIAL
        for question, yes, ask in (
            ("nothing", NOTHING_SPECIAL, self.doubt_word),
            ("day", "对，就是这一天", self.doubt_day),
            ("again", "再记一次", self.doubt_second),
        ):
            sentence = "" if question in cleaned["sure"] else ask(cleaned)
            if sentence:
                self.question, self.yes = question, yes
                self.add_error(None, sentence)
                return

    def doubt_word(self, cleaned):
        return NO_WORD if self.says_nothing(cleaned) else ""

    @staticmethod
    def says_nothing(cleaned):
        """True where somebody was met, and not a word tells of it."""
        return cleaned["was_met"] and not any(cleaned.get(name) for name in SAYING)

    def doubt_day(self, cleaned):
        visited = cleaned["visited_on"]
        is_odd = visited.year != today().year or today() - visited > LONG_AGO
        return f"走访日期是{day_in_words(visited)}，对吗？" if is_odd else ""

    def doubt_second(self, cleaned):
        """Whoever did not see whether it was stored writes it once more."""
        visited = cleaned["visited_on"]
        earlier = Visit.objects.of_day(self.instance.assignment, visited)
        earlier = earlier.exclude(uuid=cleaned["uuid"]).order_by("recorded_at")
        times = [f"{localtime(at):%H:%M}" for at in earlier.values_list("recorded_at", flat=True)]
        if not times:
            return ""
        day = "今天" if visited == today() else f"{visited.month}月{visited.day}日"
        return f"{day}已登记过{cards.counting(len(times))}次（{'、'.join(times)}），再记一次？"

    def check_heard(self, cleaned):
        if cleaned.get("was_met") is False:
            self.add_error(
                "heard", "没见到人，就没有他反映的意见；听别人说的，请交人大办公室登记。"
            )
        if not cleaned.get("disposal") and "disposal" not in self.errors:
            self.add_error("disposal", "写了意见，请选怎么办：当场答复，还是转交办理？")
        if not cleaned.get("topic") and "topic" not in self.errors:
            self.add_error("topic", "写了意见，请选是哪方面的事。")

    def opinion(self):
        """The unsaved Opinion that was heard; None where nothing was."""
        told = self.cleaned_data
        if not told["heard"].strip():
            return None
        at_once = told["disposal"] in Opinion.ON_THE_SPOT
        return Opinion(
            text=told["heard"], topic=told["topic"], disposal=told["disposal"],
            answer=told["answer"] if at_once else "",
        )  # fmt: skip

    def differs_from(self, earlier):
        """True where the form says something else than `earlier`, stored under the same number."""
        # That the assignment ended long ago is no matter: nothing is stored any more.
        wrong_fields = set(self.errors) - {NON_FIELD_ERRORS}
        return bool(wrong_fields) or services.differs(earlier, self.instance, self.opinion())

    def do(self, user):
        """Record the visit by the verb; returns (visit, differs). What is refused is on the form."""
        told = [self.untold[key] for key in self.cleaned_data.get("told", ())]
        self.instance.uuid = self.cleaned_data["uuid"]
        try:
            return services.record_visit(
                self.instance, by=user, heard=self.opinion(), told=told,
                photo=self.cleaned_data["photo"],
            )  # fmt: skip
        except ValidationError as error:
            self.refuse(error)
            return None, False

    def refuse(self, error):
        """Put the sentences of a verb at the fields that they are about, else on top."""
        named = getattr(error, "error_dict", None)
        if named and "uuid" in named:
            error = ValidationError("这份登记用过了，请刷新页面重新登记。")
        elif named and "on" in named and "told" in self.fields:
            error = ValidationError({"told": named["on"]})
        put_errors(self, error)
