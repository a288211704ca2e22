"""Casualties of one sentence: who, how many and what befell them.

Read off a dependency parse: verbs (`killed`, `were abducted`, `died`), words for a state (`three
dead`, `30 wounded`), nouns (`the murder of`, `the deaths of`, `a death toll of`), lives that are
claimed or lost and bodies that are found. Where the parse gives no victims, the words next to the
verb are tried (`12 others (were) wounded`).

Left out: what may or shall happen, what is threatened, planned or attempted, plurals without a
number (`killed villagers`), and what is not human (`killed the bill`). Of `killed or wounded 12`
nothing is known of either fate alone, so it is left out too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from spacy.tokens import Span, Token

from exporter.coders.dictionary.counts import Count, read_count

Fate = Literal["killed", "wounded", "missing", "abducted", "arrested", "displaced"]


@dataclass(frozen=True, slots=True)
class Casualties:
    """A group of people whom the same thing befell.

    `victims` is the head noun of the group (the word `toll` for a death toll); `start` and `end` are
    the characters from the verb or noun to the count. A `total` runs over more than one event;
    a `partial` group is counted in another one already (`including two children`).
    """

    fate: Fate
    count: Count
    victims: Token
    start: int
    end: int
    total: bool
    negated: bool
    partial: bool


def sum_killed(found: Iterable[Casualties]) -> Count | None:
    """The deaths of one event: the sum of its groups of dead, or its toll where that is higher.

    Parts, totals over several events and other fates do not count; an end open in one group is open
    in the sum. None where nothing is said of deaths, nought where they are denied and no more.
    """
    dead = [one for one in found if one.fate == "killed" and not one.total and not one.partial]
    counted = [one for one in dead if not one.negated and one.count.best > 0]
    if not counted:
        return Count(0, 0, 0) if dead else None
    tolls = [one.count for one in counted if one.victims.lower_ in _TOLLS]
    groups = [one.count for one in counted if one.victims.lower_ not in _TOLLS]
    toll = max(tolls, key=lambda count: count.best, default=None)
    total = _sum(groups) if groups else None
    if toll is not None and (total is None or toll.best >= total.best):
        return toll
    return total


def _sum(counts: list[Count]) -> Count:
    lows = [count.low for count in counts if count.low is not None]
    highs = [count.high for count in counts if count.high is not None]
    return Count(
        sum(lows) if len(lows) == len(counts) else None,
        sum(count.best for count in counts),
        sum(highs) if len(highs) == len(counts) else None,
    )


def find_casualties(sent: Span) -> list[Casualties]:
    """The casualties that the sentence tells of, in the order of its words."""
    if sent.text.rstrip().endswith("?"):
        return []
    reader = _Reader(sent)
    reader.read()
    return sorted(reader.found, key=lambda one: (one.start, one.victims.i, one.fate))


# Words ------------------------------------------------------------------------------------------


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def _forms(fate: Fate, verbs: str, irregular: str = "") -> dict[str, Fate]:
    """The forms of the verbs, regular ones made and irregular ones listed."""
    forms = irregular.split()
    for verb in verbs.split():
        stem = verb.removesuffix("e")
        third = verb + ("es" if verb.endswith(("sh", "ch", "ss")) else "s")
        doubled = verb + verb[-1] if verb.endswith("p") else stem
        forms += [verb, third, f"{doubled}ed", f"{doubled}ing"]
    return dict.fromkeys(forms, fate)


_SUFFERED: Final[dict[str, Fate]] = {
    **_forms(
        "killed",
        "kill murder assassinate massacre execute behead decapitate lynch slaughter butcher hang",
        "slay slays slew slain slaying",
    ),
    **_forms("wounded", "wound injure maim", "hurt hurts hurting"),
    **_forms("abducted", "kidnap abduct", "kidnaped kidnaping"),
    **_forms("arrested", "arrest detain capture apprehend"),
    **_forms("displaced", "displace uproot"),
}
_DIED: Final[dict[str, Fate]] = {
    **dict.fromkeys(("die", "dies", "died", "dying"), "killed"),
    **_forms("killed", "perish"),
    **_forms("missing", "disappear vanish"),
}
_STATES: Final[dict[str, Fate]] = {
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
_LASTING = _words("dead wounded injured missing killed displaced homeless slain")
_NOUNS: Final[dict[str, Fate]] = {
    **dict.fromkeys(
        _words(
            "death deaths killing killings murder murders assassination assassinations massacre execution "
            "executions slaying slayings beheading beheadings lynching fatality fatalities"
        ),
        "killed",
    ),
    **dict.fromkeys(_words("wounding injury injuries"), "wounded"),
    **dict.fromkeys(_words("kidnapping kidnappings abduction abductions"), "abducted"),
    **dict.fromkeys(_words("disappearance disappearances"), "missing"),
    **dict.fromkeys(_words("arrest arrests detention detentions capture"), "arrested"),
    "displacement": "displaced",
}
_COUNTED_NOUNS = _words(
    "deaths death killings murders fatalities fatality injuries assassinations executions arrests "
    "kidnappings abductions disappearances"
)
_UNHURT = _words("casualties casualty victims")  # no casualties: nobody dead, nobody wounded
_TOLLS = _words("toll number count total tally")
_BODIES = _words("body bodies corpse corpses remains")
_FOUND = _words(
    "found find finds finding recovered recover discovered discover retrieved exhumed pulled unearthed"
)
_CLAIMS = _words("claim claims claimed claiming take takes took taken taking cost costs costing")
_LOSES = _words("lose loses lost losing")
_SHOOT = _words("shoot shoots shot shooting gun guns gunned gunning")
_TO_DEATH = _words(
    "burn burned burnt burning beat beaten beating hack hacked hacking stab stabbed stabbing stone stoned "
    "stoning shot shoot shooting put tortured torture starved bludgeoned clubbed knifed crushed trampled"
)
_INTRANSITIVE_TO_DEATH = _words("burned burnt burn starved bled")

_NOT_HUMAN = _words(
    "bill bills deal deals project projects plan plans proposal proposals hope hopes career careers engine "
    "engines animal animals cattle dog dogs horse horses sheep goat goats cow cows bird birds fish livestock "
    "process talks peace time idea law motion amendment agreement dream dreams legislation measure jobs job "
    "economy industry tree trees crop crops plant plants pig pigs camel camels elephant elephants chicken "
    "chickens year years month months week weeks day days hour hours minute minutes percent dollar dollars "
    "kilometer kilometers mile miles town towns village villages city cities base bases weapon weapons rifle "
    "rifles tank tanks vehicle vehicles car cars truck trucks ship boat plane planes aircraft helicopter "
    "house houses building buildings home homes post posts position positions territory area areas region "
    "hill bridge camp camps arm arms cache document documents attack attacks bomb bombs blast incident "
    "attention imagination image images power government policy relations relationship virus bacteria "
    "party movement conversation story phone light lights democracy drug drugs cocaine ton tons kilo kilos "
    "feelings interests chance chances ambition warrant order orders case cases battle war conflict market "
    "tourism trade sentence sentences command judgment contract duty duties mission operation operations "
    "spirit initiative dialogue tradition battery app server bodies body blow nothing something it "
    "laugh silence debate rumor rumors appetite momentum heat state fishery event events"
)
_GATHERED = _words(
    "family group groups crowd population people police number members couple majority team squad unit "
    "patrol convoy gang army enemy force staff crew public opposition nation country world community "
    "personnel youth lot rest part toll dead press church party troop"
)
_HUMAN = _words(
    "child boy girl man woman person civilian villager soldier guard teacher priest nun "
    "president mayor judge "
    "student youth journalist reporter suspect hostage guerrilla rebel militant gunman official minister "
    "governor senator deputy candidate bishop monk cop chief peasant farmer worker businessman baby infant "
    "son daughter brother sister wife husband father mother nephew cousin friend colleague general colonel "
    "captain lieutenant sergeant commander leader lawyer doctor nurse protester demonstrator activist "
    "tourist passenger pilot driver resident citizen prisoner inmate consul ambassador diplomat envoy "
    "missionary refugee migrant victim fighter insurgent terrorist attacker bomber assailant sniper king "
    "prince imam cleric rabbi pastor servant cook maid gardener native american marine agent accomplice other"
)
_HUMAN_ENDINGS = ("man", "woman", "ist", "ian", "er", "or", "ee", "ant")
_PLACES_AND_SUMS = _words("GPE LOC FAC ORG PRODUCT MONEY PERCENT QUANTITY ORDINAL")
_DETERMINERS = _words("a an the this that another his her their its our my one each")
_SINGLE_PRONOUNS = _words("him her he she himself herself i me myself someone somebody")
_ANYBODY = _words("anyone anybody")  # nobody, where the verb is negated
_NOBODY = _words("nobody none noone neither")
_QUANTITIES = _words("dozens scores hundreds thousands millions several tens dozen both")

_MAYBE = _words("could can may might will would shall should must 'll ca wo 'd")
_MERELY_MEANT = _words(
    "threaten plot plan order demand call urge seek prevent avoid propose advocate attempt try vow promise "
    "want intend fear warn hope wish aim swear conspire offer refuse fail risk consider pledge request "
    "instruct decide prepare oppose avert foil thwart"
)
_MEANT_NOUNS = _words(
    "threat plot attempt plan warrant penalty squad squads sentence list bid threats attempts plots order "
    "conspiracy wish fear fears rate rates row certificate trap camp camps risk possibility danger"
)
_TOLD = _words(
    "report say believe know think allege suppose presume understand manage confirm claim admit appear "
    "seem find continue acknowledge"
)
_GOVERNED = _words("advcl xcomp oprd acomp pcomp prep auxpass dobj pobj acl conj")
_DENIED = frozenset({"deny", "without", "disclaim"})
_CONDITIONS = frozenset({"if", "unless", "lest", "whether", "should"})
_NATURAL = re.compile(
    r"\b(of|from)\b( \S+){0,3} (cause|causes|cancer|illness|disease|age|pneumonia|aids|stroke|"
    r"cholera|malaria|"
    r"covid-19|ebola|leukemia|tuberculosis)\b|\bof (a )?(massive )?heart (attack|failure|disease)\b|"
    r"\bin (his|her) sleep\b"
)
_WAR = r"(civil )?(war|conflict|insurgency|rebellion|uprising|unrest|decade|century|guerrilla war)"
_RUNNING = re.compile(
    r"\b(since (the )?((early|late|mid) ?-? ?)?([a-z]+ )?[0-9]{4}s?|since (the )?(start|"
    r"beginning|outbreak|then|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"last|independence|"
    r"fighting|war|conflict|mid|early|late|violence|it)\b|(so far|earlier) this (year|month)|"
    r"this (year|month)|"
    r"so far|to date|(every|each|per|last) year|a year\b|annually|every (month|week|day)|"
    r"each (month|week|day)|"
    rf"(in|during|over|throughout) (the|a|this|that|its)( \S+){{0,2}} {_WAR}\b|"
    r"(in|over|during) (the )?(past|last|previous|recent)( \S+)? (years|months|weeks|decades|decade|year)|"
    r"in (the )?(early|late|mid)( -)? [0-9]{4}s|in the [0-9]{4}s|in recent (years|months|weeks)|"
    r"(in|over|during) (more than |nearly |about |almost |over )?\S+ (years|decades) of|"
    r"over (more than |nearly |about |almost )?\S+ (years|decades)|"
    r"in (more than |nearly |about |almost |over )?(\w+) (years|decades))"
)
_RECORD = re.compile(r"\b(worst|deadliest|bloodiest|first|biggest|largest|highest|\w+est)\b[^,;]*$")
_BRINGS = _words("bring brings bringing brought raise raises raising raised push pushes pushing pushed")
_STANDS = _words(
    "stand stands stood standing rise rises rose risen rising climb climbs climbed climbing reach reaches "
    "reached reaching be is was are were put puts set estimated increase increased increases jump jumped "
    "jumps grow grew grown remain remained remains top tops topped exceed exceeds exceeded "
    "pass passes passed "
    "at to hit hits surpassed"
)
_SKIPPED_BEFORE = _words(
    "were was are is been be being have has had also reportedly already later then allegedly apparently "
    "all themselves found reported"
)
_CUTS = frozenset({",", ";", ":", "by", "in", "at", "who"})
_MAYBE_TAGS = frozenset({"VB", "TO"})


# Counts of nouns ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    """Victims with their count and the words from first to last that give it."""

    victims: Token
    count: Count
    first: int
    last: int


def _is_numeric(token: Token) -> bool:
    return token.tag_ == "CD" or token.lower_ in _QUANTITIES or read_count(token.text) is not None


def _window(token: Token, left: int, right: int) -> tuple[Count, int, int] | None:
    """The longest words around the token that are a count, between `left` and `right`."""
    doc = token.doc
    for length in range(min(12, right - left + 1), 0, -1):
        for start in range(min(token.i, right - length + 1), max(left, token.i - length + 1) - 1, -1):
            end = start + length - 1
            if doc[start].is_space or doc[end].is_space or doc[end].lower_ in {"the", "all"}:
                continue
            count = read_count(doc[start : end + 1].text)
            if count is not None and not _is_measure(doc[start], doc[end]):
                return count, start, end
    return None


def _is_measure(first: Token, last: Token) -> bool:
    """Whether the number is part of something else: `12-year-old`, `5 percent`, `No. 5`."""
    doc = last.doc
    after = doc[last.i + 1].lower_ if last.i + 1 < len(doc) else ""
    before = doc[first.i - 1].lower_ if first.i else ""
    if after in {"-", "%", "percent", "year", "years", "th", "-year", "km", "kilometers", "miles", "meters"}:
        return True
    return before in {"$", "-", "no.", "number", "age", "aged", "since"} or (
        last.ent_type_ in {"PERCENT", "MONEY"} and last.tag_ == "CD"
    )


def _sentence_start(token: Token) -> int:
    return int(token.sent.start)


def _quantity(token: Token) -> _Group | None:
    """The group whose head the token is, or None where no number is given and it is not one person."""
    word = token.lower_
    pronoun = _pronoun(token)
    if pronoun is not None:
        return pronoun
    if word == "total":
        inner = next((child for of in token.children if of.lower_ == "of" for child in of.children), None)
        group = _quantity(inner) if inner is not None else None
        return group and _Group(group.victims, group.count, token.i, group.last)
    if word in _NOT_HUMAN or token.tag_ in {"PRP", "EX", "WP", "WDT"}:
        return None
    return _numeric_head(token) if _is_numeric(token) and word not in {"a", "an", "no"} else _noun_head(token)


def _pronoun(token: Token) -> _Group | None:
    """`him` is one, `no one` is none, and so is `anyone` where the verb is negated."""
    word = token.lower_
    if word in _SINGLE_PRONOUNS:
        return _Group(token, Count(1, 1, 1), token.i, token.i)
    no_one = word == "one" and token.i > 0 and token.nbor(-1).lower_ == "no"
    if no_one or word in _NOBODY | _ANYBODY:
        return _Group(token, Count(0, 0, 0), token.i - no_one, token.i)
    return None


def _numeric_head(token: Token) -> _Group | None:
    """`12`, `dozens of people`, `scores more`, `three of the men`: the number is the head itself."""
    right = min(token.i + 3, token.sent.end - 1)
    start = max(token.i - 6, _sentence_start(token))
    best = _window(token, start, right)
    if best is None or _is_year(token, best):
        return None
    victims = token
    for preposition in token.children:
        if preposition.lower_ == "of":
            victims = next((child for child in preposition.children if child.dep_ == "pobj"), token)
    if victims.tag_ in {"WP", "PRP"}:
        return _Group(token, best[0], best[1], max(best[2], victims.i))
    if victims.lower_ in _NOT_HUMAN or victims.ent_type_ in {"MONEY", "PERCENT"}:
        return None
    return _Group(victims, best[0], best[1], max(best[2], victims.i))


def _is_year(token: Token, found: tuple[Count, int, int]) -> bool:
    return found[1] == found[2] and re.fullmatch(r"(18|19|20)[0-9]{2}", token.text) is not None


def _noun_head(token: Token) -> _Group | None:
    """`12 people`, `a family of five`, `a policeman`, `Father Ellacuria`."""
    if token.pos_ not in {"NOUN", "PROPN", "ADJ", "VERB", "ADV"}:
        return None
    left = max(min(token.left_edge.i, token.i), token.i - 12)
    for place in range(token.i - 1, left - 1, -1):  # not past a comma or a verb
        if token.doc[place].lower_ in {",", ";", ":", "(", "including", "and", "among"}:
            joined = token.doc[place].lower_ == "and" and place and _is_numeric(token.doc[place - 1])
            if joined and _is_numeric(token.doc[place + 1]):
                continue
            left = place + 1
            break
    found = _numbered(token, left)
    if found:
        return _Group(token, *found) if token.ent_type_ not in {"MONEY", "PERCENT"} else None
    inner = _of_number(token)
    if inner:
        return inner
    return _single(token, left)


def _numbered(token: Token, left: int) -> tuple[Count, int, int] | None:
    """The number before the noun, with such words as `at least` wherever the parse hangs them."""
    for edge in range(token.i - 1, left - 1, -1):
        if not _is_numeric(token.doc[edge]) or token.doc[edge].lower_ in {"a", "an"}:
            continue
        best = _window(token.doc[edge], max(edge - 6, _sentence_start(token)), token.i - 1)
        if best is not None and not (best[0].best == 1 and token.tag_ in {"NNS", "NNPS"}):
            return (best[0], best[1], token.i)
    return None


def _of_number(token: Token) -> _Group | None:
    """`a family of five`, `a group of 12 villagers`, `the crew of at least 30`."""
    if token.lower_ not in _GATHERED:
        return None
    for preposition in token.children:
        if preposition.lower_ != "of":
            continue
        for child in preposition.children:
            inner = _quantity(child) if child.dep_ in {"pobj", "nummod"} else None
            if inner and inner.count.best > 1:
                return _Group(token, inner.count, token.i, max(inner.last, child.i))
    return None


def _single(token: Token, left: int) -> _Group | None:
    """One person: a singular noun with an article or possessive, a name, or a word for a person."""
    if token.tag_ not in {"NN", "NNP"} or token.lower_ in _GATHERED or token.ent_type_ in _PLACES_AND_SUMS:
        return None
    named = token.ent_type_ == "PERSON" or (
        token.tag_ == "NNP" and any(child.dep_ in {"compound", "appos"} for child in token.children)
    )
    marked = [child.i for child in token.children if child.dep_ == "poss" or child.lower_ in _DETERMINERS]
    if any(child.lower_ == "no" for child in token.children):
        return _Group(token, Count(0, 0, 0), left, token.i)
    if token.lower_ in {"dozen", "score"}:
        return None
    if not (named or marked or _is_person(token)):
        return None
    return _Group(token, Count(1, 1, 1), min([*marked, token.i]), token.i)


def _is_person(token: Token) -> bool:
    word = token.lower_
    return word in _HUMAN or (token.ent_type_ == "PERSON") or word.endswith(_HUMAN_ENDINGS)


def _groups(token: Token) -> list[_Group]:
    """The groups of a head and what is joined to it: `two soldiers, a priest and three rebels`."""
    heads = [token, *_joined(token)]
    if token.dep_ in {"nsubj", "nsubjpass", "dobj"} and any(child.dep_ == "cc" for child in token.children):
        heads += [other for other in token.head.children if other.dep_ == token.dep_ and other.i > token.i]
    found = [_quantity(head) for head in heads]
    return [group for group in found if group is not None]


def _joined(token: Token) -> Iterator[Token]:
    for child in token.children:
        kin = child.dep_ == "appos" and any(owner.dep_ == "poss" for owner in child.children)
        if (child.dep_ == "conj" or kin) and not _has_own_fate(child) and child.i > token.i:
            yield child
            yield from _joined(child)


def _has_own_fate(token: Token) -> bool:
    """`30 wounded`, `thousands homeless`: the joined words tell their own fate."""
    if token.lower_ in _STATES or token.pos_ == "VERB":
        return True
    following = token.doc[token.i + 1] if token.i + 1 < token.sent.end else None
    if following is not None and following.lower_ == "more" and following.i + 1 < token.sent.end:
        following = token.doc[following.i + 1]
    own = {child.lower_ for child in token.children if child.dep_ in {"amod", "acl"} and child.i > token.i}
    return bool(own & _STATES.keys()) or (following is not None and following.lower_ in _STATES)


# Grammar of verbs ---------------------------------------------------------------------------------


def _child(token: Token, *deps: str) -> Token | None:
    return next((child for child in token.children if child.dep_ in deps), None)


def _is_passive(verb: Token) -> bool:
    return _child(verb, "auxpass", "nsubjpass") is not None


def _antecedent(token: Token, verb: Token) -> Token:
    """What `who`, `that` or `whom` stands for: the noun that the relative clause hangs on."""
    if token.tag_ not in {"WP", "WDT", "IN"} and token.lower_ not in {"who", "that", "whom", "which"}:
        return token
    clause = verb
    while clause.dep_ == "conj" and clause.head != clause:
        clause = clause.head
    return clause.head if clause.dep_ in {"relcl", "acl", "ccomp"} and clause.head != clause else token


def _subject(verb: Token) -> Token | None:
    """The subject, one's own or that of the verb it is joined to or complements."""
    own = _child(verb, "nsubjpass", "nsubj")
    if own is not None:
        return _antecedent(own, verb)
    if verb.dep_ in {"acl", "relcl"}:
        return verb.head
    if verb.dep_ in {"conj", "oprd", "acomp", "xcomp", "ccomp"} and verb.head.pos_ in {"VERB", "AUX"}:
        small = verb.dep_ in {"oprd", "acomp", "xcomp", "ccomp"}
        thing = _child(verb.head, "dobj") if small and not _is_passive(verb.head) else None
        return thing if thing is not None else _subject(verb.head)
    return None


