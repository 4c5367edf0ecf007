"""Forms for accounts."""

from django import forms
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    SetPasswordForm,
    UserChangeForm,
    UserCreationForm,
    UsernameField,
)
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from accounts import phones
from accounts.entry import brake, pins, refusals
from accounts.models import HELD_TOGETHER, LoginRefusal, Role, User
from records.written import normal

DEMO = (
    "这是演示账号，只在试用时能登录；现在是正式使用，请用自己的账号。没有账号的，请联系系统管理员。"
)
# What was typed never comes back in a page, so both are empty again.
MISMATCH = "两次填的不一样。两栏都已清空，请重新填：第二次和第一次填一样的。"


class LoginForm(AuthenticationForm):
    """Whatever name is typed, the account is tried by its own: tries count together."""

    username = UsernameField(
        label="手机号、姓名或用户名",
        widget=forms.TextInput(attrs={"autofocus": True, "spellcheck": "false"}),
    )
    error_messages = {
        "invalid_login": "手机号（姓名、用户名）或者密码不对，请核对后再试，注意字母大小写。",
        "inactive": "这个账号已经停用，请联系人大办公室。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "密码"
        self.fields["password"].help_text = "代表、村联络员填六位数字。"

    def confirm_login_allowed(self, user):
        """Said only to who knows the password: it lies in a file beside the demo data."""
        super().confirm_login_allowed(user)
        if user.is_only_for_trial:
            refusals.note(self.request, LoginRefusal.Why.DEMO, user=user)
            raise ValidationError(DEMO)

    def clean_username(self):
        typed = self.cleaned_data["username"].strip()
        known = list(User.objects.known_as(typed))
        exact = [user for user in known if user.username == typed]
        if len(exact or known) > 1:
            other = "姓名" if phones.digits(typed) else "手机号"
            raise ValidationError(f"这里不止一个人用它，请用{other}登录。")
        return (exact or known or [User(username=typed)])[0].username


def second_role_field():
    """The roles of which some pair may be held; which, the constraint of the account says."""
    held = [(role, label) for role, label in Role.choices if role in dict(HELD_TOGETHER)]
    return forms.ChoiceField(
        label="兼任", required=False, choices=[("", "不兼任"), *held],
        help_text="一个人既做工作人员又做系统管理员的，在这里选另一个角色；审计员不能兼任。",
    )  # fmt: skip


class NewUserForm(UserCreationForm):
    """What an account may do is chosen, never left as it happens to stand there."""

    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *Role.choices])
    second_role = second_role_field()

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ["username", "display_name", "role", "second_role"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.pop("role", None)


class FirstAccountForm(UserCreationForm):
    """Whoever begins a town: their name, and what they log in with. services.make_first_account stores it."""

    KEEPS = [
        ("yes", "我一个人做：既管账号，也记台账"),
        ("no", "我只管账号，台账由别人记"),
    ]

    keeps_ledger = forms.ChoiceField(
        label="由谁记台账", choices=KEEPS, initial="yes", widget=forms.RadioSelect,
        help_text="选第一项的，账号是系统管理员兼工作人员；选第二项的，只是系统管理员，"
        "接着要给记台账的人开一个工作人员账号。以后可以改。",
    )  # fmt: skip

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ["display_name", "username"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name, username = self.fields["display_name"], self.fields["username"]
        name.required, name.help_text = True, "您的姓名，记录和日志里用它。"
        name.widget.attrs |= {"autofocus": True, "autocomplete": "name"}
        username.label, username.help_text = "用户名", "登录时填它，如姓名的拼音：wangli。"
        username.widget.attrs.pop("autofocus", None)
        username.widget.attrs["autocomplete"] = "username"
        self.fields[
            "password1"
        ].help_text = "至少10个字符。用几个互不相干的词拼成，不要含有地名、姓名、用户名和常见的词。"
        self.fields["password2"].help_text = ""
        self.fields["password2"].label = "再填一次密码"
        self.fields["password2"].error_messages["required"] = "请再填一次密码。"

    def clean_display_name(self):
        return normal(self.cleaned_data["display_name"])

    def validate_password_for_user(self, user, password_field_name="password1"):
        """What is wrong with the password stands where it was typed first."""
        super().validate_password_for_user(user, password_field_name)


class DigitsForm(forms.Form):
    """What only the person the link was made for knows, beside the office."""

    digits = forms.CharField(
        label="手机号后四位",
        validators=[RegexValidator(r"^[0-9]{4}\Z", "请填写四位数字。")],
        error_messages={"required": "请填写手机号的后四位。"},
        help_text="您留在人大办公室的那个手机号。",
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric", "maxlength": 4, "autocomplete": "off", "autofocus": True,
            }
        ),
    )  # fmt: skip


class SecretRules:
    """A PIN for those who may use one, a long password for everybody."""

    def validate_password_for_user(self, user, password_field_name="password2"):
        secret = self.cleaned_data.get(password_field_name)
        try:
            if secret:
                pins.validate_secret(secret, user)
        except ValidationError as error:
            self.add_error(password_field_name, error)

    def name_fields(self, by_pin):
        word = pins.called(by_pin)
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, second.label = f"新的{word}", f"再填一次新的{word}"
        first.error_messages["required"] = second.error_messages["required"] = f"请填写{word}。"
        second.help_text = ""
        if by_pin:
            first.help_text = pins.RULE
            for field in (first, second):
                field.widget.attrs["inputmode"] = "numeric"


class SecretForm(SecretRules, SetPasswordForm):
    """The last step of the way in by a link. It stores nothing: services.enter does."""

    error_messages = {"password_mismatch": MISMATCH}

    def __init__(self, user, *args, by_pin=True, **kwargs):
        super().__init__(user, *args, **kwargs)
        self.name_fields(by_pin)


class OwnPasswordForm(SecretRules, PasswordChangeForm):
    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_mismatch": MISMATCH,
    }

    def __init__(self, user, *args, request=None, by_pin=False, **kwargs):
        super().__init__(user, *args, **kwargs)
        self.request = request
        self.name_fields(by_pin)
        self.fields["old_password"].label = "原来的密码"

    def validate_password_for_user(self, user, password_field_name="password2"):
        """Refuse the password that is being replaced: the person who set it knows it."""
        super().validate_password_for_user(user, password_field_name)
        new = self.cleaned_data.get(password_field_name)
        if new and new == self.cleaned_data.get("old_password"):
            self.add_error(password_field_name, "新的要和原来的不一样。")

    def save(self, commit=True):
        self.user.must_change_password = False
        return super().save(commit)

    def clean_old_password(self):
        """Count wrong tries here too: the finder of a phone that is logged in could try every PIN."""
        if brake.holds(self.request, self.user):
            refusals.note(self.request, LoginRefusal.Why.BRAKED, user=self.user)
            raise ValidationError("今天输错的次数太多，请明天再试，或者请人大办公室发登录链接。")
        try:
            return super().clean_old_password()
        except ValidationError:
            brake.count(self.request, self.user)
            refusals.note(self.request, LoginRefusal.Why.OLD, user=self.user)
            raise


class UserForm(UserChangeForm):
    """Whoever changes their own account cannot lock themselves out by it."""

    request = None  # set by UserAdmin.get_form
    second_role = second_role_field()

    class Meta(UserChangeForm.Meta):
        model = User

    def clean(self):
        cleaned = super().clean()
        if self.request and self.instance.pk == self.request.user.pk:
            if not cleaned.get("is_active") or {"role", "second_role"} & set(self.changed_data):
                raise ValidationError(
                    "不能停用自己的账号，也不能改自己的角色，请由另一名管理员办。"
                )
        return cleaned
