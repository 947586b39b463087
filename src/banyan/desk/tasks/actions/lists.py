"""A year's list: drafted, changed, published; and who leads a task."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.messaging.sending import Tidings, tell_each
from banyan.desk.people.access import require
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import declared_pack
from banyan.desk.tasks.drafting import go_on_from, lines_of, save
from banyan.desk.tasks.holding import ask_what_is_near, close_months, hand_to, nothing_left
from banyan.desk.tasks.lights import relight
from banyan.desk.tasks.models import Ending, Help, Milestone, Task, TaskList
from banyan.desk.tasks.states import OVER, State, target_of
from banyan.desk.tasks.tasks import ask_soon


@dataclass(frozen=True)
class OwnTask:
    """A task that the city adds. ``target`` is counted in ``measure``; the same words stand for the
    language that is left empty. ``milestones`` are days with their words."""

    article: str
    title_zh: str
    done_zh: str
    lead: Unit
    due_on: date
    title_en: str = ""
    done_en: str = ""
    helpers: Collection[Unit] = ()
    starts_on: date | None = None
    target: int | None = None
    measure_zh: str = ""
    measure_en: str = ""
    yearly: bool = False
    milestones: Collection[tuple[date, str]] = ()


@action("tasks.draft")
def draft(actor: Actor, year: int) -> TaskList:
    """Drafts the list of a year from the pack and the list before; a draft that is there gets what
    it lacks, so that twice gives the same. RefusedError for a year that the policy does not cover,
    and for a list that is published."""
    require(actor, Role.CITY)
    pack = declared_pack()
    if year not in pack.years:
        raise RefusedError(_("The policy is not in force in that year."), "year")
    found, new = TaskList.objects.get_or_create(
        year=year, defaults={"pack": pack.sha256, "drafted_by": actor.account}
    )
    found = _held_draft(found)
    known = set(found.tasks.values_list("code", "county"))
    made = save([line for line in lines_of(found) if line.key not in known])
    log(found, after={"year": year, "new": new, "tasks": len(made)})
    return found


@action("tasks.publish")
def publish(actor: Actor, drafted: TaskList) -> TaskList:
    """Publishes a list: its tasks have their numbers, units see them, and last year's that are
    carried over end there. RefusedError where it is published or empty, or where a second person
    still has to decide on a task of last year."""
    require(actor, Role.CITY)
    found = _held_draft(drafted)
    _carry_over(actor, found)
    tasks = list(found.tasks.select_related("lead", "list").order_by("place", "pk"))
    if not tasks:
        raise RefusedError(_("A list without a task cannot be published."))
    for place, task in enumerate(tasks, 1):
        task.place = place
    Task.objects.bulk_update(tasks, ["place"], batch_size=500)
    found.state = TaskList.State.PUBLISHED
    found.published_by, found.published_at = actor.account, timezone.now()
    found.save(update_fields=["state", "published_by", "published_at"])
    relight(tasks)
    _tell_units(found)
    ask_soon()
    log(found, before={"state": TaskList.State.DRAFT}, after={"state": found.state})
    return found


@action("tasks.add")
def add_task(actor: Actor, wanted: TaskList, given: OwnTask) -> Task:
    """Adds a task of the city's own to a list, also to one that is published. RefusedError where
    something is missing."""
    require(actor, Role.CITY)
    found: TaskList = TaskList.objects.select_for_update().get(pk=wanted.pk)
    if given.article not in declared_pack().articles:
        raise RefusedError(_("Choose the article that it follows."), "article")
    starts = given.starts_on or max(date(found.year, 1, 1), _first_day(found))
    if given.due_on < starts:
        raise RefusedError(_("It would end before it begins."), "due_on")
    if given.target is not None and not given.measure_zh.strip():
        raise RefusedError(_("Say in what the target is counted."), "measure_zh")
    last = found.tasks.aggregate(last=Max("place"))["last"] or 0
    task = Task(
        list=found,
        place=last + 1,
        code=f"own-{found.year}-{last + 1}",
        article=given.article,
        county=given.lead.county,
        title_zh=given.title_zh.strip(),
        title_en=given.title_en.strip() or given.title_zh.strip(),
        done_zh=given.done_zh.strip(),
        done_en=given.done_en.strip() or given.done_zh.strip(),
        lead=given.lead,
        lead_code=given.lead.code,
        own=True,
        yearly=given.yearly,
        starts_on=starts,
        due_on=given.due_on,
        target=given.target,
        measure_zh=given.measure_zh.strip(),
        measure_en=given.measure_en.strip() or given.measure_zh.strip(),
    )
    _whole(task)
    task.save()
    days = sorted(given.milestones)
    Milestone.objects.bulk_create(
        Milestone(task=task, code=f"own-{place}", words_zh=words, words_en=words, due_on=day)
        for place, (day, words) in enumerate(days, 1)
    )
    _set_helpers(task, given.helpers)
    if not found.is_draft:
        relight([task])
        ask_what_is_near(task)
    log(task, after={"title": task.title_zh, "lead": given.lead.code, "due_on": task.due_on})
    return task


@action("tasks.leave_out")
def leave_out(actor: Actor, task: Task) -> None:
    """Takes a task out of a draft."""
    require(actor, Role.CITY)
    found = _of_draft(task)
    log(found, before={"title": found.title_zh, "article": found.article})
    found.milestones.all().delete()
    found.help.all().delete()
    found.delete()


@action("tasks.reschedule")
def reschedule(actor: Actor, task: Task, *, due_on: date, target: int | None) -> Task:
    """Changes the last day and the target of a task of a draft; when it is published they are
    frozen."""
    require(actor, Role.CITY)
    found = _of_draft(task)
    before = {"due_on": found.due_on, "target": found.target}
    if due_on < found.starts_on:
        raise RefusedError(_("It would end before it begins."), "due_on")
    if (target is None) != (found.target is None) or target == 0:
        raise RefusedError(_("The target is a number above zero."), "target")
    found.due_on, found.target = due_on, target
    found.save(update_fields=["due_on", "target"])
    log(found, before=before, after={"due_on": due_on, "target": target})
    return found


@action("tasks.assign")
def assign(actor: Actor, task: Task, lead: Unit, helpers: Collection[Unit] = ()) -> Task:
    """Says which unit leads a task and which help; what is to be done goes to the new one.
    RefusedError where the task is over."""
    require(actor, Role.CITY)
    found = _held(task)
    if found.state in OVER:
        raise RefusedError(_("This task is over."))
    before = found.lead
    found.lead = lead
    found.save(update_fields=["lead"])
    _set_helpers(found, [one for one in helpers if one.pk != lead.pk])
    if before != lead and not found.list.is_draft:
        hand_to(actor, found)
        close_months(actor, before.pk if before is not None else None)
    log(
        found,
        before={"lead": before.code if before is not None else None},
        after={"lead": lead.code, "helpers": sorted(one.code for one in helpers)},
    )
    return found


def _carry_over(actor: Actor, drafted: TaskList) -> None:
    """Ends what goes on in the new list where it was. A task that has been done or dropped since
    the draft is taken out, or loses its mark where it is of every year."""
    carried = list(drafted.tasks.exclude(carried_from=None).select_related("carried_from"))
    numbers = [one.carried_from_id for one in carried]
    earlier = {one.pk: one for one in Task.objects.select_for_update().filter(pk__in=numbers)}
    undecided = Ending.objects.filter(task__in=numbers, state=Ending.State.PROPOSED).count()
    if undecided:
        raise RefusedError(
            _("%(count)s tasks of last year wait for a second person; decide on them first.")
            % {"count": undecided}
        )
    for task in carried:
        was = earlier[task.carried_from_id]
        if was.is_over:
            task.carried_from = None
            if task.yearly and was.state == State.DONE:
                task.save(update_fields=["carried_from"])
            else:
                leave_out(actor, task)
            continue
        if not task.yearly:
            go_on_from(task, was)
            task.save(update_fields=["percent", "number", "state"])
        was.state, was.ended_at = target_of("carry_over", was.state), timezone.now()
        was.yellow_on = was.red_on = None
        was.save(update_fields=["state", "ended_at", "yellow_on", "red_on"])
        nothing_left(actor, was)


def _tell_units(published: TaskList) -> None:
    counts = dict(
        published.tasks.exclude(lead=None).order_by().values_list("lead").annotate(Count("pk"))
    )
    people: dict[int | None, list[Account]] = {}
    for account in Account.objects.filter(unit__in=counts, is_active=True):
        people.setdefault(account.unit_id, []).append(account)
    tell_each(
        "tasks.published",
        [
            Tidings(
                accounts,
                f"tasks.published {published.year}",
                {"year": published.year, "count": counts[unit]},
                published.get_absolute_url(),
            )
            for unit, accounts in people.items()
        ],
    )


def _held_draft(wanted: TaskList) -> TaskList:
    found: TaskList = TaskList.objects.select_for_update().get(pk=wanted.pk)
    if not found.is_draft:
        raise RefusedError(_("The list of %(year)s is published.") % {"year": found.year})
    return found


def _held(task: Task) -> Task:
    found: Task = (
        Task.objects.select_for_update(of=("self",)).select_related("list", "lead").get(pk=task.pk)
    )
    return found


def _of_draft(task: Task) -> Task:
    found = _held(task)
    if not found.list.is_draft:
        raise RefusedError(
            _("The list is published; two people can drop a task, nobody can take it out.")
        )
    return found


def _set_helpers(task: Task, helpers: Collection[Unit]) -> None:
    task.help.all().delete()
    Help.objects.bulk_create(Help(task=task, unit=unit) for unit in helpers)


def _first_day(found: TaskList) -> date:
    """A task that is added to a list that runs begins today."""
    return date(found.year, 1, 1) if found.is_draft else timezone.localdate()


def _whole(task: Task) -> None:
    try:
        task.clean_fields({field.name for field in Task._meta.fields if field.null})
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise RefusedError(messages[0], name) from None
