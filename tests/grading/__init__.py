"""Tests of the runner that grades assignments."""

NO_SANDBOX = (
    "bubblewrap is missing or not allowed here: that it keeps a student's code in was not checked"
)
