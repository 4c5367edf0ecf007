"""Faults that somebody could make tomorrow; tests/test_faults.py asks whether the tests see them.

Each is one that would matter to the town, spelled as a change of one place. The tests that have to
fail are of the app that the fault is in: who changes an app runs those.
"""

from typing import NamedTuple


class Fault(NamedTuple):
    """In `file`, `old` (there once) becomes `new`; then `wrong` is true, and `tests` have to fail."""

    file: str
    old: str
    new: str
    tests: str
    wrong: str


ACCOUNTS = [
    Fault(
        "accounts/entry/sessions.py",
        'return hash_of_key(self.session_key) if self.session_key else ""',
        'return self.session_key or ""',
        "tests/accounts/test_sessions.py::TestTheKey",
        "The table keeps session keys as the cookies carry them.",
    ),
    Fault(
        "accounts/entry/brake.py",
        "number__gte=A_DAY",
        "number__gt=A_DAY",
        "tests/accounts/test_logging_in.py::TestTheBrake::test_after_thirty_no_stranger_tries_again_that_day",
        "The brake lets one try more through a day.",
    ),
    Fault(
        "accounts/entry/brake.py",
        'return browser if browser and Device.objects.known(user, browser).exists() else ""',
        "return browser",
        "tests/accounts/test_logging_in.py::TestTheBrake",
        "A stranger with a fresh cookie is counted by themselves.",
    ),
    Fault(
        "records/once.py",
        "return OnceKey.objects.get_or_create(key=once_key(request))[1]",
        "return bool(OnceKey.objects.get_or_create(key=once_key(request)))",
        "tests/accounts/test_accounts.py::test_the_second_of_two_forms_at_one_moment_is_not_the_first",
        "A form that is sent twice at one moment is stored twice.",
    ),
    Fault(
        "records/admin/lists.py",
        "if name not in offered or not offered[name](value):",
        "if name in offered and not offered[name](value):",
        "tests/records/test_offers.py::TestLists",
        "A list answers filters that no page offers.",
    ),
    Fault(
        "records/bounds.py",
        "[n for n in self.rhs if not isinstance(n, int) or low <= n <= high]",
        "list(self.rhs)",
        "tests/records/test_bounds.py::TestMany",
        "A number that no column can hold ends in an error of SQLite.",
    ),
    Fault(
        "accounts/models.py",
        'VoidFor.CLOSED.value\n        return "expired" if self.expires_at <= timezone.now() else "open"',
        'VoidFor.CLOSED.value\n        return "open"',
        "tests/accounts/test_entering.py::TestIssuing",
        "A login link opens for ever.",
    ),
    Fault(
        "accounts/entry/devices.py",
        "store().end([device.session_hash for device in open_rows])",
        "store().end([])",
        "tests/accounts/test_devices.py::TestTheOffice",
        "A phone that was signed off stays logged in.",
    ),
    Fault(
        "papers/spreadsheet.py",
        'return f"\'{text}" if text.startswith(FORMULA) else text',
        "return text",
        "tests/records/test_exports.py::TestTheFile::test_words_are_never_a_formula",
        "What somebody typed runs as a formula in a spreadsheet.",
    ),
]

TOWNSHIP = [
    Fault(
        "township/spans.py",
        'ended_on__gt": day})',
        'ended_on__gte": day})',
        "tests/township/test_township.py::TestSpanBoundaries",
        "A span still covers the day on which it ended.",
    ),
    Fault(
        "township/spans.py",
        "return self.start <= day < self.end",
        "return self.start <= day <= self.end",
        "tests/township/test_township.py::TestPeriod",
        "New Year's Day belongs to two years.",
    ),
    Fault(
        "township/spans.py",
        'f"{field}__lt": period.end',
        'f"{field}__lte": period.end',
        "tests/township/test_township.py::TestSpanBoundaries",
        "What happened on New Year's Day is counted in two years.",
    ),
    Fault(
        "township/models/law.py",
        "min(day.day, calendar.monthrange(year, month)[1])",
        "min(day.day, 28)",
        "tests/township/test_township.py::TestMonths",
        "What was handed over on the 31st is due up to three days early.",
    ),
    Fault(
        "township/models/law.py",
        "works = holidays.get(day, ",
        "works = {}.get(day, ",
        "tests/township/test_township.py::TestWorkdays",
        "Working days take no heed of holidays.",
    ),
    Fault(
        "township/spans.py",
        "raise ValidationError(sentence.format(other=other))",
        "return",
        "tests/township/test_township.py::TestDeadlines",
        "Two deadline rules hold on the same day.",
    ),
    Fault(
        "township/numbers.py",
        "rounding=ROUND_HALF_UP",
        'rounding="ROUND_HALF_EVEN"',
        "tests/township/test_numbers.py::TestShares",
        "6.25% is said as 6.2%.",
    ),
    Fault(
        "township/rulebook.py",
        "(r.level, r.event) == (level, event) and r.covers(on)",
        "(r.level, r.event) == (level, event)",
        "tests/township/test_township.py::TestDeadlines",
        "A rule that has ended hides that nothing sets a due date today.",
    ),
    Fault(
        "papers/workbook.py",
        "if root.getroottree().docinfo.doctype:",
        "if False:",
        "tests/papers/test_xlsx.py::TestRefusals",
        "A workbook may bring declarations of its own.",
    ),
]

