"""What each action of the menus does, and which part of the desk hears which.

Tables, one a group of gui.actions; what an action does stands in the part that it names.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from core.edits import Accept, Reject, Reopen
from gui.pane import Pane
from gui.panes import ARRANGEMENTS
from gui.queue import ORDERS, SCOPES
from gui.ties import TIES

if TYPE_CHECKING:
    from gui.app import App

Table = dict[str, Callable[[], object]]
FIELDS = ("value", "unit", "indicator", "period", "status", "measure")
THEMES = ("system", "light", "dark", "contrast")
LANGUAGES = {"chinese": "zh", "english": "en"}


def wire(app: App) -> None:
    """Connect everything in a window that was just made."""
    for table in (_project(app), _edit(app), _fact(app), _pane(app), _view(app)):
        for action, act in table.items():
            app.actions.on(action, act)
    app.status.folder_asked.connect(app.projects.show_folder)
    app.review.editing_asked.connect(app.docks.edit)
    app.middle.editing_asked.connect(app.docks.edit)
    app.safety.asked.connect(app.dialogs.backups)
    app.dialogs.setting_changed.connect(app.use_setting)
    app.intake.project_given.connect(app.projects.open)
    app.intake.versions_found.connect(app.together.offer)
    app.intake.imported.connect(lambda summary: app.teacher.use(summary.added))
    app.projects.opened.connect(app.turned)
    app.window.laid_out.connect(app.keep_layout)
    app.window.closing.connect(app.closing)
    app.panes.active_changed.connect(lambda _pane: app.queue.changed.emit())
    app.panes.active_changed.connect(lambda _pane: app.show_choices())
    app.panes.shown.connect(app.queue.changed)
    app.panes.kept.connect(app.show_choices)
    for pane in app.panes.panes:
        _wire_pane(app, pane)
    app.panes.added.connect(lambda pane: _wire_pane(app, pane))


def _wire_pane(app: App, pane: Pane) -> None:
    pane.reader.opened.connect(lambda _fact: app.docks.edit())
    pane.reader.asked.connect(app.acting.open_menu)
    pane.reader.stretched.connect(app.review.stretch)
    pane.reader.pieced.connect(lambda span, core: app.review.add_piece(core, span))
    pane.reader.unpieced.connect(app.review.drop_piece)
    pane.asking.answered.connect(app.together.reframe)


def _active(app: App, act: Callable[[Pane], object]) -> Callable[[], object]:
    """Something done with the active pane, where there is one."""
    return lambda: act(app.panes.active) if app.panes.active is not None else None


def _project(app: App) -> Table:
    projects, intake, dialogs, together = app.projects, app.intake, app.dialogs, app.together
    return {
        "project.new": projects.new,
        "project.open": projects.open,
        "project.import_files": intake.ask_files,
        "project.import_folder": intake.ask_folder,
        "project.paste": intake.paste,
        "project.export": dialogs.export,
        "project.verify": dialogs.verify,
        "project.annotations": dialogs.read_back,
        "project.pdf": _active(app, lambda pane: app.paper.save(pane.document)),
        "project.print": _active(app, lambda pane: app.paper.print_out(pane.document)),
        "project.save_as": projects.save_as,
        "project.backups": dialogs.backups,
        "project.split": together.split,
        "project.merge": together.ask_merge,
        "project.propose_again": together.propose_again,
        "project.show": projects.show_folder,
        "project.remove_report": _active(app, lambda pane: projects.remove(pane.document)),
        "project.preferences": dialogs.preferences,
        "project.quit": app.window.close,
    }


def _edit(app: App) -> Table:
    return {
        "edit.undo": app.acting.undo,
        "edit.redo": app.acting.redo,
        "edit.copy": _active(app, lambda pane: pane.reader.copy()),
        "edit.find": _active(app, lambda pane: pane.open_find()),
        "edit.find_next": _active(app, lambda pane: pane.find_step(1)),
        "edit.find_previous": _active(app, lambda pane: pane.find_step(-1)),
        "edit.find_all": app.docks.find_all,
        "edit.find_facts": app.docks.find_facts,
    }


def _fact(app: App) -> Table:
    review, acting, docks = app.review, app.acting, app.docks
    table: Table = {
        "fact.next_unreviewed": partial(review.step, 1, unreviewed=True),
        "fact.previous_unreviewed": partial(review.step, -1, unreviewed=True),
        "fact.next": partial(review.step, 1),
        "fact.previous": partial(review.step, -1),
        "fact.accept": partial(acting.decide, Accept, review.accept),
        "fact.reject": partial(acting.decide, Reject, review.reject),
        "fact.reopen": partial(acting.decide, Reopen, review.reopen),
        "fact.accept_alike": review.accept_paragraph,
        "fact.accept_sure": _active(app, lambda pane: app.dialogs.accept_sure(pane.document)),
        "fact.alike": app.offers.open,
        "fact.learned": app.dialogs.rules,
        "fact.add": review.add,
        "fact.end_right": partial(review.extend, "end", 1),
        "fact.end_left": partial(review.extend, "end", -1),
        "fact.start_left": partial(review.extend, "start", -1),
        "fact.start_right": partial(review.extend, "start", 1),
        "fact.core_end_right": partial(review.extend, "end", 1, core=True),
        "fact.core_end_left": partial(review.extend, "end", -1, core=True),
        "fact.core_start_left": partial(review.extend, "start", -1, core=True),
        "fact.core_start_right": partial(review.extend, "start", 1, core=True),
        "fact.core_from_selection": review.core_from_selection,
        "fact.piece": partial(review.add_piece, False),
        "fact.core_piece": partial(review.add_piece, True),
        "fact.drop_piece": review.drop_piece,
        "fact.same": app.strip.toggle,
        "fact.history": docks.show_life,
        "fact.correct": docks.edit,
        "fact.note": partial(docks.edit, "note"),
        "fact.tag": partial(docks.edit, "tags"),
        "fact.mark": acting.mark,
        "fact.tag_set": app.dialogs.tags,
        "queue.choose": app.queue_button.open_menu,
    }
    table |= {f"fact.correct_{field}": partial(docks.edit, field) for field in FIELDS}
    table |= {f"fact.tag_{number}": partial(acting.tag, number) for number in range(1, 10)}
    table |= {f"queue.{name}": partial(app.queue.use, scope=name) for name in SCOPES}
    table |= {f"queue.{name}": partial(app.queue.use, order=name) for name in ORDERS}
    return table


def _pane(app: App) -> Table:
    actions, panes = app.actions, app.panes
    table: Table = {
        "pane.add": app.arrivals.add_pane,
        "pane.close": panes.close_pane,
        "pane.next": partial(panes.step, 1),
        "pane.previous": partial(panes.step, -1),
        "pane.choose": _active(app, lambda pane: pane.chooser.open_list()),
        "pane.describe": _active(app, lambda pane: pane.asking.ask_all()),
        "pane.outline": _active(app, lambda pane: pane.set_outline(actions["pane.outline"].isChecked())),
        "pane.original": _active(app, lambda pane: pane.set_original(actions["pane.original"].isChecked())),
        "pane.zoom_in": _active(app, lambda pane: pane.zoom(1)),
        "pane.zoom_out": _active(app, lambda pane: pane.zoom(-1)),
        "pane.zoom_reset": _active(app, lambda pane: pane.zoom(0)),
        "tie.set": panes.ties.align,
        "tie.clear": panes.ties.clear,
    }
    table |= {f"pane.{name}": partial(panes.arrange, name) for name in ARRANGEMENTS}
    table |= {f"tie.{name}": partial(panes.set_tie, name) for name in TIES}
    return table


def _view(app: App) -> Table:
    table: Table = {
        "view.reader": app.middle.to_reader,
        "view.full": app.window.full,
        "help.keys": app.dialogs.keys,
        "help.about": app.dialogs.about,
        "help.open": app.dialogs.help,
        "help.welcome": app.dialogs.welcome,
    }
    table |= {f"view.{name}": partial(app.use_theme, name) for name in THEMES}
    table |= {f"view.{name}": partial(app.use_language, chosen) for name, chosen in LANGUAGES.items()}
    return table
