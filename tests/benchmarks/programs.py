"""What is run inside the environment of the wheel: one program a measurement, each prints JSON.

They know the window by the names of the contract only. Where a page is not there yet they say so.
"""

from __future__ import annotations

_PAINTED = """
import json, os, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

def memory():
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    except OSError:
        return 0

def tell():
    print(json.dumps({"at": time.monotonic(), "kib": memory()}), flush=True)
    os._exit(0)

class FirstPaint(QObject):
    # The window paints before its children, all in one go: what follows comes after the last child.
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, tell)
        return False
"""

BARE = (
    _PAINTED
    + """
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWizard, QWizardPage
app = QApplication([])
window = QWizard()
for number in (1, 2):
    page = QWizardPage()
    page.setTitle(f"Page {number}")
    QVBoxLayout(page).addWidget(QLabel("One label"))
    window.addPage(page)
window.show()
first = FirstPaint()
window.installEventFilter(first)
app.exec()
"""
)

# The program's own import comes first, as when a person starts it.
OURS = (
    """
import sys
from wizard.app import create
"""
    + _PAINTED
    + """
window = create(["--config-dir", sys.argv[1], "--language", "ru"])
first = FirstPaint()
window.installEventFilter(first)
QApplication.instance().exec()
"""
)

WINDOW = """
import json, sys, time
from wizard.app import create
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QWidget

window = create(["--config-dir", sys.argv[1], "--language", "ru", "--account", sys.argv[2]])
app = QApplication.instance()

def find(name):
    return window.findChild(QWidget, name)
"""

HANG = (
    WINDOW
    + """
find("tokenEdit").setText(sys.argv[3])
find("checkAccountButton").click()
assert find("accountStatus").property("state") == "busy"

def close():
    print(json.dumps({"at": time.monotonic()}), flush=True)
    window.close()

QTimer.singleShot(500, close)
app.exec()
"""
)

# A timer that is always due ticks whenever the loop is free: the longest gap is the longest block.
BLOCKS = (
    """
import sys, time
import wizard.doors.pace as pace
# One request a second would only make the same work last longer.
pace.Pace.__init__.__defaults__ = (0.03, time.monotonic)
"""
    + WINDOW
    + """
longest, skipped, checks = {}, [], []
now = {"check": None, "last": 0.0}

def tick():
    at = time.perf_counter()
    if now["check"] is not None:
        block = (at - now["last"]) * 1000
        longest[now["check"]] = max(longest.get(now["check"], 0.0), block)
    now["last"] = time.perf_counter()

ticking = QTimer(interval=0)
ticking.timeout.connect(tick)
ticking.start()

def wait_for(status, then):
    seen = {"quiet": 0}
    def look():
        line = find(status)
        quiet = line is not None and line.property("state") not in ("busy",)
        # Painting and layout come after the verdict: they belong to the check too.
        seen["quiet"] = seen["quiet"] + 1 if quiet else 0
        if seen["quiet"] == 20:
            poll.stop()
            now["check"] = None
            then()
    poll = QTimer(window, interval=10)
    poll.timeout.connect(look)
    poll.start()

def measure(name, act):
    act()
    now["check"], now["last"] = name, time.perf_counter()

def account():
    find("tokenEdit").setText(sys.argv[3])
    measure("account", find("checkAccountButton").click)
    wait_for("accountStatus", step("tracking", "trackingTable", "trackingStatus", employees))

def step(name, table, status, then, again=None):
    def run():
        if not window.go_to(name) or find(table) is None:
            skipped.append(f"{name}: there is no {table} yet")
            then()
            return
        now["check"], now["last"] = name, time.perf_counter()
        wait_for(status, then)
    return run

def press(name, button, status, then):
    def run():
        found = find(button)
        if found is None or not found.isEnabled():
            skipped.append(f"{name}: {button} cannot be pressed")
            then()
            return
        measure(name, found.click)
        wait_for(status, then)
    return run

def employees():
    step("employees", "employeesTable", "employeesStatus", end)()

def end():
    rows = {}
    for name in ("trackingTable", "employeesTable"):
        table = find(name)
        rows[name] = table.model().rowCount() if table is not None else 0
    states = {name: find(name).property("state") for name in ("accountStatus", "trackingStatus",
              "employeesStatus") if find(name) is not None}
    print(json.dumps({"longest": longest, "skipped": skipped, "rows": rows, "states": states}), flush=True)
    window.close()

QTimer.singleShot(300, account)
app.exec()
"""
)

CHECK = """
import json, sys, time
from wizard.doors.pace import Pace
from wizard.doors.planfix import PlanfixClient
from wizard.doors.resources import facts
from wizard.rules.address import Address
from wizard.rules.secret import Secret

client = PlanfixClient(
    Address.from_origin(sys.argv[1]), Secret(sys.argv[2]), facts=facts(), pace=Pace()
)
start = time.monotonic()
client.ping()
tags = client.data_tags()
employees = client.employees()
for number in sys.argv[3:]:
    client.employees_by_short_number(number)
print(json.dumps({
    "seconds": time.monotonic() - start, "tags": len(tags), "employees": len(employees)
}))
"""
