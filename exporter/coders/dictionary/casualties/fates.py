"""What befalls people, and the words that tell of it."""

from typing import Final, Literal

from exporter.coders.dictionary.casualties.words import listed

Fate = Literal["killed", "wounded", "missing", "abducted", "arrested", "displaced"]


def _forms(fate: Fate, verbs: str, irregular: str = "") -> dict[str, Fate]:
    """The forms of the verbs, regular ones made and irregular ones listed."""
    forms = irregular.split()
    for verb in verbs.split():
        stem = verb.removesuffix("e")
        third = verb + ("es" if verb.endswith(("sh", "ch", "ss")) else "s")
        doubled = verb + verb[-1] if verb.endswith("p") else stem
        forms += [verb, third, f"{doubled}ed", f"{doubled}ing"]
    return dict.fromkeys(forms, fate)


SUFFERED: Final[dict[str, Fate]] = {
    **_forms(
        "killed",
        "kill murder assassinate massacre execute behead decapitate lynch slaughter butcher hang eliminate "
        "liquidate martyr",
        "slay slays slew slain slaying",
    ),
    **_forms("wounded", "wound injure maim", "hurt hurts hurting"),
    **_forms("abducted", "kidnap abduct", "kidnaped kidnaping"),
    **_forms("arrested", "arrest detain capture apprehend"),
    **_forms("displaced", "displace uproot"),
}
DIED: Final[dict[str, Fate]] = {
    **dict.fromkeys(("die", "dies", "died", "dying"), "killed"),
    **_forms("killed", "perish suffocate succumb pass"),  # `passed away`
    **_forms("missing", "disappear vanish"),
}
STATES: Final[dict[str, Fate]] = {
    "dead": "killed",
    "wounded": "wounded",
    "injured": "wounded",
    "hurt": "wounded",
    "missing": "missing",
    "homeless": "displaced",
    "killed": "killed",
    "kidnapped": "abducted",
    "abducted": "abducted",
    "arrested": "arrested",
    "detained": "arrested",
    "captured": "arrested",
    "displaced": "displaced",
}
# What is said of people before their noun and not only of what they were before (`captured soldiers`).
LASTING = listed("assassinated murdered dead wounded injured missing killed displaced homeless slain")
NOUNS: Final[dict[str, Fate]] = {
    **dict.fromkeys(
        listed(
            "death deaths killing killings murder murders assassination assassinations massacre execution "
            "executions slaying slayings beheading beheadings lynching fatality fatalities"
        ),
        "killed",
    ),
    **dict.fromkeys(listed("wounding injury injuries"), "wounded"),
    **dict.fromkeys(listed("kidnapping kidnappings abduction abductions"), "abducted"),
    **dict.fromkeys(listed("disappearance disappearances"), "missing"),
    **dict.fromkeys(listed("arrest arrests detention detentions capture"), "arrested"),
    "displacement": "displaced",
}
COUNTED_NOUNS = listed(
    "deaths death killings murders fatalities fatality injuries assassinations executions arrests "
    "kidnappings abductions disappearances"
)
