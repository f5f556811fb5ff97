"""Fuzzes one reader for as long as one likes; what goes wrong is kept in a folder.

    nice -n 19 .venv/bin/python -m tests.fuzz.run questionnaire --secondes 600 --sortie /tmp/trouve
    nice -n 19 .venv/bin/python -m tests.fuzz.run exemple --secondes 600 --guide --sortie /tmp/trouve

``--guide`` follows the coverage of the readers with atheris (``pip install atheris``, Python 3.11 to 3.13 on Linux;
not a dependency of the project). Prints one line of JSON: cases, files taken, what was found.
"""

import argparse
import json
import random
import sys
import time
import traceback
from hashlib import sha256
from pathlib import Path

_INSTRUMENTED = ["ptce_ref.loading", "ptce_ref.domain", "ptce_ref.services"]


class Session:
    """Counts the cases and keeps what went wrong."""

    def __init__(self, name: str, kept: Path, seconds: float) -> None:
        from tests.fuzz.target import TARGETS  # noqa: PLC0415 - after atheris had a look at what it imports

        self.target, self.kept = TARGETS[name], kept / name
        self.until = time.monotonic() + seconds
        self.started = time.monotonic()
        self.cases = self.taken = 0
        self.slowest = 0.0
        self.found: dict[str, str] = {}

    def run(self, content: bytes) -> None:
        begun = time.monotonic()
        try:
            self.taken += self.target.run(content)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            self._keep(content, error)
        self.cases += 1
        self.slowest = max(self.slowest, time.monotonic() - begun)

    def _keep(self, content: bytes, error: Exception) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if "ptce_ref" in frame.filename] or frames
        place = f"{type(error).__name__} {Path(ours[-1].filename).name}:{ours[-1].lineno}"
        if place not in self.found:
            self.kept.mkdir(parents=True, exist_ok=True)
            name = sha256(content).hexdigest()[:12]
            (self.kept / f"{name}{self.target.suffix}").write_bytes(content)
            (self.kept / f"{name}.txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")
            self.found[place] = name

    def told(self) -> str:
        return json.dumps(
            {
                "lecteur": self.target.name,
                "cas": self.cases,
                "acceptés": self.taken,
                "secondes": round(time.monotonic() - self.started),
                "le plus lent (s)": round(self.slowest, 2),
                "trouvé": self.found,
            },
            ensure_ascii=False,
        )


def blind(session: Session, seed: int) -> None:
    """Run mutated files until time is over."""
    from tests.fuzz.mutation import mutated  # noqa: PLC0415 - as above

    dice = random.Random(seed)  # noqa: S311 - cases that can be played again
    seeds = session.target.seeds()
    pool = list(seeds)
    while time.monotonic() < session.until:
        content = mutated(dice, dice.choice(pool), seeds, archive=session.target.archive)
        before = session.taken
        session.run(content)
        # What was still taken is a good place to go on from.
        if session.taken > before and len(pool) < 200 and not session.target.archive:
            pool.append(content)


def guided(session: Session, seed: int) -> None:
    """Let atheris choose; it leaves the process when time is over."""
    import atheris  # type: ignore[import-untyped] # noqa: PLC0415 - installed by whoever fuzzes

    from tests.fuzz.mutation import mutated  # noqa: PLC0415 - as above

    seeds = session.target.seeds()
    corpus = session.kept.parent / f"corpus-{session.target.name}"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(seeds):
        (corpus / f"graine-{number}").write_bytes(content)

    def once(content: bytes) -> None:
        if time.monotonic() > session.until:
            sys.stdout.write(session.told() + "\n")
            sys.stdout.flush()
            import os  # noqa: PLC0415 - atheris does not give the hand back

            os._exit(0)
        session.run(content)

    def change(content: bytes, most: int, seed: int) -> bytes:
        dice = random.Random(seed)  # noqa: S311 - as above
        try:
            return mutated(dice, content, seeds, archive=session.target.archive)[:most]
        except Exception:  # noqa: BLE001 - an archive that no longer opens is changed as bytes
            return bytes(mutated(dice, content, seeds, archive=False)[:most])

    options = [sys.argv[0], str(corpus), f"-max_len={1 << 20}", f"-seed={seed + 1}", "-verbosity=0", "-timeout=60"]
    atheris.Setup(options, once, custom_mutator=change)
    atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lecteur")
    parser.add_argument("--secondes", type=float, default=60)
    parser.add_argument("--graine", type=int, default=0)
    parser.add_argument("--sortie", type=Path, required=True)
    parser.add_argument("--guide", action="store_true")
    asked = parser.parse_args()
    if asked.guide:
        import atheris  # noqa: PLC0415 - as above

        with atheris.instrument_imports(include=_INSTRUMENTED):
            session = Session(asked.lecteur, asked.sortie, asked.secondes)
        guided(session, asked.graine)
    else:
        session = Session(asked.lecteur, asked.sortie, asked.secondes)
        blind(session, asked.graine)
        sys.stdout.write(session.told() + "\n")


if __name__ == "__main__":
    main()