def _is_hypothetical(verb: Token) -> bool:
    """Whether the verb, or one that governs it, says what may, shall or should happen."""
    token: Token | None = verb
    while token is not None:
        if _is_modal(token) or _is_governed(token):
            return True
        if token.dep_ == "conj" and _has_own_clause(token):
            return token.tag_ != "VBN" and _in_condition(token.head)
        token = _governor(token)
    return False


def _is_modal(verb: Token) -> bool:
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    marks = {child.lower_ for child in verb.children if child.dep_ in {"mark", "advmod"}}
    meant = "to" in helpers and not _is_reported(verb, helpers)
    return meant or bool(helpers & _MAYBE) or bool(marks & _CONDITIONS)


def _has_own_clause(verb: Token) -> bool:
    """Whether a joined verb is a statement of its own and not one more of its head's."""
    helpers = any(child.dep_ in {"aux", "auxpass"} for child in verb.children)
    finite = helpers or verb.tag_ in {"VBD", "VBZ", "VBP"}
    if finite and _child(verb, "nsubj", "nsubjpass") is not None:
        return True
    return verb.tag_ == "VBD" and verb.head.tag_ != "VBN"


def _governor(verb: Token) -> Token | None:
    """The word whose mood holds for the verb too, or None where it stands for itself."""
    if verb.head == verb or verb.dep_ not in _GOVERNED:
        return None
    if verb.dep_ == "conj" and verb.pos_ not in {"VERB", "AUX"}:
        return None
    if verb.dep_ == "acl" and verb.head.dep_ not in {"pobj", "dobj", "oprd"}:
        return None
    return None if verb.dep_ == "advcl" and verb.tag_ != "VBG" else verb.head


