"""A hypothesis that was refuted because another cause is established says which, in a note.

"Something else was it" and "we looked and it was not that" are different findings, and the first falls when the
other cause does.

How to mend it: add a `note` to the turn that names the cause which leaves no room for it; or correct the `grounds`
if somebody did look.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue
from ..incident import Incident
from ..problem import Finding, quoted

BAD = """
hypotheses:
  - id: H1
    claim: An attack overloaded the service.
    factor: security-attack
    history:
      - {at: 2024-05-02, status: proposed, by: press, grounds: none-given, cites: [S1]}
      - {at: 2024-05-03, status: refuted, by: operator, grounds: exclusion, cites: [S1]}
"""
GOOD = """
hypotheses:
  - id: H1
    claim: An attack overloaded the service.
    factor: security-attack
    history:
      - {at: 2024-05-02, status: proposed, by: press, grounds: none-given, cites: [S1]}
      - {at: 2024-05-03, status: refuted, by: operator, grounds: exclusion, cites: [S1],
         note: The loss of power in one zone explains all of it; nobody looked for an attack.}
"""


def check(incident: Incident, catalogue: Catalogue) -> Iterator[Finding]:
    for index, hypothesis in enumerate(incident.hypotheses):
        for at, turn in enumerate(hypothesis.history):
            if turn.status == "refuted" and turn.grounds == "exclusion" and not turn.note:
                yield Finding(
                    ("hypotheses", index, "history", at, "grounds"),
                    f"refuted by {quoted('exclusion')} without a word about what excludes it",
                    "add a `note`: which established cause leaves no room for it",
                )