REPRESENTATIVES = [
    Fault(
        "representatives/models/deputies.py",
        "return self.confirmed(known_on).filter(in_force(day))",
        "return self.filter(in_force(day))",
        "tests/representatives/test_representatives.py::TestMandates",
        "Whoever was elected counts as a deputy before the qualification is confirmed.",
    ),
    Fault(
        "representatives/models/deputies.py",
        "if sum(row.covers(day) for row in rows) >= seats:",
        "if sum(row.covers(day) for row in rows) > seats:",
        "tests/representatives/test_representatives.py::TestMandates",
        "A constituency has a deputy more than seats.",
    ),
    Fault(
        "representatives/models/households.py",
        "return self.of_user(user, today())",
        "return self",
        "tests/representatives/test_representatives.py::TestWhoSeesWhat",
        "A deputy sees the households of others.",
    ),
    Fault(
        "representatives/models/households.py",
        "Q(ended_on=None) | Q(ended_on__gte=today() - GRACE)",
        "Q(ended_on=None) | Q(ended_on__gt=today() - GRACE)",
        "tests/representatives/test_visiting.py::TestAfterTheEnd",
        "A visit that waited in the phone is refused on the last day of grace.",
    ),
    Fault(
        "representatives/models/visits.py",
        "self.is_late_entry = today() - self.visited_on > LATE_AFTER",
        "self.is_late_entry = today() - self.visited_on >= LATE_AFTER",
        "tests/representatives/test_representatives.py::TestVisits",
        "What is entered on the seventh day is marked as entered late.",
    ),
    Fault(
        "representatives/models/opinions.py",
        "held(day, Q(due_on__lt=day), ",
        "held(day, Q(due_on__lte=day), ",
        "tests/representatives/test_opinions.py::TestQuestions",
        "An opinion is overdue on the very day that it is due.",
    ),
    Fault(
        "representatives/services.py",
        "rows = list(person.assignments.select_for_update().filter(ended_on=None))",
        "rows = []",
        "tests/representatives/test_representatives.py::TestEndOfAMandate",
        "Whoever is no deputy any more keeps the households.",
    ),
    Fault(
        "representatives/models/households.py",
        "limit = day - rhythm(visits_a_year)",
        "limit = day - rhythm(visits_a_year) + datetime.timedelta(days=1)",
        "tests/representatives/test_household_overview.py::TestTheFacts::test_the_ninety_first_day_is_still_in_time",
        "A household is late for a visit a day early.",
    ),
]

