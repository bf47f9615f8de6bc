"""The step ``letter``: the letter to Binotel's support with the three addresses of this account.

The program writes it; sending it and saying so stays the person's.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from wizard.flow.overview import REMIND_AFTER_WORKING_DAYS
from wizard.flow.state import moment
from wizard.rules.catalogue import LANGUAGES
from wizard.rules.finding import Finding
from wizard.rules.letter import (
    Letter,
    compose,
    eml,
    mailto,
    mailto_without_body,
    working_days_between,
)
from wizard.ui.jobs import Outcome
from wizard.ui.page import Page, Shell
from wizard.ui.widgets import Field, button, label
from wizard.ui.workspace import Workspace

LANGUAGE_NAMES = {"ru": "Русский", "uk": "Українська", "en": "English"}


class LetterPage(Page):
    """Documented step 2."""

    step = "letter"
    wide = True

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        self._reminding = False
        self._filling = False
        self._words: Callable[[], str] | None = None
        self._words_state = "ok"
        self._findings: tuple[Finding, ...] = ()
        self._mail_program: bool | None = None
        self._build()
        self.workspace.opened.connect(self._other_account)

    def _build(self) -> None:
        columns = QGridLayout()
        columns.setHorizontalSpacing(16)
        columns.setVerticalSpacing(16)
        columns.addWidget(self._letter_card(), 0, 0)
        columns.addLayout(self._buttons_column(), 0, 1)
        columns.setColumnStretch(0, 1)
        # Above the letter, beside the buttons it speaks of: below it nobody would see it on a small screen.
        self.status = self.status_line("letterStatus")
        self.body.addWidget(self.status)
        self.body.addLayout(columns)
        self.ip_box = QFrame()
        self.ip_box.setProperty("role", "card")
        ip = QVBoxLayout(self.ip_box)
        ip.setContentsMargins(16, 12, 16, 12)
        ip.setSpacing(4)
        self._ip_text = label()
        self.copy_ip = button("copyIpAnswerButton", "link")
        ip.addWidget(self._ip_text)
        ip.addWidget(self.copy_ip, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.ip_box)
        self._advice = label("muted")
        self.body.addWidget(self._advice)
        sent = QHBoxLayout()
        sent.setSpacing(12)
        self.sent = QCheckBox()
        self.sent.setObjectName("letterSentCheck")
        self.sent_label = label("muted", name="letterSentLabel")
        self.reminder = button("reminderButton")
        sent.addWidget(self.sent)
        sent.addWidget(self.sent_label, 1)
        sent.addWidget(self.reminder)
        self.body.addLayout(sent)
        self.body.addStretch(1)
        for edit in (self.company.edit, self.company_id.edit):
            edit.textChanged.connect(self._changed)
        self.subject.edit.textChanged.connect(self._subject_edited)
        self.subject.edit.editingFinished.connect(self._subject_left)
        self.language.currentIndexChanged.connect(self._language_chosen)
        self.copy_letter.clicked.connect(self._copy_letter)
        self.copy_subject.clicked.connect(self._copy_subject)
        self.open_mail.clicked.connect(self._open_mail)
        self.save.clicked.connect(self._save)
        self.copy_ip.clicked.connect(self._copy_ip)
        self.sent.toggled.connect(self._sent)
        self.reminder.clicked.connect(self._remind)

    def _letter_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        box = QGridLayout(card)
        box.setContentsMargins(16, 16, 16, 16)
        box.setHorizontalSpacing(8)
        box.setVerticalSpacing(8)
        self._to_caption = label("muted", wrap=False)
        self._to = label("fixed", wrap=False, name="letterToLabel")
        self._to.setText(self.workspace.facts.support_email)
        self.language = QComboBox()
        self.language.setObjectName("letterLanguageCombo")
        for code in LANGUAGES:
            self.language.addItem(LANGUAGE_NAMES[code], code)
        self._language_caption = QLabel()
        self._language_caption.setProperty("role", "muted")
        self._language_caption.setBuddy(self.language)
        self.subject = Field("letterSubjectEdit")
        self.company = Field("companyEdit")
        self.company_id = Field("companyIdEdit")
        to = QVBoxLayout()
        to.addWidget(self._to_caption)
        to.addWidget(self._to)
        to.addStretch(1)
        language = QVBoxLayout()
        language.addWidget(self._language_caption)
        language.addWidget(self.language)
        box.addLayout(to, 0, 0)
        box.addLayout(language, 0, 1)
        # With large letters a caption takes two lines rather than the page more than its width.
        for column, field in enumerate((self.company, self.company_id)):
            field.caption.setWordWrap(True)
            box.addWidget(field, 1, column, Qt.AlignmentFlag.AlignBottom)
        box.addWidget(self.subject, 2, 0, 1, 2)
        box.setColumnStretch(0, 1)
        box.setColumnStretch(1, 1)
        self.preview = QPlainTextEdit()
        self.preview.setObjectName("letterPreview")
        self.preview.setReadOnly(True)
        self.preview.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.preview.setTabChangesFocus(True)
        # The whole letter at a glance; on a small window the page scrolls, not the letter in it.
        self.preview.setMinimumHeight(self.preview.fontMetrics().lineSpacing() * 19)
        box.addWidget(self.preview, 3, 0, 1, 2)
        return card

    def _buttons_column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.copy_letter = button("copyLetterButton", "primary")
        self.copy_subject = button("copySubjectButton")
        self.open_mail = button("openMailButton")
        self.save = button("saveLetterButton")
        for each in (self.copy_letter, self.copy_subject, self.open_mail, self.save):
            column.addWidget(each)
        column.addSpacing(8)
        self._one_by_one = label("muted")
        column.addWidget(self._one_by_one)
        self.copy_addresses = {}
        for which, name in (
            ("push", "copyPushAddressButton"),
            ("settings", "copySettingsAddressButton"),
            ("completed", "copyCompletedAddressButton"),
        ):
            each = button(name)
            each.setProperty("fixed", True)
            each.clicked.connect(lambda _=False, which=which: self._copy_address(which))
            self.copy_addresses[which] = each
            column.addWidget(each)
        column.addStretch(1)
        return column

    def initial_focus(self) -> QWidget:
        """Copying is what most will do."""
        return self.copy_letter

    # Words and state

    def retranslate(self) -> None:
        """Set every word anew; the letter keeps its own language."""
        super().retranslate()
        text = self.text
        self._to_caption.setText(text("letter.to"))
        self._language_caption.setText(text("letter.language"))
        self.language.setAccessibleName(text("letter.language").replace("&", ""))
        self.company.say(text("letter.company"), text("letter.optional"))
        self.company_id.say(text("letter.company_id"), text("letter.optional"))
        for field in (self.company, self.company_id):
            field.edit.setToolTip(text("letter.optional"))
        self.subject.say(text("letter.subject"))
        self.preview.setAccessibleName(text("letter.body"))
        self.copy_letter.setText(text("letter.copy"))
        self.copy_subject.setText(text("letter.copy_subject"))
        self.open_mail.setText(text("letter.open_mail"))
        self.save.setText(text("letter.save"))
        self._one_by_one.setText(text("letter.one_by_one"))
        for which, label_text in (
            ("push", "push"),
            ("settings", "callSettings"),
            ("completed", "callCompleted"),
        ):
            self.copy_addresses[which].setText(label_text)
            self.copy_addresses[which].setAccessibleName(
                text("letter.copy_address", name=label_text)
            )
        self.copy_ip.setText(text("letter.copy_ip"))
        self._advice.setText(text("letter.advice"))
        self.sent.setText(text("letter.sent"))
        self._show_words()

    def entered(self) -> None:
        """Find out, off the window's thread, whether there is a mail program."""
        ask = self.services.desktop.can_open_mail

        def done(result: Outcome) -> None:
            self._mail_program = result.value

        self.workspace.jobs.start("mail-program", lambda cancel: ask(), done)  # noqa: ARG005

    def left(self, closing: bool = False) -> bool:
        """What was said of a copy is old news on return."""
        self._say(None)
        return True

    def _other_account(self) -> None:
        self._reminding = False
        self._say(None)

    def refresh(self) -> None:
        """Show the state of the account."""
        state = self.workspace.state
        if state is None:
            return
        self._filling = True
        for edit, value in (
            (self.company.edit, state.company),
            (self.company_id.edit, state.company_id),
        ):
            if edit.text() != value:
                edit.setText(value)
        self.language.setCurrentIndex(LANGUAGES.index(self._language()))
        self.sent.blockSignals(True)
        self.sent.setChecked(bool(state.letter_sent_at))
        self.sent.blockSignals(False)
        self._filling = False
        self._compose()
        self._sent_words()

    def _language(self) -> str:
        state = self.workspace.state
        if state is not None and state.letter_language in LANGUAGES:
            return state.letter_language
        # Support is known to read Ukrainian and Russian; whether it reads English nobody has written down.
        return "uk" if self.services.catalogue.language == "uk" else "ru"

    def _letter(self) -> Letter:
        state = self.workspace.state
        language = self._language()
        in_letter = self.services.catalogue.text_in
        kind = "reminder" if self._reminding else "letter"
        subject = in_letter(
            language, "letter_texts.reminder_subject" if self._reminding else "letter_texts.subject"
        )
        if state is not None and state.letter_subject and not self._reminding:
            subject = state.letter_subject
        return compose(
            self.services.read_resource(f"templates/{kind}.{language}.txt.j2"),
            subject,
            self.workspace.letter_origin,
            self.workspace.facts,
            company=state.company if state else "",
            company_id=state.company_id if state else "",
            sent_on=self._sent_day(language) if self._reminding else "",
        )

    def _sent_day(self, language: str) -> str:
        """The day of the first letter, as the letter's language writes it."""
        state = self.workspace.state
        sent = moment(state.letter_sent_at) if state else None
        if sent is None:
            return ""
        local = sent.astimezone(self.workspace.now().tzinfo)
        return QLocale(language).toString(QDate(local.year, local.month, local.day), "d MMMM yyyy")

    def _compose(self) -> None:
        letter = self._letter()
        if self.preview.toPlainText() != letter.body:
            self.preview.setPlainText(letter.body)
        if self.subject.edit.text() != letter.subject and not self.subject.edit.hasFocus():
            self._show_subject(letter.subject)
        self.subject.edit.setReadOnly(self._reminding)
        answer = self.services.catalogue.text_in(self._language(), "letter_texts.ip_answer")
        self._ip_text.setText(self.text("letter.ip", answer=answer))
        for which, address in self.workspace.letter_addresses().items():
            self.copy_addresses[which].setToolTip(address)

    def _changed(self) -> None:
        if self._filling:
            return
        self.workspace.update(
            company=self.company.edit.text(), company_id=self.company_id.edit.text()
        )
        self._compose()

    def _subject_edited(self, subject: str) -> None:
        if not self._filling and not self._reminding:
            self.workspace.update(letter_subject=subject)

    def _subject_left(self) -> None:
        """An emptied subject means the usual one."""
        if not self.subject.edit.text().strip():
            self.workspace.update(letter_subject="")
            self._show_subject(self._letter().subject)

    def _show_subject(self, subject: str) -> None:
        self._filling = True
        self.subject.edit.setText(subject)
        self.subject.edit.setCursorPosition(0)
        self._filling = False

    def _language_chosen(self) -> None:
        if self._filling:
            return
        self.subject.edit.clearFocus()
        self.workspace.update(letter_language=str(self.language.currentData()), letter_subject="")
        self._compose()

    # Acts

    def _say(
        self,
        words: Callable[[], str] | None,
        findings: tuple[Finding, ...] = (),
        state: str = "ok",
    ) -> None:
        self._words, self._findings, self._words_state = words, findings, state
        self._show_words()

    def _show_words(self) -> None:
        """In the language of the moment."""
        if self._findings:
            self.tell(self.status, self._findings)
        elif self._words is not None:
            self.status.set_state(self._words_state, self._words())
        else:
            self.status.set_state("idle", "")

    def _copied(self, content: str, key: str, **values: object) -> None:
        self.services.desktop.copy(content)
        self._say(lambda: self.text(key, **values))

    def _copy_letter(self) -> None:
        self._copied(self._letter().body, "letter.copied", to=self.workspace.facts.support_email)

    def _copy_subject(self) -> None:
        self._copied(self._letter().subject, "letter.copied_subject")

    def _copy_address(self, which: str) -> None:
        address = self.workspace.letter_addresses()[which]
        self._copied(address, "letter.copied_address", address=address)

    def _copy_ip(self) -> None:
        answer = self.services.catalogue.text_in(self._language(), "letter_texts.ip_answer")
        self._copied(answer, "letter.copied_ip")

    def _open_mail(self) -> None:
        """Asked in any case: without a mail program the system may still know what to do."""
        letter, desktop = self._letter(), self.services.desktop
        whole = mailto(letter, desktop.mail_limit)
        opened = desktop.open_url(whole if whole is not None else mailto_without_body(letter))
        to = self.workspace.facts.support_email
        if not opened or self._mail_program is False:
            desktop.copy(letter.body)
            self._say(lambda: self.text("letter.no_mail", to=to), state="warning")
        elif whole is None:
            self._copied(letter.body, "letter.mail_paste", to=to)
        else:
            self._say(lambda: self.text("letter.mail_opened"))

    def _save(self) -> None:
        name = self.workspace.address.file_name if self.workspace.address else "binotel"
        path = self.shell.ask_path("letter", Path.home() / f"binotel-{name}.eml")
        if path is None:
            return
        finding = self.services.archive.write_file(path, eml(self._letter()))
        if finding is not None:
            self._say(None, (finding,))
        else:
            self._say(lambda: self.text("letter.saved", file=str(path)))

    def _sent(self, on: bool) -> None:
        self.workspace.update(letter_sent_at=self.workspace.stamp() if on else "")
        if not on:
            self._reminding = False
        self.refresh()

    def _sent_words(self) -> None:
        state = self.workspace.state
        sent = moment(state.letter_sent_at) if state else None
        self.reminder.setVisible(False)
        if sent is None:
            self.sent_label.setText("")
            return
        now = self.workspace.now()
        local = sent.astimezone(now.tzinfo)
        days = (now.date() - local.date()).days
        when = self.time_text(sent)
        if days <= 0:
            self.sent_label.setText(self.text("letter.sent_today", when=when))
        else:
            self.sent_label.setText(self.text("letter.sent_ago", n=days, when=when))
        waiting = state is not None and not state.has_keys and not state.saved_in_planfix_at
        passed = working_days_between(local.date(), now.date())
        self.reminder.setVisible(waiting and passed >= REMIND_AFTER_WORKING_DAYS)
        self.reminder.setText(
            self.text("letter.reminder_back" if self._reminding else "letter.reminder")
        )

    def _remind(self) -> None:
        self._reminding = not self._reminding
        self._compose()
        self._sent_words()
        self._say((lambda: self.text("letter.reminder_shown")) if self._reminding else None)
