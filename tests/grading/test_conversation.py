"""The talk with a student's side that does not play along."""

from __future__ import annotations

import subprocess
import sys

import pytest

from assignments.grading.conversation import Conversation, Lost


@pytest.fixture
def talk():
    """Start a process of the given code and return the conversation with it."""
    begun = []

    def start(code: str) -> Conversation:
        process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        begun.append(Conversation(process))
        return begun[-1]

    yield start
    for conversation in begun:
        conversation.close()
        conversation.process.kill()
        conversation.process.communicate()


@pytest.mark.timeout(30)
@pytest.mark.parametrize("length", [10, 10_000_000])  # less, and more, than a pipe takes
def test_a_process_that_reads_nothing_is_not_waited_for(talk, length):
    asleep = talk("import time; time.sleep(60)")
    with pytest.raises(Lost, match="ran out of time"):
        asleep.ask(0.5, do="run", code="x" * length)


def test_a_long_request_arrives_whole(talk):
    counting = talk(
        "import json\n"
        "request = json.loads(input())\n"
        "reply = {'id': request['id'], 'state': 'value', 'value': len(request['code'])}\n"
        "print(json.dumps(reply), flush=True)"
    )
    assert counting.ask(20, do="run", code="x" * 1_000_000)["value"] == 1_000_000


def test_a_process_that_ends_is_told_from_one_that_is_slow(talk):
    with pytest.raises(Lost, match="ended the program"):
        talk("pass").ask(20, do="run", code="x" * 10_000_000)


def test_a_reply_to_another_request_is_no_reply(talk):
    forging = talk('input(); print(\'{"id": 7, "state": "value"}\', flush=True)')
    with pytest.raises(Lost, match="where only answers belong"):
        forging.ask(20, do="get", name="x")