def _in_condition(verb: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ in _CONDITIONS for child in verb.children)


def _is_governed(verb: Token) -> bool:
    """`threatened to`, `a plot to`, `feared dead`, `warned that`: only meant."""
    head = verb.head
    if verb.dep_ in {"xcomp", "ccomp", "oprd", "acomp", "pcomp", "dobj", "pobj", "prep", "conj"}:
        return head.lemma_.lower() in _MERELY_MEANT or head.lower_ in _MEANT_NOUNS
    return verb.dep_ == "acl" and verb.tag_ in _MAYBE_TAGS


def _is_reported(verb: Token, helpers: set[str]) -> bool:
    """`is said to have killed`, `managed to kill`: the infinitive tells a fact."""
    return verb.head.lemma_.lower() in _TOLD and ("have" in helpers or verb.head.lower_ == "managed")


def _is_negated(verb: Token) -> bool:
    if any(child.dep_ == "neg" or child.lower_ in {"never", "not"} for child in verb.children):
        return True
    if verb.dep_ in {"oprd", "acomp", "attr"} and verb.head.pos_ in {"VERB", "AUX"}:
        return _is_negated(verb.head)
    if verb.dep_ == "conj" and _is_passive(verb.head) and _child(verb, "nsubj", "nsubjpass") is None:
        return _is_negated(verb.head)
    governed = verb.dep_ in {"pcomp", "xcomp", "ccomp", "pobj", "dobj"}
    return governed and (verb.head.lemma_.lower() in _DENIED or verb.head.lower_ in _DENIED)


