"""Which sentences tell of something that happened: by kinds of sentence, those that do beside those that do not."""

from collections.abc import Iterator
from datetime import date

import pytest

from exporter.articles import Article
from exporter.coders.coding import Coding
from exporter.coders.dictionary.coder import DictionaryCoder

FRAME = "NAIROBI, Kenya, June 3 (Example News) - The rains began early this year.\n\n{}\n"

HAPPENED = (
    # What somebody says of a crime that was done has it done, whatever becomes of the saying.
    ("The bishop condemned the murder of six priests in Nakuru.", "Attack"),
    ("The minister will investigate the murder of the journalist Alice Oduor in Nakuru.", "Attack"),
    ("The union demanded that the police clear up the kidnapping of two teachers in Garissa.", "Abduction"),
    ("A judge was named to investigate the assassination of the mayor of Kisumu.", "Attack"),
    ("Six soldiers are accused of murdering the priests in Nakuru.", "Attack"),
    ("Two men were charged with kidnapping the bishop of Garissa.", "Abduction"),
    ("The group denied that it had taken part in the murder of the mayor of Kisumu.", "Attack"),
    ("Nobody has claimed responsibility for the bombing of the bank in Nakuru.", "Remote explosive"),
    ("Kenya suspended the aid until the murder of the nuns in Wajir is cleared up.", "Attack"),
    ("Thousands attended the funeral of the three teachers who were killed in Garissa on Monday.", "Attack"),
    ("The president called the attack on a police post in Wajir an act of cowards.", "Attack|Armed clash"),
    ("Trains stood still as a result of a bomb attack on the airport of Wajir on Monday.", "Remote"),
    ("The governor spoke of the survivors of the attack on the village of Wajir on Monday.", "Attack"),
    ("The army regretted the deaths of three villagers in an air strike near Wajir on Monday.", "Air/drone"),
    # Light verbs.
    ("Militants carried out an attack on a church in Garissa on Monday.", "Attack"),
    ("Islamist rebels staged an ambush on an army convoy near Wajir on Monday.", "Armed clash"),
    ("Gunmen opened fire on worshippers in Garissa on Monday.", "Attack"),
    ("Farmers took to the streets of Kisumu on Monday.", "Peaceful protest"),
    ("Guerrillas took three nuns hostage in Wajir on Monday.", "Abduction"),
    ("Soldiers came under fire from rebels near Wajir on Monday.", "Armed clash"),
    ("The town of Wajir came under attack by militants on Monday.", "Attack"),
    # Reported speech.
    ("Residents said that gunmen shot dead two farmers near Wajir on Monday.", "Attack"),
    ("According to the police, a bomb went off in a market of Garissa on Monday.", "Remote explosive"),
    ("It was learned that two teachers had been kidnapped in Wajir on Monday.", "Abduction"),
    ("Radio Kenya reported that the rebels had burned a school near Wajir on Monday.", "Looting"),
    # Another, a second, a new one are events like the first.
    ("Another attack killed two farmers near Wajir on Monday.", "Attack"),
    ("Minutes later, another clash between soldiers and rebels occurred near Wajir.", "Armed clash"),
    ("A second bomb exploded in Garissa on Monday.", "Remote explosive"),
    ("There were further clashes between soldiers and rebels near Wajir on Monday.", "Armed clash"),
    # Negation that leaves the event as it is.
    ("No one was hurt when a bomb exploded in Garissa on Monday.", "Remote explosive"),
    ("A bomb exploded in Garissa on Monday without causing casualties.", "Remote explosive"),
    ("The police could not prevent the killing of two farmers near Wajir on Monday.", "Attack"),
    ("Gunmen who have not been identified killed a lawyer in Nakuru on Monday.", "Attack"),
    ("The motive is not known for the killing of a lawyer in Nakuru on Monday.", "Attack"),
    # Under verbs and conjunctions of time, cause and end.
    ("Gunmen managed to kidnap a bishop in Garissa on Monday.", "Abduction"),
    ("Shops closed after gunmen killed a trader in Garissa on Monday.", "Attack"),
    ("He died in hospital on Monday after militants had shot him in Wajir.", "Attack"),
    ("A policeman was killed on Monday while he tried to stop gunmen in Garissa.", "Attack|Armed clash"),
    ("The strike was called off because soldiers shot two miners in Nakuru on Monday.", "Attack|Excessive"),
    ("Militants failed to take the camp on Monday but killed two farmers near Wajir.", "Attack"),
    # People who are caught are no ground that is taken.
    ("The rebel leader Otieno Mwangi was captured in Garissa on Monday.", "Arrests|Abduction"),
    ("Rebels captured the town of Wajir on Monday.", "Non-state actor overtakes"),
    # What a car bomb destroys it has blown up.
    (
        "The car bomb attack on Monday destroyed the headquarters of the police in Garissa.",
        "Remote explosive",
    ),
)

