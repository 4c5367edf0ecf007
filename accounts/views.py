"""The way in, one's own page, and the way out."""

from functools import wraps

from axes.handlers.proxy import AxesProxyHandler
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import services
from accounts.entry import brake, devices, links, pins, refusals
from accounts.entry.addresses import network_of
from accounts.forms import DigitsForm, FirstAccountForm, LoginForm, OwnPasswordForm, SecretForm
from accounts.models import Device, FirstKey, LoginLink, LoginRefusal, User

BACKEND = "accounts.backends.RoleBackend"
# What each state of a link that opens nothing is answered with.
NOT_FOUND, GONE = 404, 410
PAUSED = 429
COME_IN = "{word}设好了。下次登录填手机号（或者姓名）和{word}；这台手机{days}天内不用再登录。"


class LoginView(auth_views.LoginView):
    form_class = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        return devices.remember(self.request, super().form_valid(form))

    def get_context_data(self, **kwargs):
        is_next = "next_deputy" in self.request.GET
        is_new = not User.objects.able().exists()
        return super().get_context_data(is_next=is_next, is_new=is_new, **kwargs)


class LogoutView(auth_views.LogoutView):
    """Logs out by a button (POST). GET shows the button: a link alone must not log anybody out."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "registration/logout.html"

    def post(self, request, *args, **kwargs):
        devices.leave(request)
        return forget(super().post(request, *args, **kwargs))


def paused(request, _response, credentials):
    """Show what to do where axes or the brake lets nobody try; by axes, in place of its own answer."""
    user = brake.tried_on(credentials)
    context = {"network": brake.holds_all_here(request, user) and network_of(request)}
    return render(request, "accounts/lockout.html", context, status=PAUSED)


def forget(response):
    """Tell the browser to drop the pages it kept of the person who has just logged out."""
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


# By a link.


def way_in(view):
    """A step of the way in by a link: open to all, kept nowhere, and its address told to nobody.

    Not `no-referrer`: with it a browser names no origin for the form it sends, and the check
    against forged forms would refuse it. This one never names more than the site.
    """

    @login_not_required
    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def inner(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    return inner


@way_in
def enter(request, token):
    """Where a link leads. Chat programs fetch it before anybody does: only the button begins."""
    link = LoginLink.objects.of_token(token)
    if link and link.used_at and link.user_id == request.user.pk:
        return redirect("home")  # the message with the link serves many as a bookmark
    if closed := refusal(request, link):
        return closed
    if request.method == "POST":
        links.begin(request, link)
        return redirect("enter-digits")
    return render(request, "accounts/enter.html")


@way_in
def enter_digits(request):
    link = links.link_of(request)
    if closed := refusal(request, link):
        return closed
    form = DigitsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if services.prove(link, form.cleaned_data["digits"]):
            links.passed(request)
            return redirect("enter-secret")
        refusals.note(request, LoginRefusal.Why.DIGITS, user=link.user)
        link.refresh_from_db()
        form.add_error("digits", f"与登记的手机号对不上，还可以试{link.tries_left}次。")
    return refusal(request, link) or render(request, "accounts/enter_digits.html", {"form": form})


@way_in
def enter_secret(request):
    """Choose a PIN, or a password; that spends the link and logs in."""
    link = links.link_of(request, proved=True)
    if closed := refusal(request, link):
        return closed
    by_pin = "password" not in request.GET
    form = SecretForm(link.user, posted(request), by_pin=by_pin)
    if request.method == "POST" and form.is_valid():
        if services.enter(link, form.cleaned_data["new_password1"]):
            return come_in(request, link.user, pins.called(by_pin))
        link.refresh_from_db()
        return refusal(request, link)
    context = {"form": form, "by_pin": by_pin, "owner": link.user}
    return render(request, "accounts/enter_secret.html", context)


def posted(request):
    """What was sent, also where it is nothing at all; None where the page is only opened."""
    return request.POST if request.method == "POST" else None


def come_in(request, user, word):
    links.over(request)
    user.refresh_from_db()
    login(request, user, backend=BACKEND)
    messages.success(request, COME_IN.format(word=word, days=Device.KEPT_DAYS))
    return devices.remember(request, redirect("home"))


def refusal(request, link):
    """The page that says why `link` opens nothing and what to do; None where it is good."""
    state = link.state if link else "unknown"
    if state == "open":
        return None
    if link is None and links.KEY in request.session:
        state = "interrupted"
    status = GONE if link else NOT_FOUND
    return render(request, "accounts/enter_closed.html", {"state": state}, status=status)


# The first account of a town.


@way_in
def first_account(request, key):
    """Where the address leads that the terminal shows at the start: opening it spends nothing."""
    known = FirstKey.objects.of_key(key)
    if closed := no_first_account(request, known):
        return closed
    form = FirstAccountForm(posted(request))
    if request.method == "POST" and form.is_valid():
        keeps = form.cleaned_data["keeps_ledger"] == "yes"
        user = form.save(commit=False)
        if services.make_first_account(known, user, keeps_ledger=keeps):
            AxesProxyHandler.update_request(request)
            request.axes_path_info = reverse("start")  # the log of logins keeps no key
            login(request, user, backend=BACKEND)
            messages.success(request, f"账号建好了，下次用“{user.username}”和密码登录。")
            return devices.remember(request, redirect("start"))
        known.refresh_from_db()
        return no_first_account(request, known)
    return render(request, "accounts/first_account.html", {"form": form, "key": known})


def no_first_account(request, known):
    """The page that says why no account can be made by this address; None where one can.

    A wrong key counts as a wrong try of its network, as long as there is a right one.
    """
    if is_awaited := not User.objects.able().exists():
        if brake.holds_network(request):
            return refuse_first_account(request, "paused", PAUSED)
    if known is None:
        if is_awaited:
            refusals.note(request, LoginRefusal.Why.KEY)
        return refuse_first_account(request, "unknown", NOT_FOUND)
    if known.state != "open":
        return refuse_first_account(request, known.state, GONE)
    return None


def refuse_first_account(request, state, status):
    return render(request, "accounts/first_account_closed.html", {"state": state}, status=status)


# One's own.


class PasswordView(auth_views.PasswordChangeView):
    """Everybody's own password; the keeper of accounts resets that of others in the admin."""

    form_class = OwnPasswordForm
    template_name = "registration/password.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.was_handed = getattr(request.user, "must_change_password", False)

    @property
    def by_pin(self):
        return self.request.user.may_use_pin and "password" not in self.request.GET

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request, "by_pin": self.by_pin}

    def get_context_data(self, **kwargs):
        return super().get_context_data(by_pin=self.by_pin, was_handed=self.was_handed, **kwargs)

    def get_success_url(self):
        return reverse("home") if self.was_handed else reverse("me")

    def form_valid(self, form):
        word = pins.called(self.by_pin)
        response = super().form_valid(form)
        devices.follow(self.request)
        messages.success(self.request, f"{word}已改，下次登录用新的。别的设备要用它重新登录。")
        return response


def me(request):
    """Who is logged in, on what, and how to leave."""
    user = request.user
    context = {
        "devices": user.devices.live() if user.may_use_pin else [],
        "device_here": request.session.get("device"),
        "kept_days": Device.KEPT_DAYS,
    }
    return render(request, "accounts/me.html", context)


def device_end(request, pk):
    """Log out one of one's own devices; the one in the hand goes to the login page."""
    if request.method != "POST":
        return redirect("me")
    device = get_object_or_404(request.user.devices.live(), pk=pk)
    if device.pk == request.session.get("device"):
        devices.leave(request)
        return forget(redirect("login"))
    rows = request.user.devices.filter(pk=device.pk)
    devices.end(rows, reason=devices.REASON.LOGOUT, by=request.user)
    messages.success(request, f"已退出：{device.label}。")
    return redirect("me")


def switch(request):
    """One phone, two deputies: the one leaves altogether before the other logs in. GET asks."""
    if not request.user.may_use_pin:
        return redirect("me")
    if request.method != "POST":
        return render(request, "registration/logout.html", {"is_switch": True})
    devices.leave(request)
    return forget(redirect(f"{reverse('login')}?next_deputy"))
