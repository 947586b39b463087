"""What happens inside one process: ``settle FACTS OUT`` or ``explain FACTS``. Prints JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from shutil import rmtree
from statistics import median
from typing import Any

from measuring import repeated, timed

from banyan.packs.fuzhou import pack
from banyan.rules.explanation import Explainer
from banyan.rules.reading import read_facts
from banyan.rules.run import write_run
from banyan.rules.settlement import settle

YEAR = 2026
ASKED = 200


def stages(facts: Path, out: Path) -> dict[str, float]:
    """Seconds of reading and checking the facts, of the steps, and of writing the run."""
    notice = pack()

    def once() -> dict[str, float]:
        read, found = timed(lambda: read_facts(facts, notice.schema))
        steps, settlement = timed(lambda: settle(notice, found, YEAR))
        write, _ = timed(lambda: write_run(settlement, out))
        rmtree(out)
        return {"read": read, "steps": steps, "write": write}

    return repeated(once)


def explanations(facts: Path) -> dict[str, Any]:
    """Milliseconds of one explanation of all measures, over organizations from all over the city,
    and one of their codes."""
    notice = pack()
    settlement = settle(notice, read_facts(facts, notice.schema), YEAR)
    prepared, explainer = timed(lambda: Explainer(settlement))
    codes = settlement.facts["organizations"]["uscc"]
    asked = [codes[number * len(codes) // ASKED] for number in range(ASKED)]
    explainer.explain(asked[0])
    each = sorted(timed(lambda code=code: explainer.explain(code))[0] * 1000 for code in asked)
    return {
        "prepared": prepared,
        "median": median(each),
        "most": each[-1],
        "asked": ASKED,
        "uscc": asked[ASKED // 2],
    }


def main() -> None:
    task, facts, *rest = sys.argv[1:]
    result = stages(Path(facts), Path(rest[0])) if task == "settle" else explanations(Path(facts))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