DID_NOT_HAPPEN = (
    # Accidents, disasters and diseases kill, too.
    "A plane crashed near Wajir on Monday and its four passengers were killed.",
    "Twelve people were killed when a bus fell into a river near Kisumu on Monday.",
    "Three miners were killed in a gas explosion in a mine near Nakuru on Monday.",
    "A gas cylinder exploded in a kitchen in Nairobi on Monday.",
    "Floods killed 30 people near Kisumu on Monday.",
    "Two children were killed in a fire in Nairobi on Monday.",
    "Cholera has killed 40 people in Wajir since Monday.",
    "A boiler exploded at a factory in Nakuru on Monday.",
    # Sums over years, and wars as such.
    "The war in the north of Kenya has cost the lives of 70,000 people.",
    "More than 100,000 people have been murdered in Kenya since 1954.",
    "The rebels have killed many judges and policemen.",
    "Terrorism kills thousands of people every year.",
    "For decades, soldiers have tortured prisoners in Kenya.",
    # Metaphors.
    "The minister launched a new attack on the opposition in Nairobi on Monday.",
    "The senator defended himself against attacks in the press on Monday.",
    "Unemployment in Kisumu is a time bomb that will explode.",
    "The goalkeeper was bombarded with shots in Nairobi on Monday.",
    "The striker fired a shot over the bar in Nairobi on Monday.",
    "The champion crushed his rival in Nairobi on Monday.",
    "The two teams clashed in Nairobi on Monday.",
    "The battle against malaria goes on in Kisumu.",
    "Arsenal beat Chelsea in London on Monday.",
    "The visit took the ministry a whole year to arrange.",
    "The debate took a turn in Nairobi on Monday.",
    # Films, books, games, statues.
    "In the film, rebels attack a village and kill 20 farmers.",
    "The novel tells how gunmen kidnap a bishop in Garissa.",
    "The museum opened a show on the siege of the fort in Mombasa on Monday.",
    # Anniversaries and remembrance.
    "Kenya marked the tenth anniversary of the massacre of 40 villagers in Wajir on Monday.",
    "Mourners commemorated the victims of the bombing of the embassy in Nairobi on Monday.",
    # Exercises and drills.
    "Soldiers stormed a mock village in an exercise near Nakuru on Monday.",
    "During a drill on Monday, policemen freed hostages in Nairobi.",
    # Trials about old acts.
    "A man was sentenced to life in prison on Monday for the murder of a nun in 2009.",
    "The trial of two men accused of the massacre of 40 villagers opened in Nairobi on Monday.",
    # Conditions, wishes, fears, plans.
    "If rebels attack the town, the army will answer.",
    "The rebels would kill the hostages unless they were paid.",
    "The police fear that militants may bomb the market in Garissa.",
    "Militants planned to kidnap the bishop of Garissa.",
    "The police foiled a plot to kill the mayor of Kisumu on Monday.",
    "Rebels ordered their men to burn the school in Wajir.",
    "The rebels vowed to take Wajir.",
    "The ministry warned of attacks on churches in Garissa.",
    "The soldiers were ready to storm the building in Garissa.",
    "The party called for an end to the killing of farmers.",
    "The general rejected the idea of bombing the town of Wajir.",
    # Negation.
    "The rebels did not attack the convoy near Wajir on Monday.",
    "There was no fighting in Wajir on Monday.",
    "Neither the army nor the rebels attacked Wajir on Monday.",
    "The rebels denied attacking the convoy near Wajir on Monday.",
    "The army denied that its soldiers had attacked a farm near Wajir on Monday.",
    "It is not by blowing up pipelines that people are helped.",
    "The police never arrested the students in Nakuru.",
    "The rebels refrained from attacking Wajir on Monday.",
    "The march in Nakuru on Monday was cancelled.",
    # Habits and general words.
    "Bandits often attack travellers on the road to Wajir.",
    "Protesters usually gather in Nairobi on Mondays.",
    "Murder is a crime.",
    "The general is an expert on ambushes.",
    "The law punishes kidnapping with ten years in prison.",
    "The murderers who kill judges must be stopped.",
)


@pytest.fixture(scope="module")
def coder() -> DictionaryCoder:
    return DictionaryCoder()


def coded(coder: DictionaryCoder, sentences: tuple[str, ...]) -> Iterator[tuple[str, Coding]]:
    """The codings of the sentences, each in a report of its own; read together, which is faster."""
    articles = [
        Article(str(number), FRAME.format(sentence), date(2020, 6, 3), "Example News", language="en")
        for number, sentence in enumerate(sentences)
    ]
    yield from zip(sentences, coder.code(articles), strict=True)


def test_what_happened_is_an_event(coder: DictionaryCoder) -> None:
    wanted = dict(HAPPENED)
    wrong = [
        (sentence, [event.values["sub_event_type"] for event in coding.events])
        for sentence, coding in coded(coder, tuple(wanted))
        if len(coding.events) != 1
        or not str(coding.events[0].values["sub_event_type"]).startswith(tuple(wanted[sentence].split("|")))
    ]
    assert not wrong


def test_what_did_not_happen_is_none(coder: DictionaryCoder) -> None:
    wrong = [
        (sentence, [event.values["sub_event_type"] for event in coding.events])
        for sentence, coding in coded(coder, DID_NOT_HAPPEN)
        if coding.events
    ]
    assert not wrong