CONGRESS = [
    Fault(
        "congress/models/meetings.py",
        "-(-expected * 2 // 3)",
        "expected * 2 // 3",
        "tests/congress/test_congress.py::TestQuorum",
        "The quorum of a session is rounded down.",
    ),
    Fault(
        "congress/models/meetings.py",
        "return expected // 2 + 1\n\n    def could_vote",
        "return (expected + 1) // 2\n\n    def could_vote",
        "tests/congress/test_congress.py::TestQuorum tests/congress/test_congress.py::TestAgenda",
        "Half of all deputies pass a decision.",
    ),
    Fault(
        "congress/models/meetings.py",
        'return self.filter(within(period, "starts_on"), starts_on__lte=today())',
        'return self.filter(within(period, "starts_on"))',
        "tests/congress/test_congress.py::TestMeetings",
        "A meeting that is announced counts as held.",
    ),
    Fault(
        "congress/models/meetings.py",
        "return self.calling(Person.objects.filter(user=user))",
        "return self",
        "tests/congress/test_meeting_pages.py::TestMeetingPage::test_others_find_nothing",
        "A deputy sees the meetings to which others are called.",
    ),
    Fault(
        "congress/models/elections.py",
        "return self.voted * 2 > self.electorate",
        "return self.voted * 2 >= self.electorate",
        "tests/congress/test_congress.py::TestPolls tests/congress/test_congress.py::TestDeclareElected",
        "A poll in which just half took part is valid.",
    ),
    Fault(
        "congress/models/elections.py",
        "if self.seats > vacant:",
        "if self.seats > vacant + 1:",
        "tests/congress/test_congress.py::TestPolls tests/township/test_days.py::TestOneSeat",
        "A by-election fills a seat that is not vacant.",
    ),
    Fault(
        "congress/models/elections.py",
        "self.voted // 2 + 1",
        "(self.voted + 1) // 2",
        "tests/congress/test_congress.py::TestDeclareElected",
        "Whoever has just half of the votes is elected.",
    ),
    Fault(
        "congress/models/agenda.py",
        ".exclude(pk__in=back)",
        "",
        "tests/congress/test_congress.py::TestDecisionsComeBack",
        "A decision comes back to the next agenda twice.",
    ),
    Fault(
        "congress/services.py",
        "is_away = row.person_id in leave",
        "is_away = False",
        "tests/congress/test_replies.py::TestTheRoll",
        "Whoever was granted leave is marked as present.",
    ),
]

MOTIONS = [
    Fault(
        "motions/lateness.py",
        "yesterday = day - datetime.timedelta(days=1)",
        "yesterday = day",
        "tests/motions/test_lateness.py::TestByHand",
        "A motion is late on the very day that it is due.",
    ),
    Fault(
        "motions/models/querysets.py",
        'changes = since.exclude(from_status=F("to_status"))',
        "changes = since",
        "tests/motions/test_as_it_stood.py::TestOtherWays",
        "What happened without a change hides the state of the day.",
    ),
    Fault(
        "motions/models/handlings.py",
        'later.order_by("happened_on", "pk")',
        'later.order_by("-happened_on", "pk")',
        "tests/motions/test_as_it_stood.py::TestExtended",
        "The second extension excuses the days before the first.",
    ),
    Fault(
        "motions/models/handlings.py",
        'Q(replied_on__gt=F("due_then"))',
        'Q(replied_on__gte=F("due_then"))',
        "tests/motions/test_motions.py::TestLateness",
        "An answer on the last day counts as late.",
    ),
    Fault(
        "motions/models/querysets.py",
        'return leads(on).answered(on).order_by("-round")',
        'return leads(on).answered(on).order_by("round")',
        "tests/motions/test_motions.py::TestWhichMotions",
        "The first answer decides although a second round gave another.",
    ),
    Fault(
        "motions/models/querysets.py",
        "return self.filter(Q(proposer__user=user) | Q(pk__in=mine))",
        "return self",
        "tests/motions/test_motions.py::TestWhoSeesWhat",
        "A deputy sees the motions of others.",
    ),
    Fault(
        "motions/services/review.py",
        "max(series.last, last_number_typed(motion)) + 1",
        "last_number_typed(motion) + 1",
        "tests/motions/test_lifecycle.py::TestReview::test_a_number_stays_given_though_its_motion_left_the_books_of_the_year",
        "A number that was given once is given again.",
    ),
    Fault(
        "motions/services/outcome.py",
        "if result == Satisfaction.UNSATISFIED and round_ == 1:",
        "if False:",
        "tests/motions/test_lifecycle.py::TestTheRating",
        "A result that does not satisfy opens no second handling.",
    ),
    Fault(
        "motions/services/doing.py",
        "if on > today():",
        "if False:",
        "tests/motions/test_lifecycle.py::TestEachVerb",
        "A motion is handled tomorrow.",
    ),
    Fault(
        "motions/lifecycle/table.py",
        "says_no=refusals.too_few_movers,",
        "",
        "tests/motions/test_lifecycle.py::TestSigning",
        "A bill of too few movers is accepted.",
    ),
    Fault(
        "motions/sums.py",
        "datetime.timedelta(days=7 - day.weekday())",
        "datetime.timedelta(days=6 - day.weekday())",
        "tests/motions/test_motion_pages.py::TestSums",
        "What is due on Sunday is not due this week.",
    ),
]

