#!/bin/sh
# Print the Python that the book is set up with: 3.11 or newer. Says what to do when there is none.
# PYTHON=/path/to/python overrides the search; a finished .venv remembers the one it was made with.

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
where='import sys; print(sys.executable)'

accept() { # $1: a command; prints its path and ends the search if it is new enough
    if "$1" -c "$new_enough" >/dev/null 2>&1; then
        "$1" -c "$where"
        exit 0
    fi
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) &&
        found_old="${found_old:-$version}"
}

if [ -n "$PYTHON" ]; then
    accept "$PYTHON"
    if [ -n "$found_old" ]; then
        echo "PYTHON=$PYTHON is Python $found_old; this book needs Python 3.11 or newer." >&2
    else
        echo "PYTHON=$PYTHON does not run. Give the path of a Python 3.11 or newer." >&2
    fi
    exit 1
fi

if [ -r .venv/made-with ]; then
    accept "$(cat .venv/made-with)"
    found_old= # it is gone; search anew
fi
for name in python3.14 python3.13 python3.12 python3.11 python3 python; do
    command -v "$name" >/dev/null 2>&1 && accept "$name"
done

# uv brings its own Python along.
if command -v uv >/dev/null 2>&1; then
    echo "No Python 3.11 or newer was found; asking uv for one ..." >&2
    path=$(uv python find '>=3.11' 2>/dev/null) ||
        { uv python install 3.13 >&2 && path=$(uv python find '>=3.11' 2>/dev/null); }
    [ -n "$path" ] && accept "$path"
fi

if [ -n "$found_old" ]; then
    echo "Python $found_old was found, but this book needs Python 3.11 or newer." >&2
else
    echo "No Python was found. This book needs Python 3.11 or newer." >&2
fi
cat >&2 <<'ADVICE'
  Any system:      https://www.python.org/downloads/ has installers.
  macOS:           brew install python@3.13
  Debian, Ubuntu:  sudo apt install python3 python3-venv
  Fedora:          sudo dnf install python3.13
Then run the same command again. If your Python has an unusual name, give its path:
  make book PYTHON=/path/to/python3
ADVICE
exit 1
