import os
import select
import signal
import sys
import textwrap
import threading

import pytest

from originlens import bundles
from originlens.contract import Abstention, BundleNeeded, Document, Mark, Marks, Passage, Score
from originlens.errors import OriginlensError
from originlens.settings import Settings
from originlens.worker import FIRST_PAUSE, IsolatedDetector

LIMITS = Settings(plugin_memory_mb=300)
HASTY = Settings(plugin_seconds=3)
METHOD = """
import os, sys, time
from originlens.contract import *

class Method:
    about = About("toy", "1", "statistical", "passage", frozenset({"en"}), 5, 0)
    def prepare(self, subject):
        return Item(1, subject)
    def read(self, items):
        return [self.one(item.data) for item in items]
    def one(self, passage):
        match passage.text.split()[0]:
            case "BODY":
                pass
        return Score(float(len(passage.text)))
    def close(self):
        pass

def open(bundle):
    return Method()
"""


def passage(text: str) -> Passage:
    return Passage(text, "en", len(text.split()))


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def method(tmp_path, monkeypatch):
    """Writes a method whose text `go` runs the given lines; opens it; closes it in the end."""
    opened = []

    def write(lines="pass", *, code=None, settings=LIMITS, clock=None, bundle=None, open_seconds=60):
        name = f"toy_method_{len(opened)}_{tmp_path.name}"
        body = METHOD.replace(
            '"BODY":\n                pass', '"go":\n' + textwrap.indent(textwrap.dedent(lines), " " * 16)
        )
        (tmp_path / f"{name}.py").write_text(code or body)
        opened.append(None)
        clock = clock or Clock()
        opened[-1] = IsolatedDetector(f"{name}:open", bundle, settings, clock=clock, open_seconds=open_seconds)
        return opened[-1]

    monkeypatch.syspath_prepend(tmp_path)
    yield write
    for detector in opened:
        if detector is not None:
            detector.close()


def read(detector, *texts):
    return detector.read([detector.prepare(passage(text)) for text in texts])


def failure(detector, text="go"):
    with pytest.raises(OriginlensError) as caught:
        read(detector, text)
    assert caught.value.code == "plugin_failed"
    return caught.value.detail


def test_readings_come_back_in_order(method):
    detector = method()
    assert (detector.about.name, detector.about.languages) == ("toy", frozenset({"en"}))
    assert read(detector, "one", "three") == [Score(3.0), Score(5.0)]
    assert detector.read([]) == []


def test_preparing_costs_the_parent_nothing(method):
    detector = method()
    document = Document(("abcd", "efgh"))
    item = detector.prepare(document)
    assert (item.tokens, item.data) == (3, document)
    short = method(code=METHOD.replace("5, 0)", "5, 8)"))
    assert short.prepare(passage("word " * 100)).tokens == 8


def test_marks_and_abstentions_and_documents_cross_over(method):
    code = METHOD.replace('"passage"', '"document"').replace(
        "self.one(item.data)",
        'Marks((Mark("toy.link", "weak", detail=item.data.links[0]), Mark("toy.a", "strong", ((1, 2),), 0)))'
        ' if item.data.links else Abstention("no links")',
    )
    detector = method(code=code)
    items = [detector.prepare(Document(("xax",), links=("http://a/",))), detector.prepare(Document(("x",)))]
    marks = Marks((Mark("toy.link", "weak", detail="http://a/"), Mark("toy.a", "strong", ((1, 2),), 0)))
    assert detector.read(items) == [marks, Abstention("no links")]


def test_the_method_is_never_imported_here(method):
    method()
    assert not [name for name in sys.modules if name.startswith("toy_method_")]


def test_an_exception_fails_one_batch_and_the_process_stays(method):
    detector = method('raise KeyError("no such table")')
    cause = failure(detector)
    assert cause.startswith("KeyError at toy_method_")
    assert "no such table" in cause
    assert read(detector, "well") == [Score(4.0)]


def test_the_cause_never_repeats_the_text(method):
    cause = failure(method("raise ValueError('cannot read ' + passage.text)"), "go secretword")
    assert "cannot read" in cause
    assert "secretword" not in cause


@pytest.mark.parametrize(
    ("lines", "cause"),
    [
        ("return 'yes'", "reading 0 is str; expected Score, Marks or Abstention"),
        ("return Score(float('nan'))", "the statistic is nan"),
        ("return Marks((Mark('a', 'strong', ((0, 99),)),))", "span 0 to 99 lies outside"),
        ("return lambda: 0", "reading 0 is function"),
        ("class Own(Score): pass\nreturn Own(lambda: 0)", "TypeError"),
        ("sys.exit(3)", "SystemExit"),
        ("raise type('Odd', (Exception,), {'__str__': lambda self: 1 / 0})", "Odd"),
    ],
)
def test_wrong_answers_are_named_and_cost_one_batch(method, lines, cause):
    detector = method(lines)
    assert cause in failure(detector)
    assert read(detector, "well") == [Score(4.0)]