REPORTS = [
    Fault(
        "reports/models/editions.py",
        "self.signer, self.reason, self.content",
        "self.signer, self.content",
        "tests/reports/test_editions.py::TestNothingChangesIt::test_verify_finds_a_reason_that_somebody_changed",
        "The reason of a correction can be changed without a trace.",
    ),
    Fault(
        "reports/models/editions.py",
        "    def update(self, **kwargs):\n        raise ValidationError(self.refusal)",
        "    def update(self, **kwargs):\n        return super().update(**kwargs)",
        "tests/reports/test_editions.py::TestNothingChangesIt",
        "A closed edition can be changed.",
    ),
    Fault(
        "reports/editions/services.py",
        "if not draft.is_consistent or seen != draft.mark:",
        "if not draft.is_consistent:",
        "tests/reports/test_editions.py::TestClosing tests/reports/test_editions.py::TestPages",
        "An edition is closed with numbers that nobody looked at.",
    ),
    Fault(
        "reports/counting/evaluate.py",
        "return rows if rows and day == end else []",
        "return rows",
        "tests/reports/test_evaluate.py::TestBaselines",
        "A sum is said although part of its time is unknown.",
    ),
    Fault(
        "reports/counting/evaluate.py",
        "return start <= self.first_counted(asked.period)",
        "return start < asked.period.end",
        "tests/reports/test_evaluate.py::TestBaselines",
        "A year is counted of which the ledger knows half.",
    ),
    Fault(
        "reports/asking/days.py",
        "end.replace(end.year - 1, 3, 1) if leaps else years_before(end)",
        "years_before(end)",
        "tests/reports/test_outline.py::TestPeriods",
        "The year before a leap February lacks its last day.",
    ),
    Fault(
        "reports/asking/periods.py",
        "min(self.term.ended_on or self.own.end, self.own.end)",
        "self.own.end",
        "tests/reports/test_outline.py::TestPeriods",
        "The days of a term go on after its end.",
    ),
    Fault(
        "reports/checking/checks.py",
        "day = min(today, period.end)",
        "day = min(today, period.last_day)",
        "tests/reports/test_checks.py::TestEachCheck::test_what_was_due_on_the_last_day_is_late_in_its_year",
        "What was due on New Year's Eve is late in no year.",
    ),
    Fault(
        "reports/figures/deputies.py",
        "return Mandate.objects.at(Level.TOWN).in_force(period.last_day, ",
        "return Mandate.objects.at(Level.TOWN).in_force(period.end, ",
        "tests/reports/test_figures_by_hand.py::TestDeputies",
        "Deputies are counted on New Year's Day instead of the last of the year.",
    ),
    Fault(
        "reports/figures/motions.py",
        "return handed_in(period).accepted(on=period.day)",
        "return handed_in(period)",
        "tests/reports/test_motion_figures.py::test_what_was_not_accepted_is_only_counted_where_it_was_sent_back",
        "Motions that were sent back or withdrawn are counted as moved.",
    ),
]

HEMAO = [
    Fault(
        "hemao/whole.py",
        "return stream._pos < stream.limit",
        "return False",
        "tests/test_cut_off.py::test_of_a_part_nothing_is_stored",
        "Half a form is stored when the network breaks.",
    ),
    Fault(
        "hemao/machine/proxy.py",
        '"HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]',
        '"HTTP_X_FORWARDED_FOR", "").partition(",")[0]',
        "tests/hemao/test_setup.py::TestProxy",
        "A visitor names the address that the lockout counts.",
    ),
    Fault(
        "hemao/machine/private_files.py",
        "os.link(aside, path)",
        "path.write_text(aside.read_text())",
        "tests/hemao/test_setup.py::TestSecrets",
        "Others on the machine read the secret key.",
    ),
    Fault(
        "hemao/demo_password.py",
        "return get_user_model().objects.filter(is_demo=True, is_active=True)",
        "return get_user_model().objects.all()",
        "tests/hemao/test_setup.py::TestPasswordCommand",
        "The command for demo accounts changes the password of everybody.",
    ),
    Fault(
        "hemao/settings.py",
        "if HTTPS and not named:",
        "if False:",
        "tests/hemao/test_setup.py::TestRefusals",
        "A public server starts without the name of its site.",
    ),
    Fault(
        "hemao/settings.py",
        '    "django.contrib.auth.middleware.LoginRequiredMiddleware",\n',
        "",
        "tests/accounts/test_access.py::TestTheTable",
        "Pages open without a login.",
    ),
    Fault(
        "hemao/admin_site.py",
        "if request.user.is_authenticated and not self.has_permission(request):",
        "if False:",
        "tests/records/test_admin.py::TestWhoSeesWhat tests/accounts/test_access.py::TestPagesOfModels",
        "A deputy is sent round in a loop of logins by the workbench.",
    ),
    Fault(
        "hemao/worklist.py",
        "late = sum(row.due_on < today for row in soon)",
        "late = sum(row.due_on <= today for row in soon)",
        "tests/representatives/test_households_pages.py::TestWorklist",
        "The workbench calls late what is due today.",
    ),
]