def _following(token: Token, distance: int = 1) -> str:
    place = token.i + distance
    return str(token.doc[place].lower_) if place < token.sent.end else ""


# The reader ---------------------------------------------------------------------------------------


class _Reader:
    """Reads one sentence word by word."""

    def __init__(self, sent: Span) -> None:
        self.sent = sent
        self.doc = sent.doc
        self.found: list[Casualties] = []
        self._seen: set[tuple[Fate, int]] = set()
        self._triggers: dict[int, Token] = {}

    def read(self) -> None:
        for token in self.sent:
            self._verb(token) or self._state(token) or self._lives(token)
            self._noun(token)
            self._toll(token)
            self._bodies(token)
        self._drop_shared()
        self._parts()

    # Verbs

    def _verb(self, token: Token) -> bool:
        """A verb that befalls somebody, or `die`. True where the word is one and used as a verb."""
        word = token.lower_
        if not token.tag_.startswith("VB") and not (token.tag_ in {"JJ", "NN"} and word.endswith("ed")):
            return False
        if word in _DIED:
            self._died(token, _DIED[word])
            return True
        fate = _SUFFERED.get(word) or _phrasal(token)
        if fate is None or self._is_noun_like(token):
            return False
        return _is_hypothetical(token) or self._befell(token, fate)

    def _befell(self, token: Token, fate: Fate) -> bool:
        """Keep whom the verb befell; False where nothing is found and the word may be a state."""
        if token.lower_ in _STATES and self._adjacent(token, fate):
            return True
        if token.dep_ == "acl" and token.head.lower_ in {"those", "people"}:
            among = token.head.head
            if token.head.dep_ == "pobj" and among.lower_ == "among" and among.head.lemma_ == "be":
                subject = _subject(among.head)
                groups = [] if subject is None else _groups(subject)
                self._add_all(fate, token, groups, negated=False, partial=True)
                return True
        heads = self._victims(token)
        for head in heads:
            self._add_all(fate, token, _groups(head), negated=_is_negated(token))
        if not any(self._is_trigger(token, head) for head in heads):
            return self._beside(token, fate)
        return True

    def _is_trigger(self, token: Token, head: Token) -> bool:
        """Whether the head gave, or could not give, what the verb wants: no second chance then."""
        return token.i in self._triggers or head.lower_ in _NOT_HUMAN

    def _is_noun_like(self, token: Token) -> bool:
        """`the killing of`: a noun whatever its tag."""
        return (
            token.lower_.endswith("ing")
            and _child(token, "det", "poss") is not None
            and (_child(token, "dobj") is None)
        )

    def _died(self, token: Token, fate: Fate) -> None:
        if _is_hypothetical(token) or _NATURAL.search(self._clause(token)):
            return
        subject = _subject(token)
        if subject is not None:
            self._add_all(fate, token, _groups(subject), negated=_is_negated(token))

    def _victims(self, verb: Token) -> list[Token]:
        """Whom the verb befell: object, passive subject, or the noun that the participle is of."""
        thing = _child(verb, "dobj", "dative")
        if thing is not None and not _is_passive(verb):
            return [_antecedent(thing, verb)]
        if _is_passive(verb):
            subject = _subject(verb)
            return [] if subject is None else [subject]
        if verb.dep_ == "amod" and verb.i < verb.head.i:
            return [verb.head] if verb.lower_ in _LASTING else []
        if not verb.lower_.endswith(("ed", "n", "hurt", "t")):
            return self._shared_object(verb)
        if verb.dep_ == "acl" and verb.tag_ == "VBN":
            return self._of_toll(verb.head)
        return self._shared_object(verb) or self._unmarked_passive(verb)

    def _shared_object(self, verb: Token) -> list[Token]:
        """`kidnapped and killed two farmers`: the object stands with the verb joined to it."""
        for child in verb.children:
            if child.dep_ == "conj" and child.pos_ == "VERB" and _child(child, "nsubj", "nsubjpass") is None:
                thing = _child(child, "dobj")
                between = self.doc[verb.i + 1 : child.i].text.lower()
                if thing is not None and between in {"and", "or", ",", "and then", "and / or", "and later"}:
                    return [thing]
        return []

    def _unmarked_passive(self, verb: Token) -> list[Token]:
        """`12 killed`, `five more wounded`, `were kidnapped and killed`."""
        subject = _child(verb, "nsubjpass", "nsubj")
        helpers = {child.lower_ for child in verb.children if child.dep_ == "aux"}
        if subject is not None:
            bare = verb.i - subject.i <= 3 and not helpers & {"has", "have", "had"}
            return [_antecedent(subject, verb)] if bare and _window_after(verb) is None else []
        joined = verb.dep_ == "conj" and (_is_passive(verb.head) or verb.head.tag_ == "VBN")
        small = verb.dep_ in {"oprd", "xcomp", "acomp"}
        if joined or small:
            inherited = _subject(verb)
            return [] if inherited is None else [inherited]
        return []

    def _of_toll(self, head: Token) -> list[Token]:
        """The head of a participle; `the number of people killed` is read as a toll."""
        return [] if _is_of_toll(head) else [head]

    def _beside(self, verb: Token, fate: Fate) -> bool:
        """Second chance on the words next to the verb where the parse gave no victims."""
        if verb.dep_ == "acl" and _is_of_toll(verb.head):
            return True
        after = _window_after(verb) if not _is_passive(verb) else None
        if after is not None:
            self._add_all(fate, verb, [after], negated=_is_negated(verb))
            return True
        if verb.lower_.endswith(("ed", "slain", "hurt", "shot", "beaten", "burnt")):
            group = self._before(verb)
            if group is not None:
                self._add_all(fate, verb, [group], negated=_is_negated(verb))
                return True
        return verb.lower_ not in _STATES

    def _before(self, verb: Token) -> _Group | None:
        """The number and noun right before the participle, past helping words."""
        place = verb.i - 1
        while place > self.sent.start and self.doc[place].lower_ in _SKIPPED_BEFORE:
            place -= 1
        passed = place < verb.i - 1
        while place > self.sent.start and self.doc[place].lower_ == "more":
            place -= 1
        if place < self.sent.start:
            return None
        noun = self.doc[place]
        if noun.lower_ in _NOT_HUMAN or noun.pos_ not in {"NOUN", "NUM", "PROPN", "ADJ"}:
            return None
        for edge in range(place, max(self.sent.start, place - 8) - 1, -1):
            word = self.doc[edge]
            if word.lower_ in _CUTS or word.pos_ in {"VERB", "AUX"}:
                return None
            if _is_numeric(word) and word.lower_ not in {"a", "an", "no"}:
                found = _window(word, max(self.sent.start, edge - 6), edge)
                clear = found and not _is_year(word, found) and (passed or found[0].best > 1 or noun is word)
                return _Group(noun, found[0], found[1], place) if found and clear else None
        return None

    # States

    def _state(self, token: Token) -> bool:
        """`31 people dead`, `30 wounded`, `are missing`, `were among the dead`, `two wounded men`."""
        fate = _STATES.get(token.lower_)
        if fate is None or _is_hypothetical(token) or self._is_other_dead(token):
            return False
        negated = _is_negated(token)
        if self._among(token, fate) or self._adjacent(token, fate):
            return True
        for head in self._state_heads(token):
            self._add_all(fate, token, _groups(head), negated=negated)
        if token.i in self._triggers:
            return True
        group = self._before(token)
        if group is not None:
            self._add_all(fate, token, [group], negated=negated)
        return group is not None

    def _adjacent(self, token: Token, fate: Fate) -> bool:
        """`3 dead and 10 wounded`: the number right before the word is its own, whatever the parse."""
        if token.i <= self.sent.start or (token.dep_ == "amod" and token.head.i > token.i):
            return False
        back = 2 if self.doc[token.i - 1].lower_ in {"more", "others", "other"} else 1
        number = self.doc[max(token.i - back, self.sent.start)]
        if not _is_numeric(number) or number.lower_ in {"a", "an", "no", "both"}:
            return False
        found = _window(number, max(self.sent.start, number.i - 6), token.i - 1)
        if found is None or found[2] != token.i - 1 or _is_year(number, found):
            return False
        if _following(token) in _NOT_HUMAN:
            return True
        group = _Group(number, *found)
        self._add_all(fate, token, [group], negated=False)
        return True

    def _is_other_dead(self, token: Token) -> bool:
        """`dead heat`, `shot dead` (the verb has it), `dead bodies`, `feared dead`."""
        before = self.doc[token.i - 1].lower_ if token.i > self.sent.start else ""
        return (
            _following(token) in _NOT_HUMAN | _MEANT_NOUNS | {"end", "sea", "line", "-"}
            or before in {"shot", "shoot", "gunned", "feared", "-"}
            or token.head.lower_ in {"shot", "shoot", "shooting", "feared"}
        )

    def _among(self, token: Token, fate: Fate) -> bool:
        preposition = token.head
        if preposition.lemma_ == "include" and preposition.i > token.i and preposition.pos_ == "VERB":
            thing = _child(preposition, "dobj")
            groups = _groups(thing) if thing is not None else []
            self._add_all(fate, token, groups, negated=False, partial=True)
            return True
        if token.dep_ != "pobj" or preposition.lower_ != "among":
            return False
        if preposition.head.lemma_ != "be":
            return True
        subject = _subject(preposition.head)
        if subject is not None and not _is_hypothetical(preposition.head):
            self._add_all(fate, token, _groups(subject), negated=False, partial=True)
        return True

    def _state_heads(self, token: Token) -> list[Token]:
        head = token.head
        own = _child(token, "nsubj", "nsubjpass")
        if own is not None:
            return [_antecedent(own, token)]
        if token.dep_ == "amod" and head.pos_ in {"NOUN", "PROPN", "NUM"}:
            close = abs(head.i - token.i) <= 4 and token.lower_ in _LASTING
            return (
                [head]
                if close and (head.tag_ in {"NNS", "CD"} or _has_article(head) or _is_numeric(head))
                else []
            )
        if token.dep_ in {"acomp", "oprd", "xcomp", "ccomp"} or (
            token.dep_ == "conj" and head.lower_ in _STATES
        ):
            subject = _subject(token) if token.dep_ != "conj" else None
            return [] if subject is None else [subject]
        if token.dep_ == "acl":
            return self._of_toll(head)
        numbered = any(child.dep_ in {"nummod", "quantmod", "det", "amod"} for child in token.children)
        group = _numbered(token, token.left_edge.i) if numbered else None
        return [token] if group is not None else []

    # Lives, nouns, tolls and bodies

    def _lives(self, token: Token) -> bool:
        """`claimed 30,000 lives`, `took the lives of 12 miners`, `lost their lives`."""
        if token.lower_ not in _CLAIMS | _LOSES or _is_hypothetical(token):
            return False
        thing = _child(token, "dobj", "nsubjpass")
        if thing is None or thing.lower_ not in {"lives", "life", "victims"}:
            return False
        groups = self._lives_of(thing)
        if not groups and token.lower_ in _LOSES and _child(thing, "poss") is not None:
            subject = _subject(token)
            groups = _groups(subject) if subject is not None else []
        self._add_all("killed", token, groups, negated=_is_negated(token))
        return True

    def _lives_of(self, thing: Token) -> list[_Group]:
        inner = self._of(thing)
        if inner is not None:
            return _groups(inner)
        found = _numbered(thing, thing.left_edge.i)
        if found:
            return [_Group(thing, *found)]
        numeric = thing.head if thing.dep_ == "pobj" else None
        return [] if numeric is None else _groups(numeric.head)

    def _of(self, token: Token) -> Token | None:
        for child in token.children:
            if child.lower_ == "of":
                return _child(child, "pobj")
        return None

    def _noun(self, token: Token) -> None:
        """`the murder of six priests`, `14 deaths`, `no casualties`, `the president's murder`."""
        word = token.lower_
        if word in _UNHURT or word in {"deaths", "injuries", "fatalities"}:
            self._none(token)
        fate = _NOUNS.get(word)
        if fate is None or not self._is_plain_noun(token) or self._is_meant(token):
            return
        inner = self._of(token)
        if inner is None and token.dep_ == "conj" and token.head.lower_ in _NOUNS:
            inner = self._of(token.head)  # the kidnapping and murder of
        groups = _groups(inner) if inner is not None else []
        owner = _child(token, "poss")
        if not groups and owner is not None and owner.pos_ in {"NOUN", "PROPN", "PRON"}:
            groups = self._owned(owner, word)
        if not groups and word in _COUNTED_NOUNS and word != "death":
            found = _numbered(token, token.left_edge.i)
            groups = [_Group(token, *found)] if found else []
        self._add_all(fate, token, [group for group in groups if group.count.best], negated=False)

    def _owned(self, owner: Token, word: str) -> list[_Group]:
        """`the president's murder` and `his death`; whose arrests and killings they are is not told."""
        if owner.lower_ in {"his", "her"} and word in {
            "death",
            "murder",
            "assassination",
            "kidnapping",
            "abduction",
        }:
            return [_Group(owner, Count(1, 1, 1), owner.i, owner.i)]
        if owner.lower_ in {"his", "her", "their", "its", "my", "our"} or word.endswith("s"):
            return []
        return [group for group in _groups(owner) if _is_person(owner)]

    def _is_plain_noun(self, token: Token) -> bool:
        if not token.tag_.startswith("NN") and not self._is_noun_like(token):
            return token.tag_ == "VBG" and self._of(token) is not None and _child(token, "dobj") is None
        return token.dep_ != "compound" or token.head.lower_ in {"cases"}

    def _is_meant(self, token: Token) -> bool:
        """`ordered the arrest of`, `the attempted murder of`, `could lead to the death of`."""
        described = {child.lower_ for child in token.children if child.dep_ in {"amod", "compound"}}
        if described & {"attempted", "possible", "planned", "threatened", "potential", "alleged", "natural"}:
            return True
        head = token
        for _ in range(5):
            if head.head == head:
                return False
            head = head.head
            if head.lemma_.lower() in _MERELY_MEANT or head.lower_ in _MEANT_NOUNS | {"against"}:
                return True
            if head.pos_ in {"VERB", "AUX"}:
                return _is_hypothetical(head)
        return False

    def _none(self, token: Token) -> None:
        """`no casualties`, `no deaths`, `did not cause any casualties`."""
        denied = token.head.pos_ in {"VERB", "AUX"} and _is_negated(token.head)
        wanted = {"no", "any"} if denied else {"no"}
        none = next((child for child in token.children if child.lower_ in wanted), None)
        if none is None:
            return
        group = _Group(token, Count(0, 0, 0), none.i, token.i)
        fates: tuple[Fate, ...] = (
            ("killed", "wounded") if token.lower_ in _UNHURT else (_NOUNS[token.lower_],)
        )
        for fate in fates:
            self._add_all(fate, token, [group], negated=True)

    def _toll(self, token: Token) -> None:
        """`a death toll of 14`, `the toll rose to 14`, `bringing to 45 the number of people killed`."""
        fate = self._toll_fate(token)
        if fate is None or _is_hypothetical(token.head):
            return
        window = self.doc[token.i + 1 : min(token.i + 14, self.sent.end)]
        brought = next(
            (
                verb
                for verb in self.doc[max(token.i - 7, self.sent.start) : token.i]
                if verb.lower_ in _BRINGS
            ),
            None,
        )
        place = token.i
        if brought is not None:
            spots = [
                word.i
                for word in self.doc[brought.i : min(token.i + 12, self.sent.end)]
                if word.lower_ == "to"
            ]
        else:
            spots = [
                word.i for word in window
                if word.lower_ in _STANDS | {"of", ":"} and (word.lower_ != "of" or word.i == token.i + 1)
            ]  # fmt: skip
        for spot in spots:
            group = self._number_after(spot, token)
            if group is None:
                continue
            total = brought is not None
            self._add(
                fate, min(place, brought.i if brought is not None else place), token, group, total=total
            )
            return

    def _toll_fate(self, token: Token) -> Fate | None:
        if token.lower_ not in _TOLLS or (token.lower_ == "total" and _following(token) == "of"):
            return None
        if token.lower_ == "toll":
            before = self.doc[token.i - 1].lower_ if token.i > self.sent.start else ""
            return "wounded" if before in {"injury", "casualty"} else "killed"
        nearby = self.doc[token.i : min(token.i + 7, self.sent.end)]
        fates = {**_STATES, "deaths": _NOUNS["deaths"], "fatalities": _NOUNS["deaths"]}
        named = next((fates[word.lower_] for word in nearby if word.lower_ in fates), None)
        brought = any(
            word.lower_ in _BRINGS for word in self.doc[max(token.i - 3, self.sent.start) : token.i]
        )
        return self.found[-1].fate if named is None and brought and self.found else named

    def _number_after(self, spot: int, toll: Token) -> _Group | None:
        for first in range(spot + 1, min(spot + 3, self.sent.end)):
            for last in range(min(first + 6, self.sent.end - 1), first - 1, -1):
                count = read_count(self.doc[first : last + 1].text)
                if count is None or count.best < 2 or _is_measure(self.doc[first], self.doc[last]):
                    continue
                after = _following(self.doc[last])
                if _is_year(self.doc[last], (count, first, last)) or after in _NOT_HUMAN:
                    break
                return _Group(toll, count, first, last)
            if self.doc[first].pos_ not in {"ADP", "DET", "ADV", "VERB", "PART"}:
                return None
        return None

    def _bodies(self, token: Token) -> None:
        """`the bodies of five men were found`, `found two bodies`."""
        if token.lower_ not in _BODIES:
            return
        verb = token.head
        if verb.lower_ == "of" or (
            verb.pos_ not in {"VERB", "AUX"} and token.dep_ not in {"nsubjpass", "dobj"}
        ):
            verb = verb.head.head if verb.lower_ == "of" else verb
        if verb.lower_ not in _FOUND or _is_hypothetical(verb):
            return
        inner = self._of(token)
        groups = _groups(inner) if inner is not None else []
        if not groups:
            found = _numbered(token, token.left_edge.i)
            marked = token.lower_ in {"body", "corpse"} and _has_article(token)
            groups = [_Group(token, *found)] if found else []
            if not groups and marked and inner is None:
                groups = [_Group(token, Count(1, 1, 1), token.left_edge.i, token.i)]
        self._add_all("killed", token, groups, negated=_is_negated(verb))

    # Keeping

    def _add_all(
        self, fate: Fate, trigger: Token, groups: list[_Group], *, negated: bool, partial: bool = False
    ) -> None:
        for number, group in enumerate(groups):
            inside = number > 0 and self._is_inside(groups[0], group)
            self._triggers[trigger.i] = trigger
            if _is_weak(fate, group) or (group.victims.lower_ in _ANYBODY and not negated):
                continue
            total = self._is_total(trigger)
            self._add(
                fate, trigger.i, group.victims, group, total=total, negated=negated, partial=partial or inside
            )

    def _add(
        self,
        fate: Fate,
        trigger: int,
        victims: Token,
        group: _Group,
        *,
        total: bool = False,
        negated: bool = False,
        partial: bool = False,
    ) -> None:
        if (fate, victims.i) in self._seen:
            return
        self._seen.add((fate, victims.i))
        first = min(trigger, group.first, group.last)
        last = max(self._last_word(trigger), group.last)
        span = self.doc[first : last + 1]
        none = group.count.best == 0
        self.found.append(
            Casualties(
                fate, group.count, victims, span.start_char, span.end_char, total, negated or none, partial
            )
        )

    def _last_word(self, trigger: int) -> int:
        """Where the words that the trigger opens end: `shot dead`, `burned to death`, `lost their lives`."""
        ends = {"dead"} if self.doc[trigger].lower_ in _SHOOT else {"death"}
        if self.doc[trigger].lower_ in _SHOOT | {"gunned"}:
            ends |= {"down", "death"}
        if self.doc[trigger].lower_ in _LOSES | _CLAIMS:
            ends = {"lives", "life"}
        if self.doc[trigger].lower_ in _SHOOT | _LOSES | _CLAIMS | _TO_DEATH:
            for place in range(trigger + 1, min(trigger + 4, self.sent.end)):
                if self.doc[place].lower_ in ends:
                    return place
        return trigger

    def _is_inside(self, whole: _Group, part: _Group) -> bool:
        """Whether `including` or `among them` stands between the two."""
        between = [word.lower_ for word in self.doc[whole.victims.i : part.victims.i]]
        return "including" in between or "among" in between

    def _drop_shared(self) -> None:
        """Drop `killed or wounded 12`: how many of them were killed is not told."""
        by_victims: dict[tuple[int, int], set[str]] = {}
        for one in self.found:
            by_victims.setdefault((one.victims.i, one.count.best), set()).add(one.fate)
        for (place, best), fates in by_victims.items():
            if best and {"killed", "wounded"} <= fates:
                self.found = [one for one in self.found if one.victims.i != place or one.count.best != best]

    def _clause(self, verb: Token) -> str:
        """The words of the verb's clause without its subject and without other clauses."""
        left_out: set[int] = set()
        for token in verb.subtree:
            other = token.dep_ in {"nsubj", "nsubjpass", "relcl", "conj", "ccomp", "parataxis"}
            if (other and token.head == verb) or token.dep_ == "relcl":
                left_out.update(inner.i for inner in token.subtree)
        left_out.discard(verb.i)
        kept = [token.lower_ for token in verb.subtree if token.i not in left_out and token.i != verb.i]
        return " ".join(kept)

    def _is_total(self, trigger: Token) -> bool:
        """Whether the number runs over a time or a war and not over one event."""
        clause = trigger
        for _ in range(5):
            if clause.pos_ in {"VERB", "AUX"} or clause.head == clause:
                break
            clause = clause.head
        while (
            clause.dep_ == "conj" and _child(clause, "nsubj", "nsubjpass") is None and clause.head != clause
        ):
            if self._is_running(clause):
                return True
            clause = clause.head
        return self._is_running(trigger) or self._is_running(clause) or self._is_war(clause)

    def _is_running(self, clause: Token) -> bool:
        words = self._clause(clause)
        found = _RUNNING.search(words)
        return found is not None and not _RECORD.search(words[: found.start()])

    def _is_war(self, clause: Token) -> bool:
        """`a war that claimed 30,000 lives`."""
        subject = _child(clause, "nsubj")
        if subject is None:
            return False
        return _antecedent(subject, clause).lower_ in {"war", "conflict", "insurgency", "rebellion", "wars"}

    # Parts

    def _parts(self) -> None:
        """`including two children`, `among them a child`, `three of them children`, `of whom two were`."""
        for token in self.sent:
            word, after = token.lower_, _following(token)
            if word == "including":
                self._part_of(token, self._after_including(token))
            elif word == "among" and after in {"them", "whom", "these"}:
                self._part_of(token, self._noun_after(token.i + 2))
            elif word == "of" and after in {"them", "whom", "these"} and self._whole(token) is not None:
                self._part_of(token, self._number_by(token))

    def _after_including(self, token: Token) -> list[_Group]:
        thing = _child(token, "pobj", "dobj")
        if thing is not None and thing.i > token.i:
            return _groups(thing)
        return self._noun_after(token.i + 1)

    def _noun_after(self, place: int) -> list[_Group]:
        """The first noun from here on, with what is joined to it."""
        for token in self.doc[place : min(place + 8, self.sent.end)]:
            if token.pos_ in {"VERB", "AUX"} and token.lower_ not in _STATES:
                return []
            if token.pos_ in {"NOUN", "PROPN"} and token.dep_ != "compound":
                return _groups(token)
        return []

    def _number_by(self, of: Token) -> list[_Group]:
        """`three of them`, `of whom three`."""
        before = self.doc[of.i - 1] if of.i > self.sent.start else None
        numbers = [before] if before is not None and _is_numeric(before) else []
        if not numbers:
            numbers = [
                word for word in self.doc[of.i + 2 : min(of.i + 7, self.sent.end)] if _is_numeric(word)
            ]
        for number in numbers[:1]:
            found = _window(number, max(self.sent.start, number.i - 3), number.i)
            if found and found[2] == number.i and not self._has_fate(number):
                return [_Group(number, found[0], found[1], max(number.i, of.i + 1))]
        return []

    def _has_fate(self, number: Token) -> bool:
        """Whether the number has a fate of its own: `three of whom died`."""
        verb = number.head
        states = _STATES.keys() | _SUFFERED.keys() | _DIED.keys()
        if any(one.start <= number.idx < one.end and not one.partial for one in self.found):
            return True
        return verb.i > number.i and verb.lower_ in states

    def _whole(self, token: Token) -> Casualties | None:
        """The group told of last before the word, of which the word opens a part."""
        wholes = [
            one for one in self.found if one.victims.i < token.i and not one.partial and one.count.best > 1
        ]
        return max(wholes, key=lambda one: one.victims.i, default=None)

    def _part_of(self, token: Token, groups: list[_Group]) -> None:
        whole = self._whole(token)
        if whole is None or not self._is_near(whole, token):
            return
        for group in groups:
            alike = [one for one in self.found if one.victims == group.victims and one.fate == whole.fate]
            for one in alike:
                self.found.remove(one)
                self._seen.discard((one.fate, one.victims.i))
            if group.count.best and (group.count.best <= whole.count.best or whole.count.high is None):
                opening = token.i
                flags = {"total": whole.total, "negated": whole.negated, "partial": True}
                self._add(whole.fate, opening, group.victims, group, **flags)

    def _is_near(self, whole: Casualties, token: Token) -> bool:
        """No other clause between the group and its part."""
        if token.head == whole.victims or token.i - whole.victims.i <= 4:
            return True
        end = next((word.i for word in self.sent if word.idx + len(word) >= whole.end), whole.victims.i)
        between = self.doc[max(end, whole.victims.i) + 1 : token.i]
        return not any(word.pos_ == "NOUN" and word.tag_ == "NNS" for word in between)


