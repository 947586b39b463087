"""Where each article of a policy lives."""

from __future__ import annotations

from dataclasses import dataclass

from banyan.rules.articles import Article
from banyan.rules.pack import Pack


@dataclass(frozen=True)
class Coverage:
    """An article with the measures and figures that cite it."""

    article: Article
    measures: tuple[str, ...]
    parameters: tuple[str, ...]

    @property
    def has_a_place(self) -> bool:
        article = self.article
        return bool(self.measures or article.systems or article.not_computable)


def coverage(pack: Pack) -> list[Coverage]:
    """Every article of the pack, in the order of its file."""
    cited = {
        code: {article for _, article in measure.cited()} for code, measure in pack.measures.items()
    }
    return [
        Coverage(
            article=article,
            measures=tuple(code for code, articles in cited.items() if number in articles),
            parameters=tuple(
                key for key, figure in pack.parameters.items() if figure.article == number
            ),
        )
        for number, article in pack.articles.items()
    ]
