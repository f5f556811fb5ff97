"""The forms of a referential: the sheets of what it says once, its identity and its thresholds."""

from collections.abc import Sequence

from ptce_ref.domain.referential_layout import Field, Form, Key, Sort, provenance_fields


def forms() -> tuple[Form, ...]:
    """Return the sheets of what is said once."""
    head: Key = ("referentiel",)
    agenda: Key = ("seuils", "ordre_du_jour")
    comparison: Key = ("seuils", "comparaison")
    share = "Une part, de 0 à 1."

    def text(key: str, header: str, help_: str) -> Field:
        return Field((*head, key), header, Sort.TEXT, 80, help_)

    def number(above: Key, key: str, header: str, help_: str) -> Field:
        return Field((*above, key), header, Sort.DECIMAL, 80, f"{help_} {share}")

    return (
        Form(
            "Référentiel",
            "Ce qui identifie le référentiel, et d’où vient son échelle.",
            (
                text(
                    "id", "Identifiant", "Des minuscules sans accent, des chiffres et des tirets ; il ne change jamais."
                ),
                text(
                    "version", "Version", "Trois nombres, tels que 1.2.0. Elle monte à chaque fois que le texte change."
                ),
                text("titre", "Titre", "Ce que disent les pages de titre."),
                text("date", "Date", "Année, mois, jour, tels que 2026-03-12."),
                text("licence", "Licence", "Ce que l’on peut faire du texte."),
                text("resume", "Résumé", "Quelques phrases qui présentent le référentiel."),
                *_named(provenance_fields(head), ""),
                *_named(provenance_fields(("echelle",)), "Échelle : "),
            ),
        ),
        Form(
            "Seuils",
            "À partir de quand une question vient à l’ordre du jour, quand des évaluations se comparent, et ce qui "
            "protège les personnes.",
            (
                number(agenda, "consensus_faible", "Consensus faible", "En dessous, la question divise."),
                number(agenda, "consensus_fort", "Consensus fort", "À partir de là, les avis sont proches."),
                number(agenda, "ecart_entre_colleges", "Écart entre collèges", "En part de la largeur de l’échelle."),
                number(agenda, "part_non_concerne", "Part de « non concerné »", "À partir de laquelle on en parle."),
                number(agenda, "part_ne_sait_pas", "Part de « ne sait pas »", "À partir de laquelle on en parle."),
                number(agenda, "part_sans_argument", "Part sans argument", "À partir de laquelle on en parle."),
                number(comparison, "couverture_minimale", "Couverture minimale", "Pour être comparé."),
                Field(
                    (*comparison, "effectif_cohorte"),
                    "Pôles pour une médiane",
                    Sort.WHOLE,
                    80,
                    "Le nombre de pôles à partir duquel médianes et quartiles se calculent ; 2 au moins.",
                ),
                number(comparison, "avance_complementarite", "Avance", "En part de la largeur de l’échelle."),
                number(
                    comparison,
                    "ecart_regards",
                    "Écart entre deux regards",
                    "À partir duquel un pôle et ses visiteurs voient autrement, en part de la largeur de l’échelle.",
                ),
                Field(
                    ("seuils", "confidentialite", "effectif_minimal"),
                    "Voix pour sortir du pôle",
                    Sort.WHOLE,
                    80,
                    "En dessous, dans ce qui sort du pôle, un collège est réuni à d’autres et une valeur n’est pas "
                    "montrée ; 2 au moins.",
                ),
                *_named(provenance_fields(("seuils",)), ""),
            ),
        ),
    )


def _named(fields: Sequence[Field], before: str) -> tuple[Field, ...]:
    """Return the fields of a provenance as the lines of a form."""
    return tuple(
        Field(
            f.key,
            f"{before}{f.header.lower()}" if before else f.header,
            f.sort,
            80,
            f.help,
            f.of,
            f.choices,
            f.optional,
        )
        for f in fields
    )
