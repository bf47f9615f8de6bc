"""The step ``summary``: what is done, what is open, what nobody checked. Saves it without secrets."""

from __future__ import annotations

import html
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QWidget

from wizard.flow.report import Report, build, render
from wizard.flow.steps import STEPS, statuses
from wizard.rules.finding import Finding
from wizard.ui.page import Page, Shell
from wizard.ui.pages.diagnostics import DiagnosticsBox
from wizard.ui.theme import Tokens
from wizard.ui.widgets import button, label
from wizard.ui.workspace import Workspace


class SummaryPage(Page):
    """The report on screen, and as a file."""

    step = "summary"
    wide = True

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        self._shown = ""
        acts = QHBoxLayout()
        acts.setSpacing(8)
        self.save = button("saveReportButton", "primary")
        self.next_open = button("nextOpenStepButton")
        acts.addWidget(self.save)
        acts.addWidget(self.next_open)
        acts.addStretch(1)
        self.body.addLayout(acts)
        self.status = self.status_line("summaryStatus")
        self.body.addWidget(self.status)
        self.view = QTextBrowser()
        self.view.setObjectName("reportView")
        self.view.setOpenLinks(False)
        self.view.setMinimumHeight(380)
        self.view.setTabChangesFocus(True)
        self.view.anchorClicked.connect(self._clicked)
        self.body.addWidget(self.view, 1)
        forget = QHBoxLayout()
        forget.setSpacing(8)
        self._advice = label("muted")
        self.forget_token = button("forgetTokenHereButton")
        forget.addWidget(self._advice, 1)
        forget.addWidget(self.forget_token)
        self.body.addLayout(forget)
        self.diagnostics = DiagnosticsBox(workspace, shell, self.status_line("diagnosticsStatus"))
        self.body.addWidget(self.diagnostics)
        self.save.clicked.connect(self._save)
        self.next_open.clicked.connect(self._go_on)
        self.forget_token.clicked.connect(self._forget)

    def initial_focus(self) -> QWidget:
        """Saving."""
        return self.save

    def retranslate(self) -> None:
        """Set every word anew."""
        super().retranslate()
        text = self.text
        self.save.setText(text("summary.save"))
        self.view.setAccessibleName(text("summary.title"))
        self._advice.setText(text("report.advice"))
        self.forget_token.setText(text("account.forget_token"))
        self.status.set_state("idle", "")
        self.diagnostics.retranslate()

    def entered(self) -> None:
        """Look what there is to tell of the program itself."""
        self.workspace.vault.look()
        self.diagnostics.renew()

    def set_tokens(self, tokens: Tokens) -> None:
        """The report on screen follows the theme."""
        super().set_tokens(tokens)
        self.refresh()

    def refresh(self) -> None:
        """Show the state."""
        self.diagnostics.refresh()
        report = self._report()
        if report is None:
            return
        page = self._page(report)
        if page != self._shown:
            # Only then: whoever reads stays where they are.
            self._shown = page
            self.view.setHtml(page)
        self.forget_token.setEnabled(self.workspace.token is not None)
        self.forget_token.setToolTip(
            "" if self.workspace.token is not None else self.text("summary.no_token")
        )
        unmet = self._first_open()
        self.next_open.setVisible(bool(unmet))
        if unmet:
            self.next_open.setText(self.text("summary.go_on", step=self.text(f"steps.{unmet}")))

    def _first_open(self) -> str:
        found = statuses(self.workspace.state, self.workspace.now())
        for step in STEPS[:-1]:
            if found[step].state in ("open", "problem"):
                return step
        return ""

    def _go_on(self) -> None:
        step = self._first_open()
        if step:
            self.go.emit(step)

    def _report(self) -> Report | None:
        state, address = self.workspace.state, self.workspace.address
        if state is None or address is None:
            return None
        now = self.workspace.now()
        return build(state, statuses(state, now), address.display, self.text, self.time_text, now)

    def _page(self, report: Report) -> str:
        """The report in the colours of the theme, with a link to each step."""
        t = self.tokens
        colours = {
            "done": t.ok,
            "problem": t.error,
            "waiting": t.warning,
            "unchecked": t.warning,
            "open": t.muted,
        }
        marks = {"done": "✓", "problem": "!", "waiting": "◔", "unchecked": "?", "open": "○"}
        parts = [f"<p><b>{html.escape(report.verdict)}</b><br>"]
        parts.append(f"<span style='color:{t.muted}'>{html.escape(report.made)}</span></p>")
        for number, section in enumerate(report.sections):
            parts.append(f"<p><b>{html.escape(section.heading)}</b></p><table cellpadding='4'>")
            for row, line in enumerate(section.lines):
                name = html.escape(line.name)
                if number == 0:
                    name = f"<a href='step:{STEPS[row]}' style='color:{t.accent}'>{name}</a>"
                parts.append(
                    f"<tr><td style='color:{colours[line.state]}'>{marks[line.state]}&nbsp;"
                    f"{html.escape(line.state_word)}</td>"
                    f"<td><b>{name}</b><br>{html.escape(line.detail)}</td></tr>"
                )
            parts.append("</table>")
        return "".join(parts)

    def _clicked(self, url: QUrl) -> None:
        if url.scheme() == "step":
            self.go.emit(url.path())

    def _save(self) -> None:
        report = self._report()
        address = self.workspace.address
        if report is None or address is None:
            return
        suggested = Path.home() / f"planfix-binotel-{address.file_name}.html"
        path = self.shell.ask_path("report", suggested)
        if path is None:
            return
        markdown = path.suffix.lower() in (".md", ".markdown")
        template = "templates/report.md.j2" if markdown else "templates/report.html.j2"
        words = render(self.services.read_resource(template), report, html=not markdown)
        finding = self.services.archive.write_file(path, words.encode("utf-8"))
        if finding is not None:
            self.tell(self.status, [finding])
            return
        self.workspace.update(report_saved_at=self.workspace.stamp())
        self.status.set_state("ok", self.text("summary.saved", file=str(path)))

    def _forget(self) -> None:
        self.status.set_state("busy", self.text("summary.forgetting"))
        self.workspace.vault.forget(["planfix-token"], self._forgotten)
        self.workspace.update(has_token=False)
        self.refresh()

    def _forgotten(self, finding: Finding | None) -> None:
        if finding is None:
            self.status.set_state("ok", self.text("account.token_forgotten"))
        else:
            self.status.set_state("warning", self.text("summary.token_left"), [finding])
