"""The checklist of the step ``tracking`` as it stands on screen, put together for a file."""

from __future__ import annotations

from wizard.flow.checklist import Checklist, ChecklistEditor, ChecklistField, ChecklistRow
from wizard.flow.state import moment
from wizard.ui.pages import tracking_words as words
from wizard.ui.pages.tracking_editor import Editor
from wizard.ui.pages.tracking_form import TrackingForm
from wizard.ui.pages.tracking_model import CALL, MEANING, MISSED


def checklist(page: TrackingForm, status: str) -> Checklist:
    """Everything that is on screen, with the times it was seen. ``status`` is what the status line says."""
    text, workspace = page.text, page.workspace
    return Checklist(
        language=text("report.language"),
        title=text("checklist.title"),
        host=workspace.address.display if workspace.address else "",
        made=text("checklist.made", when=page.time_text(workspace.now())),
        status=tuple(line for line in status.split("\n") if line.strip()),
        name_head=text("checklist.name"),
        state_head=text("checklist.state"),
        remedy_head=text("checklist.remedy"),
        editors=tuple(_editor(each, page) for each in page.editors.values()),
        fields_title=text("checklist.fields"),
        heads=(
            *(text(f"checklist.{key}") for key in ("name", "meaning", "example", "level")),
            *(each.title for each in page.editors.values()),
        ),
        fields=_fields(page),
        notes=text("tracking.notes", limit=workspace.facts.string_limit),
    )


def _editor(editor: Editor, page: TrackingForm) -> ChecklistEditor:
    facts, text = page.workspace.facts, page.text
    state = page.workspace.state
    at = page.seen_at(editor.which)
    if at:
        seen = text("checklist.seen", when=page.time_text(moment(at)))
    elif state is not None and state.tracking_ticked_at:
        when = page.time_text(moment(state.tracking_ticked_at))
        seen = text("checklist.ticked", when=when)
    else:
        seen = text("checklist.seen_never")
    rows = tuple(
        ChecklistRow(
            words.tone(row),
            words.row_name(row, text),
            words.row_word(row, facts, text),
            words.row_remedy(row, facts, text),
        )
        for row in editor.rows
    )
    return ChecklistEditor(editor.title, editor.summary_text, seen, rows)


def _fields(page: TrackingForm) -> tuple[ChecklistField, ...]:
    model, text = page.model, page.text

    def state(row: int, column: int) -> str:
        which = "call" if column == CALL else "missed"
        said = str(model.index(row, column).data())
        name = page.workspace.facts.tracking_fields[row].name
        unwanted = name not in model.needed[which] and model.state(which, row) == "not_checked"
        return text("checklist.unwanted") if unwanted else said

    return tuple(
        ChecklistField(
            each.name,
            str(model.index(row, MEANING).data()),
            each.example,
            text(f"field.level.{each.level}"),
            state(row, CALL),
            state(row, MISSED),
        )
        for row, each in enumerate(page.workspace.facts.tracking_fields)
    )