BACKUP = [
    Fault(
        "hemao/backup/databases/sqlite.py",
        'source.execute("BEGIN")',
        "pass",
        "tests/hemao/backup/test_backup.py::TestWhileOthersWork",
        "A backup of a town at work is begun anew, and holds what was stored meanwhile.",
    ),
    Fault(
        "hemao/backup/keeping.py",
        "by_rule = sorted((each for each in found if not each.name),",
        "by_rule = sorted((each for each in found),",
        "tests/hemao/backup/test_keeping.py::TestWhichStay",
        "The copy from before an upgrade is removed by rule.",
    ),
    Fault(
        "hemao/backup/making.py",
        "if (status.st_size, status.st_mtime_ns) != (then.size, then.changed):",
        "if False:",
        "tests/hemao/backup/test_keeping.py::TestPhotosLieOnce",
        "A file that changed is kept as it was before.",
    ),
    Fault(
        "hemao/backup/archive.py",
        "if Part(self.members[name].size, digest) != part:",
        "if False:",
        "tests/hemao/backup/test_restore.py::TestWhatIsNotAsItWas",
        "A damaged archive is restored.",
    ),
    Fault(
        "hemao/backup/restoring.py",
        "        demand_known(self.manifest, self.archive.path)\n",
        "",
        "tests/hemao/backup/test_restore.py::TestAnotherVersion",
        "Rows of newer code are restored under older code.",
    ),
    Fault(
        "hemao/backup/databases/sqlite.py",
        "                check(SqliteReader(connection))\n",
        "",
        "tests/hemao/backup/test_restore.py::TestOnlyIntoAnEmptyPlace",
        "A restore that came out wrong is left standing as a town.",
    ),
    Fault(
        "hemao/backup/restoring.py",
        "            undo.callback(self.putting.take_back)\n",
        "",
        "tests/hemao/backup/test_malformed.py::TestNothingIsLeft",
        "A restore that was refused leaves files behind.",
    ),
    Fault(
        "hemao/backup/copying.py",
        "if not target.is_dir():",
        "if False:",
        "tests/hemao/backup/test_keeping.py::TestTheSecondFolder",
        "The second copy lies on the first disk while the other is not plugged in.",
    ),
    Fault(
        "hemao/daily.py",
        "now - datetime.datetime.fromisoformat(tried) >= AGAIN_AFTER",
        "True",
        "tests/hemao/test_daily.py::test_what_failed_is_tried_again_after_an_hour_and_said_in_one_line",
        "A backup that fails is tried, and said, every ten minutes.",
    ),
]

UPGRADES = [
    Fault(
        "hemao/upgrades/history.py",
        "if history.applied & FOLDED:",
        "if history.applied == FOLDED:",
        "tests/hemao/upgrades/test_refusals.py::TestHistory",
        "A database of the first day is told to take a newer program.",
    ),
    Fault(
        "hemao/upgrades/fitting.py",
        "if tables or missing else None",
        "if tables else None",
        "tests/hemao/upgrades/test_refusals.py::TestTables",
        "Tables that lack columns are served.",
    ),
    Fault(
        "hemao/upgrades/programs.py",
        'return Program(*told["program"])',
        "return ours()",
        "tests/hemao/upgrades/test_refusals.py::TestWhoseRowsTheyAre",
        "The copy from before an upgrade names the newer program as its own.",
    ),
    Fault(
        "hemao/upgrades/forward.py",
        "elif now.steps or (before and not before.is_finished):",
        "elif now.steps:",
        "tests/hemao/upgrades/test_stories.py::TestChecks",
        "An upgrade whose checks failed is served when it is started once more.",
    ),
]

FAULTS = [
    *ACCOUNTS, *TOWNSHIP, *REPRESENTATIVES, *CONGRESS, *MOTIONS, *REPORTS, *HEMAO, *BACKUP, *UPGRADES
]  # fmt: skip
