"""Sentences whose words look like those of events and tell of none."""

from datetime import date

import pytest

from exporter.articles import Article
from exporter.coders.dictionary.coder import DictionaryCoder

LOOKALIKES = (
    "The mayor suffered a heart attack in Nairobi on Monday.",
    "The director shot a film in Mombasa on Monday.",
    "The two companies struck a deal in Nairobi on Monday.",
    "The president fired the minister of trade on Monday.",
    "The company launched a new telephone in Nairobi on Monday.",
    "The students raided the fridge on Monday.",
    "The comedian killed time at the airport in Nairobi on Monday.",
    "Drought killed 2,000 cattle near Wajir on Monday.",
    "The bank launched a charm offensive in Nairobi on Monday.",
    "Prices soared in Nairobi on Monday.",
    "The court executed a contract in Nairobi on Monday.",
    "The bank executed the will of a farmer on Monday.",
    "The team captured the title in Nairobi on Monday.",
    "The photographer captured the sunset in Mombasa on Monday.",
    "The goalkeeper defended the goal in Nairobi on Monday.",
    "The airline was hit by a price war in Nairobi on Monday.",
    "The pop star stormed off the stage in Nairobi on Monday.",
    "A storm struck Mombasa on Monday.",
    "Lightning struck a church near Kisumu on Monday.",
    "An earthquake struck Wajir on Monday.",
    "A landslide buried a village near Kisumu on Monday.",
    "The committee took a vote in Nairobi on Monday.",
    "The wedding party occupied the hotel in Nairobi on Monday.",
    "A bus overturned near Kisumu on Monday and ten passengers died.",
    "A ferry sank near Mombasa on Monday.",
    "The novel describes the siege of a castle.",
    "The author signed copies of a book in Nairobi on Monday.",
    "The player signed a contract with a club in Nairobi on Monday.",
    "The minister opened a school in Nairobi on Monday.",
    "The minister opened a bridge near Kisumu on Monday.",
    "The bank raised its rates in Nairobi on Monday.",
    "The airline recalled 40 planes on Monday.",
    "The company recalled its cars on Monday.",
    "The bank froze the account of a customer on Monday.",
    "The doctor treated a patient for stab wounds that he had got in a fall on Monday.",
    "The judge set a date for the hearing in Nairobi on Monday.",
    "The company set up a factory in Nairobi on Monday.",
    "The singer visited a school in Nairobi on Monday.",
    "The actress met a fan in Nairobi on Monday.",
    "The mother begged her son to come home on Monday.",
    "The boy promised his mother a letter on Monday.",
    "The teacher praised the pupils in Nairobi on Monday.",
    "The coach blamed the referee in Nairobi on Monday.",
    "The coach resigned in Nairobi on Monday.",
    "The customer demanded a refund in Nairobi on Monday.",
    "The shop offered discounts in Nairobi on Monday.",
    "The bank rejected the application of a customer in Nairobi on Monday.",
    "The landlord threatened the tenant with a higher rent on Monday.",
    "The airline cut fares on Monday.",
    "The newspaper cut jobs in Nairobi on Monday.",
    "The orchestra held a concert in Nairobi on Monday.",
    "The company held its annual meeting in Nairobi on Monday.",
    "The club held a dinner in Nairobi on Monday.",
    "The chef threw a party in Nairobi on Monday.",
    "The pitcher threw a ball in Nairobi on Monday.",
    "The gardener planted trees in Nairobi on Monday.",
    "The farmer placed an order in Nairobi on Monday.",
    "The dancer took the stage in Nairobi on Monday.",
    "The runner broke the record in Nairobi on Monday.",
    "The boy broke a window in Nairobi on Monday.",
    "The company broke ground in Nairobi on Monday.",
    "The central bank intervened in the market on Monday.",
    "The minister attacked the problem of unemployment on Monday.",
    "The health ministry battled malaria in Kisumu on Monday.",
    "Firemen battled a blaze in Nairobi on Monday.",
    "Firemen fought a fire in Nairobi on Monday.",
    "The lawyer fought the case in Nairobi on Monday.",
    "A shark attack was reported near Mombasa on Monday.",
    "The panic attack of the singer delayed the concert on Monday.",
    "The fire sale of the airline took place on Monday.",
    "The court heard the murder trial in Nairobi on Monday.",
    "The council marked the anniversary of the bombing on Monday.",
    "Police feared an attack in Nairobi on Monday.",
    "The guerrillas planned an offensive in Wajir on Monday.",
    "Police foiled a bomb plot in Nairobi on Monday.",
    "Nobody was killed in Nairobi on Monday.",
    "The minister said that troops could attack the town.",
    "If the rebels attack, the army will respond.",
    "Rebels may have attacked the town on Monday.",
    "The army did not attack the town on Monday.",
    "The rebels refused to attack the town on Monday.",
    "The airline banned smoking on Monday.",
    "The company released a record on Monday.",
    "The studio released a film in Nairobi on Monday.",
    "The bank released figures in Nairobi on Monday.",
    "The factory released steam in Nairobi on Monday.",
    "The river burst its banks near Kisumu on Monday.",
    "The volcano erupted near Goma on Monday.",
    "The singer apologised to the fans in Nairobi on Monday.",
    "The editor declined to comment on Monday.",
    "The minister declined to comment on Monday.",
    "The company sued a rival in Nairobi on Monday.",
    "The jury found the film dull on Monday.",
    "The bride received a ring on Monday.",
    "The winner received a prize in Nairobi on Monday.",
    "The team beat its rival in Nairobi on Monday.",
    "The horse beat the favourite in Nairobi on Monday.",
    "The market took a beating on Monday.",
    "The exhibition drew a crowd in Nairobi on Monday.",
    "The baby was born in March in Nairobi.",
    "The talks show host retired on Monday.",
    "The tourists mounted camels near Wajir on Monday.",
    "The tanker leaked oil near Mombasa on Monday.",
    "The general strike ended on Monday.",
)


@pytest.fixture(scope="module")
def coder() -> DictionaryCoder:
    return DictionaryCoder()


@pytest.mark.parametrize("sentence", LOOKALIKES)
def test_no_event(coder: DictionaryCoder, sentence: str) -> None:
    text = f"NAIROBI, Kenya, June 3 (Example News) - {sentence}"
    coding = coder.code_one(Article("lookalike", text, date(2020, 6, 3), "Example News", language="en"))
    assert coding.events == ()


def test_the_frame_around_them_lets_events_through(coder: DictionaryCoder) -> None:
    """What the tests above rely on: the same report with a sentence that does tell of an event gives one."""
    text = "NAIROBI, Kenya, June 3 (Example News) - Gunmen attacked a hotel near Wajir on Monday."
    coding = coder.code_one(Article("event", text, date(2020, 6, 3), "Example News", language="en"))
    assert len(coding.events) == 1
