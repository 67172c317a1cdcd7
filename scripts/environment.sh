# Sourced by scripts/demo and scripts/test: makes .venv from the hash-pinned lock, once.
# It needs git's checkout and a Python of 3.11 to 3.13 with `venv`; nothing else.

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

is_python() { # NAME: runs, and is of a version that Mizan takes
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null
}

has_venv() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }

find_python() {
    local name lame=
    set -- python3 python3.13 python3.12 python3.11
    [ -z "${MIZAN_PYTHON:-}" ] || set -- "$MIZAN_PYTHON"
    for name; do
        is_python "$name" || continue
        has_venv "$name" && { command -v "$name"; return; }
        lame=${lame:-$name}
    done
    if [ -z "$lame" ]; then
        say "Mizan needs Python 3.11, 3.12 or 3.13; tried: $*."
        say "Install one (Debian, Ubuntu: apt install python3),"
        say "or name it: MIZAN_PYTHON=/path/to/python3 $0"
        return 1
    fi
    say "$lame cannot make a virtual environment: its venv module is missing."
    say "Install it (Debian, Ubuntu): apt install python$("$lame" -c \
        'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    return 1
}

digest_of() { cat pyproject.toml requirements/build.txt "requirements/$1.txt" | cksum; }

is_ready() { # LOCK: the stamp is of this lock, and neither the checkout nor Python has moved since
    [ "$(cat ".venv/.mizan-$1" 2>/dev/null)" = "$(digest_of "$1")" ] &&
        .venv/bin/mizan --version >/dev/null 2>&1
}

# make_environment LOCK: a .venv holding requirements/LOCK.txt and this checkout. A stamp of the
# lock's digest makes a second run immediate and free of network. What tests need holds all that a
# run needs.
make_environment() {
    local lock=$1 python
    if is_ready "$lock" || { [ "$lock" = runtime ] && is_ready test; }; then
        say "The environment .venv is ready."
        return
    fi
    python=$(find_python)
    if ! .venv/bin/pip --version >/dev/null 2>&1; then # none yet, or moved, or its Python is gone
        say "Making .venv with $("$python" --version)"
        rm -rf .venv
        "$python" -m venv .venv
    fi
    say "Installing $(grep -c '==' "requirements/$lock.txt") locked packages ($lock); this takes a minute at most"
    install_locked -r requirements/build.txt -r "requirements/$lock.txt"
    say "Installing Mizan from this checkout"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
        --no-build-isolation --editable .
    digest_of "$lock" >".venv/.mizan-$lock"
}

install_locked() {
    local progress=()
    [ -t 2 ] || progress=(--progress-bar off)
    .venv/bin/python -m pip install --disable-pip-version-check --require-hashes --no-deps \
        --only-binary :all: "${progress[@]}" "$@" |
        while IFS= read -r line; do
            case $line in
                Collecting*) printf '    %s\n' "${line#Collecting }" >&2 ;;
                Successfully*) printf '    installed\n' >&2 ;;
            esac
        done
    [ "${PIPESTATUS[0]}" -eq 0 ]
}