def test_the_wrong_number_of_readings_is_named(method):
    detector = method(code=METHOD.replace("for item in items]", "for item in items[1:]]"))
    assert "read() gave 0 readings for 1 items" in failure(detector)


def test_what_a_method_prints_goes_nowhere(method, capfd):
    detector = method("print('garbage', flush=True); os.write(1, b'garbage'); os.write(2, b'garbage')")
    assert read(detector, "go") == [Score(2.0)]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("lines", "cause"),
    [
        ("os._exit(0)", "its process ended unexpectedly (exit code 0)"),
        ("os._exit(7)", "its process ended unexpectedly (exit code 7)"),
        ("os.kill(os.getpid(), 11)", "its process ended unexpectedly (signal SIGSEGV)"),
    ],
)
def test_a_lost_process_is_told_and_comes_back_after_a_pause(method, lines, cause):
    clock = Clock()
    detector = method(lines, clock=clock)
    assert failure(detector) == cause
    assert failure(detector, "well") == f"{cause}; it starts again in 1 s"
    clock.now += FIRST_PAUSE
    assert read(detector, "well") == [Score(4.0)]


@pytest.mark.parametrize(
    "lines", ["time.sleep(1000)", "import signal; signal.signal(15, signal.SIG_IGN)\nwhile True: pass"]
)
def test_a_method_that_hangs_is_ended(method, lines):
    clock = Clock()
    detector = method(lines, clock=clock, settings=HASTY)
    assert failure(detector) == "it took longer than 3 s"
    clock.now += FIRST_PAUSE
    assert read(detector, "well") == [Score(4.0)]


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit needs Linux")
@pytest.mark.parametrize("lines", ["held = []\nwhile True: held.append(bytearray(2**24))", "bytearray(2**40)"])
def test_endless_memory_is_stopped_at_the_limit(method, lines):
    clock = Clock()
    detector = method(lines, clock=clock)
    assert failure(detector) == "it used more than 300 MiB of memory"
    clock.now += FIRST_PAUSE
    assert read(detector, "well") == [Score(4.0)]


def test_the_pause_doubles_and_a_good_batch_ends_it(method):
    clock = Clock()
    detector = method("os._exit(1)", clock=clock)
    pauses = []
    for _ in range(3):
        failure(detector)
        pauses.append(round(detector._not_before - clock.now))
        clock.now = detector._not_before
    assert pauses == [1, 2, 4]
    read(detector, "well")
    failure(detector)
    assert round(detector._not_before - clock.now) == 1


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("raise RuntimeError('no licence')", "RuntimeError at "),
        ("import nonexistent_module_of_ours", "ModuleNotFoundError"),
        ("x = 1", "has no attribute 'open'"),
        ("def open(bundle): return object()", "has no attribute 'about'"),
        ("import os\ndef open(bundle): os._exit(5)", "exit code 5"),
        ("import time\ntime.sleep(1000)", "it took longer than 1 s"),
    ],
)
def test_a_method_that_cannot_open_says_why(method, code, cause):
    with pytest.raises(OriginlensError, match="plugin") as caught:
        method(code=code, open_seconds=1 if "sleep" in code else 60)
    assert cause in caught.value.detail


def test_a_method_that_asks_for_a_bundle_is_told_apart(method):
    with pytest.raises(BundleNeeded, match="a table of words"):
        method(code="from originlens.contract import *\ndef open(bundle): raise BundleNeeded('a table of words')")


def test_a_broken_bundle_is_told(method, tmp_path):
    (tmp_path / "empty-bundle").mkdir()
    with pytest.raises(OriginlensError, match=r"bundle\.toml"):
        method(bundle=tmp_path / "empty-bundle")


def test_closing_ends_the_process_and_a_read_under_way(method):
    detector = method("time.sleep(1000)", settings=Settings(plugin_seconds=600))
    process = detector._process
    causes = []
    reader = threading.Thread(target=lambda: causes.append(failure(detector)))
    reader.start()
    detector.close()
    reader.join(30)
    assert causes == ["it was closed"]
    assert process.returncode == -signal.SIGKILL
    assert failure(detector) == "it was closed"


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")
def test_what_the_method_started_ends_with_it(method):
    detector = method("""
        child = os.fork()
        if child == 0:
            time.sleep(1000)
        return Score(child)
        """)
    (score,) = read(detector, "go")
    ended = os.pidfd_open(int(score.statistic))
    assert select.select([ended], [], [], 0) == ([], [], [])
    detector.close()
    assert select.select([ended], [], [], 30) == ([ended], [], [])
    os.close(ended)


def test_a_bundle_is_opened_on_the_other_side():
    folder = bundles.shipped_bundles() / "chatbot-leftovers"
    detector = IsolatedDetector("originlens_residue:open", folder, Settings())
    try:
        assert detector.about.name == "chatbot-leftovers"
        (reading,) = detector.read([detector.prepare(Document(("Entry is free (turn0search3).",)))])
        assert [(mark.what, mark.spans) for mark in reading.marks] == [("chatgpt.turn", ((15, 27),))]
    finally:
        detector.close()
