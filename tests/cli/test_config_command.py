"""`config`: what it shows, and that it changes one setting and no other byte of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import Ran, done, jticket

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

CONFIG = ".tickets/config.yml"
FILE = """\
# Ours.
prefix: JJM   # short

milestones:   # the dates
    MVP: {due: 2026-01-31, goal: 'A first one'}  # soon
    Beta:
        goal: Later
    # nothing after this
wip_limits: { in_progress: 3, per_person: 2 }
holidays:
- 2026-12-25
- 2026-12-26   # Boxing Day
"""


@pytest.fixture
def project(repo: GitRepo) -> GitRepo:
    repo.write(CONFIG, FILE)
    repo.commit_all("config")
    return repo


def text(repo: GitRepo) -> str:
    return repo.files()[CONFIG].decode()


@pytest.mark.parametrize(
    ("setting", "old", "new"),
    [
        ("prefix=ABC", "prefix: JJM  ", "prefix: ABC  "),
        ("milestones.MVP.due=2026-02-28", "2026-01-31", "2026-02-28"),
        ("milestones.MVP.goal=It's out", "'A first one'", "'It''s out'"),
        ("milestones.MVP.due=", "{due: 2026-01-31, goal", "{goal"),
        ("milestones.MVP.goal=", ", goal: 'A first one'", ""),
        ("milestones.Beta.due=2026-03-01", "Later\n", "Later\n        due: 2026-03-01\n"),
        ("milestones.v1.0.due=2026-03-01", "    # n", "    v1.0: {due: 2026-03-01}\n    # n"),
        ("wip_limits.per_person=4", "per_person: 2", "per_person: 4"),
        ("wip_limits.review=1", "per_person: 2", "per_person: 2, review: 1"),
        ("wip_limits.in_progress=", "in_progress: 3, ", ""),
        ("wip_limits=", "wip_limits: { in_progress: 3, per_person: 2 }\n", ""),
        ("holidays=2026-12-25,2027-01-01,2026-12-26", "- 2026-12-26", "- 2027-01-01\n- 2026-12-26"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_setting_changes_nothing_but_its_value(
    repo: GitRepo, setting: str, old: str, new: str, newline: str
) -> None:
    repo.write(CONFIG, FILE.replace("\n", newline))
    repo.commit_all("config")
    done(repo.path, "config", setting)
    assert FILE.count(old) == 1
    assert text(repo) == FILE.replace(old, new).replace("\n", newline)


def test_new_keys_go_to_the_end_of_the_file(project: GitRepo) -> None:
    project.write(CONFIG, "prefix: JJM")
    settings = [
        "hours_per_day=7",
        "working_days=mon, tue",
        "workflow.qa=done",
        "status_class.qa=active",
    ]
    done(project.path, "config", *settings, "people.ana.name=no, really", "require_ticket=true")
    assert text(project) == (
        "prefix: JJM\nhours_per_day: 7\nworking_days: [mon, tue]\nworkflow:\n  qa: [done]\n"
        'status_class: {qa: active}\npeople:\n  ana: {name: "no, really"}\nrequire_ticket: true\n'
    )


def test_the_commit_holds_the_config_alone_and_says_what_changed(project: GitRepo) -> None:
    project.write("other.txt", "mine\n")
    project.git("add", "other.txt")
    ran = done(project.path, "config", "hours_per_day=7")
    assert ran.out.startswith("config: hours_per_day 8 → 7 [")
    assert project.git("show", "--format=%s", "--name-only") == (
        f"config: hours_per_day 8 → 7\n\n{CONFIG}"
    )
    assert project.status() == "A  other.txt"


def test_a_missing_config_is_created(repo: GitRepo) -> None:
    repo.git("rm", "-q", CONFIG)
    repo.commit_all("without")
    done(repo.path, "config", "prefix=JJM")
    assert text(repo) == "prefix: JJM\n"
    assert repo.status() == ""


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (["hours_per_day=many"], "'many' is not a number of hours"),
        (["hours_per_dy=7"], "did you mean 'hours_per_day'?"),
        (["zzz=7"], "unknown key 'zzz'\nhint: `jticket config` shows all keys"),
        (["prefix.x=7"], "unknown key 'prefix.x'"),
        (["milestones.MVP.due=soon"], "'soon' is not a date"),
        (["milestones.MVP=x"], "a mapping belongs here"),
        (["working_days=mon,tuesday"], "did you mean 'tue'?"),
        (["workflow.qa=done"], "'qa' has no class"),
        (["views.mine.where=assigne = me"], "did you mean 'assignee'?"),
        (["hours_per_day=7", "id_width=wide"], "'wide' is not a number of digits"),
        (["people.me.name=Myself"], "means the person who runs the command"),
        (["prefix", "hours_per_day=7"], "prefix=VALUE sets it"),
    ],
)
def test_a_value_that_the_config_can_not_have_is_refused_and_nothing_is_written(
    project: GitRepo, settings: list[str], message: str
) -> None:
    before = project.head(), project.files()
    ran = jticket(project.path, "config", *settings)
    assert ran.status == 2, ran
    assert message in ran.err
    assert (project.head(), project.files()) == before


def test_a_setting_that_would_lose_a_comment_is_refused(project: GitRepo) -> None:
    before = project.files()
    ran = jticket(project.path, "config", "milestones=")
    assert ran.status == 1
    assert "would lose the comment" in ran.err
    assert project.files() == before


def test_an_old_mistake_elsewhere_does_not_stop_a_setting(project: GitRepo) -> None:
    project.write(CONFIG, f"{FILE}id_width: wide\n")
    done(project.path, "config", "hours_per_day=7")
    assert text(project) == f"{FILE}id_width: wide\nhours_per_day: 7\n"


def test_the_same_value_again_changes_nothing(project: GitRepo) -> None:
    head = project.head()
    ran = done(project.path, "config", "prefix=JJM")
    assert (ran.out, ran.err) == ("", "note: nothing to change\n")
    assert project.head() == head


def test_one_value_is_printed_plain(project: GitRepo) -> None:
    def value(key: str) -> Ran:
        return done(project.path, "config", key)

    assert value("prefix").out == "JJM\n"
    assert value("working_days").out == "mon,tue,wed,thu,fri\n"
    assert value("milestones.MVP.goal").out == "A first one\n"
    assert value("milestones").lines == ["MVP\t2026-01-31\tA first one", "Beta\t-\tLater"]
    assert value("wip_limits").lines == ["in_progress\t3", "per_person\t2"]
    assert done(project.path, "config", "wip_limits", "--json").json == {
        "in_progress": 3,
        "per_person": 2,
    }
    ran = jticket(project.path, "config", "milestones.Gamma")
    assert (ran.status, ran.out) == (1, "")


def test_all_settings_have_their_source(project: GitRepo) -> None:
    rows = dict(line.split("\t", 1) for line in done(project.path, "config").lines)
    assert rows["prefix"] == "JJM\tconfig.yml"
    assert rows["hours_per_day"] == "8\tdefault"
    project.write(CONFIG, "id_width: wide\n")
    shown = done(project.path, "config", "--json").json
    assert {"key": "id_width", "value": 3, "source": "default"} in shown


def test_the_own_settings_are_set_byte_for_byte_and_without_a_commit(
    project: GitRepo, tmp_path: Path
) -> None:
    env, head = {"XDG_CONFIG_HOME": str(tmp_path / "own")}, project.head()
    assert done(project.path, "config", "--user", "me=ana", **env).out == "config: me - → ana\n"
    path = tmp_path / "own" / "jticket" / "config.yml"
    path.write_text("# mine\nme: ana  # that's me\n")
    done(project.path, "config", "--user", "me=ben", "views.mine.sort=due", **env)
    assert path.read_text() == "# mine\nme: ben  # that's me\nviews:\n  mine: {sort: [due]}\n"
    assert done(project.path, "config", "--user", "me", **env).out == "ben\n"
    assert "me\tben\tuser" in done(project.path, "config", **env).lines
    own = done(project.path, "config", "--user", "--json", **env).json
    assert {"key": "color", "value": None, "source": "default"} in own
    assert (project.head(), project.status()) == (head, "")


@pytest.mark.parametrize("setting", ["color=blue", "colour=never", "prefix=JJM", "me=@me"])
def test_a_wrong_own_setting_is_refused_and_nothing_is_written(
    project: GitRepo, tmp_path: Path, setting: str
) -> None:
    ran = jticket(project.path, "config", "--user", setting, XDG_CONFIG_HOME=str(tmp_path / "own"))
    assert ran.status == 2, ran
    assert not (tmp_path / "own").exists()


def test_own_settings_that_are_not_text_are_left_alone(project: GitRepo, tmp_path: Path) -> None:
    path = tmp_path / "own" / "jticket" / "config.yml"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"me: \xff\n")
    ran = jticket(project.path, "config", "--user", "me=a", XDG_CONFIG_HOME=str(tmp_path / "own"))
    assert ran.status == 1
    assert "nothing was changed" in ran.err
    assert path.read_bytes() == b"me: \xff\n"
