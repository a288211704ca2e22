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
    (
        "The president called the attack on two policemen in Wajir on Monday an act of cowards.",
        "Attack|Armed clash",
    ),
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
    ("Hours later, another clash left two soldiers dead near Wajir.", "Armed clash|Attack"),
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
    ("The murdered priests were buried in Nakuru.", "Attack"),
    ("The two kidnapped students were seen near Wajir on Monday.", "Abduction"),
    ("The bodies of two farmers, who had been shot by bandits, were found near Wajir on Monday.", "Attack"),
    # Plain news in several voices.
    ("Police said the bombing of the hotel, in which four guests died, was the work of militants.", "Remote"),
    (
        "Survivors recalled how gunmen burst into the church in Garissa on Sunday and shot six people.",
        "Attack",
    ),
    ("The attack, which left three people dead, happened near Wajir on Monday.", "Attack"),
    ("A landmine killed a farmer near Wajir on Monday.", "Remote"),
    ("A suicide bomber blew himself up in Garissa on Monday.", "Suicide"),
    ("The army shelled the village of Wajir on Monday.", "Shelling"),
    ("Students clashed with police in Nakuru on Monday.", "Violent demonstration"),
    ("Hundreds of workers demonstrated outside the ministry in Nairobi on Monday.", "Peaceful"),
    ("Police fired tear gas at protesters in Nakuru on Monday.", "Protest with|Excessive"),
    ("The clashes, the worst in months, killed five soldiers near Wajir on Monday.", "Armed clash"),
    ("Four days of fighting between the army and rebels ended near Wajir on Monday.", "Armed clash"),
    ("The rebels freed the nuns whom they had kidnapped in Garissa on Monday.", "Abduction|Diplomatic"),
    ("The ambush on the army patrol was carried out by twenty rebels near Wajir on Monday.", "Armed clash"),
    ("Two soldiers died in an ambush near Wajir on Monday.", "Armed clash|Attack"),
    ("Villagers fled after militiamen set fire to their huts near Wajir on Monday.", "Looting"),
    ("Seven villagers were hacked to death near Wajir on Monday.", "Attack"),
    ("The shooting of a student by police in Nakuru on Monday caused anger.", "Attack"),
    ("The killing of a trader sparked riots in Garissa on Monday.", "Violent|Mob|Attack"),
    ("Rebels are holding six nuns hostage near Wajir.", "Abduction"),
    ("A drone strike killed four militants near Wajir on Monday.", "Air"),
    (
        "The ministry said that eight soldiers were wounded when their vehicle ran over a mine near Wajir on Monday.",
        "Remote",
    ),
    # What a car bomb destroys it has blown up.
    (
        "The car bomb attack on Monday destroyed the headquarters of the police in Garissa.",
        "Remote explosive",
    ),
    # Crowds and those who step in.
    ("Demonstrators occupied the airport of Nairobi on Monday.", "Peaceful protest"),
    ("Soldiers stormed a protest camp in Nairobi on Monday.", "Excessive force"),
    ("Police fired into the air to disperse a rally in Nairobi on Monday.", "Protest with intervention"),
    ("A mob burned the houses of two traders in Wajir on Monday.", "Mob violence"),
    ("Protesters threw petrol bombs at the police in Nairobi on Monday.", "Violent demonstration"),
    # Who takes whom, and what.
    ("Rebels captured two soldiers near Wajir on Monday.", "Abduction"),
    ("The army took control of the government in Nairobi on Monday.", "Other"),
    ("Soldiers fired on coca growers near Wajir on Monday.", "Attack"),
    ("The army broke the truce by shelling a village near Wajir on Monday.", "Shelling"),
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
    "The repairs took the town of Garissa a month.",
    "The repairs took Garissa three weeks.",
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
    # Near misses and orders.
    "The country very nearly invaded its neighbour.",
    "Stop using land mines, the bishop told the rebels.",
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
    # More of all these.
    "A train derailed near Kisumu on Monday, killing six passengers.",
    "Six people died of cholera in Wajir on Monday.",
    "Two climbers were killed by an avalanche on Mount Kenya on Monday.",
    "Lions killed a herder near Wajir on Monday.",
    "A heatwave killed 30 people in Kisumu.",
    "The film tells the story of the siege of Garissa.",
    "An opera about the massacre opened in Nairobi on Monday.",
    "The striker shot twice at the goal in Nairobi on Monday.",
    "The team crushed its rivals in Nairobi on Monday.",
    "Kenya beat Uganda in Nairobi on Monday.",
    "Kenya defeated Uganda 2-0 in Nairobi on Monday.",
    "The two candidates clashed in a debate in Nairobi on Monday.",
    "The minister came under fire from the press on Monday.",
    "The minister came under attack in parliament on Monday.",
    "The prime minister fought for his reform on Monday.",
    "The central bank is fighting inflation.",
    "The actor was bombarded with questions in Nairobi on Monday.",
    "Her speech sparked an explosion of joy in Nairobi on Monday.",
    "The novel won a prize for its account of the bombing.",
    "The army would attack only if it was provoked.",
    "Should the rebels attack, the army will answer.",
    "Had the rebels attacked, the army would have answered.",
    "No shots were fired in Wajir on Monday.",
    "Nobody was attacked in Wajir on Monday.",
    "The rebels never took the town of Wajir.",
    "Police ruled out an attack in Garissa.",
    "There is no evidence of an attack in Garissa.",
    "The police dismissed reports of an attack in Garissa as rumours.",
    "The bishop prayed for an end to the violence.",
    "The army is preparing an offensive against the rebels.",
    "The general threatened to shell the town.",
    "The law allows police to shoot at looters.",
    "Soldiers trained to storm a building in Nakuru on Monday.",
    "Police practised freeing hostages in Nakuru on Monday.",
    "The book describes how soldiers burned the village in 1952.",
    "In 1952, soldiers burned the village of Wajir.",
    "Twenty years ago, rebels massacred 40 villagers in Wajir.",
    "The memorial honours the victims of the bombing in Nairobi.",
    "The court acquitted two men of the murder of a nun.",
    "He was jailed in 2009 for kidnapping a banker.",
    "The museum burned with curiosity.",
    "Investors fled after shares plunged on Monday.",
    "The company executed its plan in Nairobi on Monday.",
    "Kenya's farmers are fighting locusts.",
    "Locusts attacked crops near Wajir on Monday.",
    "The storm killed ten people and destroyed 50 houses near Kisumu on Monday.",
    "A building collapsed in Nairobi on Monday, killing four workers.",
    "A gas leak caused an explosion that killed two people in Nairobi on Monday.",
    "A man killed himself in Nakuru on Monday.",
    "The singer died in Nairobi on Monday.",
    # Similes, courts, sums, what is to come, accidents, what is only carried.
    "It was like a bomb had exploded in Nairobi on Monday, a driver said.",
    "A court in Nairobi jailed five rebels on Monday.",
    "More than 2,000 people have been killed since the conflict began in April.",
    "The presidents of Uganda and Chad are to meet in Nairobi on Friday.",
    "A train came off the tracks near Nakuru on Monday, killing 12 people.",
    "The bodies of two men were found on the shore near Nakuru on Monday.",
    "The guards of the bank in Nairobi were armed with rifles and grenades on Monday.",
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
    """One event each; what is said of it may be an exchange of words beside it."""
    wanted = dict(HAPPENED)
    wrong = []
    for sentence, coding in coded(coder, tuple(wanted)):
        told = [e.values for e in coding.events if e.values["event_type"] != "Diplomatic exchange"]
        kinds = [str(values["sub_event_type"]) for values in told or [e.values for e in coding.events]]
        if len(kinds) != 1 or not kinds[0].startswith(tuple(wanted[sentence].split("|"))):
            wrong.append((sentence, kinds))
    assert not wrong


def test_what_did_not_happen_is_none(coder: DictionaryCoder) -> None:
    wrong = [
        (sentence, [event.values["sub_event_type"] for event in coding.events])
        for sentence, coding in coded(coder, DID_NOT_HAPPEN)
        if coding.events
    ]
    assert not wrong
