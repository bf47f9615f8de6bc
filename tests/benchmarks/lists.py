"""Programs that measure lists of ten thousand people: in the window, and the matching by itself. Each prints JSON.

Run inside the environment of the wheel, like those of programs.py.
"""

from __future__ import annotations

from tests.benchmarks.programs import WINDOW

# The act itself counts too: what a person does is over when the window answers again.
LISTS = (
    """
import sys, time
import wizard.doors.pace as pace
pace.Pace.__init__.__defaults__ = (0.03, time.monotonic)
"""
    + WINDOW
    + """
longest = {}
now = {"act": None, "last": 0.0}
COUNT = int(sys.argv[4])

def tick():
    at = time.perf_counter()
    if now["act"] is not None:
        longest[now["act"]] = max(longest.get(now["act"], 0.0), (at - now["last"]) * 1000)
    now["last"] = time.perf_counter()

ticking = QTimer(interval=0)
ticking.timeout.connect(tick)
ticking.start()

def quiet():
    jobs = window.workspace.jobs
    names = ("employees", "employeesList", "employeesSheet", "employeesJudged")
    return not any(map(jobs.running, names)) and find("employeesStatus").property("state") != "busy"

def steps():
    find("tokenEdit").setText(sys.argv[3])
    window.go_to("employees")
    yield None
    view = find("employeesTable")
    model = view.model()
    rows = [f"Демо-{n} Олена;demo{n}@acme.example;{n};067{n:07d}" for n in range(1, COUNT + 1)]
    QApplication.clipboard().setText("Сотрудник;Почта;Короткий;Wire\\n" + "\\n".join(rows))
    yield "a list of 10 000"
    find("pasteEmployeesButton").click()
    yield ""
    assert model.index(COUNT - 1, 1).data() == str(COUNT), model.index(COUNT - 1, 1).data()
    yield "filter by name"
    for letters in ("д", "де", "демо", "демо-99"):
        find("employeesFilterEdit").setText(letters)
        yield ""
    assert 0 < model.rowCount() < COUNT
    find("employeesFilterEdit").clear()
    yield "problems only"
    find("problemsOnlyCheck").setChecked(True)
    yield ""
    find("problemsOnlyCheck").setChecked(False)
    yield "scrolling"
    for place in range(0, COUNT, COUNT // 40):
        view.scrollTo(model.index(place, 0))
        yield ""
    yield "a number typed"
    model.setData(model.index(5, 1), "77777")
    yield ""
    yield "copying the short numbers"
    find("copyShortNumbersButton").click()
    yield ""

def go_on():
    # One step at a time, each followed by rounds of the loop in which the window paints.
    if waiting["rounds"]:
        waiting["rounds"] -= 1
        return
    if waiting["started"] and not quiet():
        waiting["rounds"] = 5
        return
    waiting["started"] = True
    try:
        said = next(program)
    except StopIteration:
        poll.stop()
        print(json.dumps({"longest": longest}), flush=True)
        window.close()
        return
    waiting["rounds"] = 15
    if said is not None:
        now["act"] = said or now["act"]
    else:
        now["act"] = None

waiting = {"rounds": 30, "started": False}
program = steps()
poll = QTimer(window, interval=10)
poll.timeout.connect(go_on)
poll.start()
app.exec()
"""
)

MATCHING = """
import json, sys, time
import phonenumbers
from wizard.rules.models import Employee, Listed, Phone
from wizard.rules.same_person import match_all

def lists(count):
    people = [
        Listed(f"Демо{n} Олена", f"demo{n}@acme.example" if n % 3 else "", f"067 {n:07d}", str(n))
        for n in range(1, count + 1)
    ]
    staff = [
        Employee(
            n, "Олена", lastname=f"Демо{n}", email=f"demo{n}@acme.example" if n % 2 else "",
            phones=(Phone(f"+38067{n:07d}"), Phone(f"+38044{n:07d}", 2)),
        )
        for n in range(count, 0, -1)
    ]
    return people, staff

def matching(count):
    from wizard.rules import person_names, phones
    for each in (phones.e164, phones._parse, person_names.words, person_names._word, person_names.full_form):
        each.cache_clear()
    people, staff = lists(count)
    start = time.perf_counter()
    found = match_all(people, staff, {})
    seconds = time.perf_counter() - start
    assert all(match.at is not None for match in found)
    return seconds

def parsing(count):
    people, staff = lists(count)
    numbers = [each.phone for each in people]
    start = time.perf_counter()
    for number in numbers:
        phonenumbers.parse(number, "UA")
    return time.perf_counter() - start

count = int(sys.argv[1])
phonenumbers.parse("0671112233", "UA")
matching(100)
runs = [(matching(count), parsing(count), matching(count // 2)) for _ in range(3)]
print(json.dumps({"matching": min(each[0] for each in runs), "parsing": min(each[1] for each in runs),
                  "half": min(each[2] for each in runs)}))
"""