def _is_of_toll(head: Token) -> bool:
    """`the number of people`: its number stands with `number`."""
    counted = head.head.head if head.dep_ == "pobj" and head.head.lower_ == "of" else head
    return counted.lower_ in _TOLLS - {"total"}


def _has_article(token: Token) -> bool:
    return any(child.lower_ in {"a", "an", "the", "his", "her", "another"} for child in token.children)


def _is_weak(fate: Fate, group: _Group) -> bool:
    """`captured the base`: beside killings, one thing is taken for a person only if it is called one."""
    victims = group.victims
    if group.count.best != 1 or victims.pos_ in {"PRON", "NUM"} or fate == "killed":
        return False
    return not (_is_person(victims) or victims.ent_type_ == "PERSON" or victims.tag_ == "CD")


def _phrasal(verb: Token) -> Fate | None:
    """`shot dead`, `gunned down`, `burned to death`."""
    words = [verb.doc[place].lower_ for place in range(verb.i + 1, min(verb.i + 9, verb.sent.end))]
    if verb.lower_ in _SHOOT and "dead" in words[:1]:
        return "killed"
    if verb.lower_ in {"shot", "shoot", "shooting"} and _child(verb, "oprd", "acomp") is not None:
        return "killed" if any(child.lower_ == "dead" for child in verb.children) else None
    if verb.lower_.startswith(("gun", "mow", "cut")) and verb.tag_.startswith("VB"):
        return "killed" if verb.lower_.startswith("gun") and "down" in words[:5] else None
    if verb.lower_ in _TO_DEATH | _INTRANSITIVE_TO_DEATH and "to death" in " ".join(words):
        return "killed"
    return None


def _window_after(verb: Token) -> _Group | None:
    """The number right after the verb, with the noun it counts."""
    doc, first = verb.doc, verb.i + 1
    for last in range(min(first + 7, verb.sent.end - 1), first - 1, -1):
        count = read_count(doc[first : last + 1].text)
        if count is None or count.best < 2 or _is_measure(doc[first], doc[last]):
            continue
        counted = doc[last]
        for place in range(last + 1, min(last + 4, verb.sent.end)):
            if doc[place].pos_ not in {"NOUN", "ADJ", "PROPN"}:
                break
            counted = doc[place]
        if counted.lower_ in _NOT_HUMAN or _is_year(doc[last], (count, first, last)):
            return None
        if counted.lower_ in _STATES:
            return None
        return _Group(counted, count, first, counted.i)
    return None
