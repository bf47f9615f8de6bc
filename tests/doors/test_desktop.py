"""Browser, mail program and clipboard, without a screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import (
    QByteArray,
    QMimeData,
    QObject,
    QUrl,
    Slot,
    qDebug,
    qInstallMessageHandler,
)
from PySide6.QtGui import QClipboard, QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from wizard.doors import desktop as door
from wizard.doors.desktop import Desktop, concealer, watch_qt_messages
from wizard.doors.logs import redact
from wizard.rules.secret import Secret

CANARY = "demo-canary-0001"


class _Opener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.seen.append(bytes(url.toEncoded().data()).decode())


@pytest.fixture
def opener(qapp: object) -> Iterator[_Opener]:
    found = _Opener()
    for scheme in ("http", "https", "mailto", "file", "ftp"):
        QDesktopServices.setUrlHandler(scheme, found, "open")
    yield found
    for scheme in ("http", "https", "mailto", "file", "ftp"):
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture
def clipboard(qapp: object) -> Iterator[QClipboard]:
    found = QGuiApplication.clipboard()
    found.clear()
    yield found
    found.clear()


@pytest.fixture
def make(clipboard: QClipboard) -> Iterator[Callable[..., Desktop]]:
    made: list[Desktop] = []

    def build(**options: float) -> Desktop:
        made.append(Desktop(**options))
        return made[-1]

    yield build
    for each in made:
        each.close()


def test_addresses_are_opened_as_they_are(opener: _Opener, make: Callable[..., Desktop]) -> None:
    desktop = make()
    mail = "mailto:support@binotel.example?subject=%D0%9F%2B%3B&body=a%0D%0Ab%26c"
    assert desktop.open_url("https://acme.planfix.ru/?action=vats&x=1%2B1")
    assert desktop.open_url(QUrl("http://127.0.0.1:5000/"))
    assert desktop.open_mail(mail)
    assert opener.seen == [
        "https://acme.planfix.ru/?action=vats&x=1%2B1",
        "http://127.0.0.1:5000/",
        mail,
    ]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "acme.planfix.ru",
        "file:///etc/hosts",
        "ftp://acme.planfix.ru/",
        "javascript:alert(1)",
        "https://user:pass@acme.planfix.ru/",
        "https://acme.planfix.ru/" + "x" * 9000,
        "mailto:a@b.example?body=" + "x" * 9000,
    ],
)
def test_what_is_no_address_for_the_person_is_refused_in_silence(
    opener: _Opener, make: Callable[..., Desktop], url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    desktop = make()
    assert desktop.open_url(url) is False
    assert opener.seen == []
    assert "".join(capfd.readouterr()) == ""


@pytest.mark.parametrize(("system", "limit"), [("win32", 2000), ("darwin", 2000), ("linux", 8000)])
def test_a_letter_too_long_for_the_system_is_refused(
    opener: _Opener,
    make: Callable[..., Desktop],
    monkeypatch: pytest.MonkeyPatch,
    system: str,
    limit: int,
) -> None:
    monkeypatch.setattr(door.sys, "platform", system)
    desktop = make()
    assert desktop.mail_limit == limit
    begin = "mailto:a@b.example?body="
    assert desktop.open_mail(begin + "x" * (limit - len(begin)))
    assert not desktop.open_mail(begin + "x" * (limit - len(begin) + 1))
    assert not desktop.open_mail("https://acme.planfix.ru/")
    assert len(opener.seen) == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="xdg-mime is Linux's")
@pytest.mark.parametrize(
    ("answer", "known"),
    [
        ('echo "demo-mail.desktop"', True),
        ("exit 0", False),
        ("exit 3", False),
        ("exec cat hanging", None),
        (None, None),
    ],
    ids=["set up", "nothing", "refused", "hangs", "not installed"],
)
def test_whether_there_is_a_mail_program(
    make: Callable[..., Desktop],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str | None,
    known: bool | None,
) -> None:
    os.mkfifo(tmp_path / "hanging")
    if answer is not None:
        program = tmp_path / "xdg-mime"
        program.write_text(
            f'#!/bin/sh\nPATH=/bin:/usr/bin; cd "{tmp_path}"\n'
            f'[ "$*" = "query default x-scheme-handler/mailto" ] || exit 9\n{answer}\n'
        )
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert make().can_open_mail() is known


def test_elsewhere_nobody_knows(
    make: Callable[..., Desktop], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door.sys, "platform", "win32")
    assert make().can_open_mail() is None


def test_text_is_copied_without_marks(make: Callable[..., Desktop], clipboard: QClipboard) -> None:
    make().copy("Тема: подключение")
    assert clipboard.text() == "Тема: подключение"
    assert not set(door.MARKS) & set(clipboard.mimeData().formats())


def test_what_was_copied_is_known_again_until_something_else_is(
    make: Callable[..., Desktop], clipboard: QClipboard
) -> None:
    desktop = make()
    desktop.copy("utm_source")
    assert desktop.holds("utm_source")
    assert not desktop.holds("utm_sourc")
    clipboard.setText("the person's own")
    assert not desktop.holds("utm_source")


def test_a_secret_carries_the_marks_of_every_system(
    make: Callable[..., Desktop], clipboard: QClipboard
) -> None:
    make().copy_secret(Secret(CANARY))
    data = clipboard.mimeData()
    assert clipboard.text() == CANARY
    assert bytes(data.data("x-kde-passwordManagerHint").data()) == b"secret"
    for name in (
        "ExcludeClipboardContentFromMonitorProcessing",
        "CanIncludeInClipboardHistory",
        "CanUploadToCloudClipboard",
    ):
        found = data.data(f'application/x-qt-windows-mime;value="{name}"')
        assert bytes(found.data()) == b"\0\0\0\0"
    assert data.hasFormat("org.nspasteboard.ConcealedType")


def test_a_secret_is_cleared_after_its_time(
    make: Callable[..., Desktop], clipboard: QClipboard, qtbot: QtBot
) -> None:
    desktop = make(clear_after=0.01)
    with qtbot.waitSignal(desktop.secret_cleared, timeout=5000):
        desktop.copy_secret(Secret(CANARY))
    assert clipboard.text() == ""


def test_a_minute_is_the_time_when_nothing_else_is_said(make: Callable[..., Desktop]) -> None:
    desktop = make()
    desktop.copy_secret(Secret(CANARY))
    assert desktop._timer.interval() == 60_000
    assert desktop._timer.isActive()


def test_a_secret_is_cleared_at_the_end(
    make: Callable[..., Desktop], clipboard: QClipboard
) -> None:
    desktop = make()
    desktop.copy_secret(Secret(CANARY))
    desktop.close()
    assert clipboard.text() == ""
    desktop.close()


def test_what_the_person_copied_meanwhile_is_never_taken(
    make: Callable[..., Desktop], clipboard: QClipboard, qtbot: QtBot
) -> None:
    late, ended = make(clear_after=0.01), make()
    late.copy_secret(Secret(CANARY))
    clipboard.setText("мой текст")
    qtbot.waitUntil(lambda: not late._timer.isActive(), timeout=5000)
    assert clipboard.text() == "мой текст"
    ended.copy_secret(Secret(CANARY))
    clipboard.setText("мой текст")
    ended.close()
    assert clipboard.text() == "мой текст"


def test_other_text_of_ours_is_not_taken_either(
    make: Callable[..., Desktop], clipboard: QClipboard
) -> None:
    desktop = make()
    desktop.copy_secret(Secret(CANARY))
    desktop.copy("тема письма")
    assert not desktop._timer.isActive()
    desktop.close()
    assert clipboard.text() == "тема письма"


def test_two_windows_leave_each_others_secrets_alone(
    make: Callable[..., Desktop], clipboard: QClipboard, qtbot: QtBot
) -> None:
    early, late = make(clear_after=0.01), make()
    early.copy_secret(Secret("demo-first"))
    late.copy_secret(Secret(CANARY))
    qtbot.waitUntil(lambda: not early._timer.isActive(), timeout=5000)
    early.close()
    assert clipboard.text() == CANARY
    late.close()
    assert clipboard.text() == ""


def test_a_manager_that_took_the_secret_over_loses_it_after_its_time(
    make: Callable[..., Desktop], clipboard: QClipboard, qtbot: QtBot
) -> None:
    desktop = make(clear_after=0.01)
    desktop.copy_secret(Secret(CANARY))
    taken = QMimeData()
    taken.setText(CANARY)
    clipboard.setMimeData(taken)
    qtbot.waitUntil(lambda: clipboard.text() == "", timeout=5000)


def test_a_second_secret_has_a_time_of_its_own(
    make: Callable[..., Desktop], clipboard: QClipboard
) -> None:
    desktop = make()
    desktop.copy_secret(Secret("demo-first"))
    desktop.copy_secret(Secret(CANARY))
    assert clipboard.text() == CANARY
    desktop.close()
    assert clipboard.text() == ""


def test_no_copy_of_the_secret_is_kept_to_compare(make: Callable[..., Desktop]) -> None:
    desktop = make()
    desktop.copy_secret(Secret(CANARY))
    assert CANARY not in repr(vars(desktop))
    assert CANARY not in repr([desktop.property(str(name)) for name in vars(desktop)])


def test_the_mark_of_a_mac_passes_under_its_own_name() -> None:
    made = concealer(object)()
    uti = "org.nspasteboard.ConcealedType"
    assert made.utiForMime(uti) == made.mimeForUti(uti) == uti
    assert made.utiForMime("text/plain") == made.mimeForUti("public.text") == ""
    assert made.canConvert(uti, uti)
    assert not made.canConvert("text/plain", uti)
    assert made.convertFromMime(uti, QByteArray(), uti) == [QByteArray()]
    assert made.convertToMime(uti, [], uti) == QByteArray()


def test_what_qt_says_goes_to_the_log_redacted(
    qapp: object, capfd: pytest.CaptureFixture[str]
) -> None:
    heard: list[str] = []
    log: list[str] = []
    before = qInstallMessageHandler(lambda *message: heard.append(message[2]))
    undo = watch_qt_messages(lambda text: log.append(redact(text)))
    try:
        qDebug(f"cannot open mailto:ivan@acme.example?body={CANARY}")
        undo()
        qDebug("after")
    finally:
        qInstallMessageHandler(before)
    assert log == ["qt_debug cannot open ***"]
    assert len(heard) == 2
    assert capfd.readouterr().err == ""


def test_what_is_pasted_is_text_and_never_a_secret_of_ours(
    make: Callable[..., Desktop], clipboard: QClipboard
) -> None:
    desktop = make()
    assert desktop.pasted() == ""
    clipboard.setText("Анна\t901")
    assert desktop.pasted() == "Анна\t901"
    desktop.copy_secret(Secret(CANARY))
    assert desktop.pasted() == ""
    clipboard.setText("Анна\t902")
    assert desktop.pasted() == "Анна\t902"
