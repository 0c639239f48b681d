"""`manage.py allocate FILE --out FILE`: one allocation from a file, without a database."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from fairs.allocation.engine import BadInput, Budget, Impossible, Instance, Plan, Progress, dumps, read_text, solve
from fairs.allocation.engine.explain import explain
from fairs.allocation.engine.format import LARGEST_FILE

BAD_INPUT, IMPOSSIBLE = 2, 3


class Command(BaseCommand):
    """Exit status: 0 with a plan, 2 for a file that cannot be read, 3 when the demands contradict each other."""

    help = "Allocate the stalls of a stall-allocation/1 file (docs/allocation.md). Uses no database."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the instance; - reads from standard input")
        parser.add_argument("--out", type=Path, help="where the plan goes; standard output when not given")
        parser.add_argument("--explain", type=Path, help="also write the reasons to this file")
        parser.add_argument("--seed", type=int, default=0)
        limit = parser.add_mutually_exclusive_group()
        limit.add_argument("--seconds", type=float, help="stop after so long (60 when no limit is given)")
        limit.add_argument("--until-proof", action="store_true", help="stop only when every level is proven")
        parser.add_argument("--patches", type=int, help="stop after so many patches; with the plan's --seconds, repeats it exactly")
        parser.add_argument("--log", action="store_true", help="tell every step forward on standard error")

    def handle(self, *, file, out, explain: Path | None, seed, seconds, until_proof, patches, log, **options):
        instance = self._read(file)
        unlimited = until_proof or patches is not None
        budget = Budget(seconds=60.0 if seconds is None and not unlimited else seconds, patches=patches, until_proof=until_proof)
        try:
            plan = solve(instance, seed=seed, budget=budget, progress=self._tell if log else None)
        except Impossible as no:
            self._write(out, dumps(no.document(instance.name)))
            raise CommandError(f"impossible: {no}", returncode=IMPOSSIBLE) from no
        if log:
            self._tell_end(plan)
        self._write(out, dumps(plan.document()))
        if explain:
            self._write(explain, dumps(self._reasons(instance, plan)))

    def _read(self, file: Path) -> Instance:
        try:
            with Path("/dev/stdin" if str(file) == "-" else file).open("rb") as source:
                return read_text(source.read(LARGEST_FILE + 1))
        except OSError as error:
            raise CommandError(f"unreadable at {file}: {error.strerror}", returncode=BAD_INPUT) from error
        except BadInput as error:
            raise CommandError(f"{error.code} at {error.place}: {error.message}", returncode=BAD_INPUT) from error

    def _reasons(self, instance: Instance, plan: Plan) -> dict:
        return explain(instance, plan.allocation)

    def _write(self, path: Path | None, text: str) -> None:
        if path is None:
            self.stdout.write(text, ending="")
        else:
            path.write_text(text, encoding="utf-8")

    def _tell(self, now: Progress) -> None:
        self.stderr.write(f"{now.seconds:8.1f} s  {now.step:<9} patch {now.patches:<5} levels {json.dumps(now.levels)}")

    def _tell_end(self, plan: Plan) -> None:
        self.stderr.write(f"stopped by {plan.stopped} after {plan.patches} patches, {plan.proven} of {len(plan.levels)} levels proven")
