"""Who did it, to whom, and how many died: one short report a kind of sentence."""

from datetime import date

import pytest

from exporter.articles.article import Article
from exporter.coders.coding import CodedEvent
from exporter.coders.dictionary.coder import DictionaryCoder

CODER = DictionaryCoder()

# text, actor 1, actor 2, deaths, words that must stand among the actors of either side
CASES = [
    # -- who did it stands in another sentence -------------------------------------------------------------
    ("A bomb exploded outside a bank in Lima on Monday, injuring six people. The Shining Path claimed responsibility for the attack.",
     "Shining Path", None, None, ""),
    ("Gunmen shot dead a judge in Culiacan on Tuesday. The killing was blamed on the Sinaloa Cartel.",
     "Sinaloa Cartel", "Civilians (Mexico)", 1, "Judges; Gunmen"),
    ("A car bomb killed 12 people in Baghdad on Sunday. No group has claimed responsibility.",
     "Unidentified Armed Group (Iraq)", "Civilians (Iraq)", 12, ""),
    ("An army post in Arauca was attacked with mortars on Friday. The army attributed the attack to the ELN.",
     "ELN: National Liberation Army", "Military Forces of Colombia", None, ""),
    ("Two farmers were killed in Borno on Saturday. Police said Boko Haram was behind the attack.",
     "Boko Haram", "Civilians (Nigeria)", 2, "Farmers"),
    ("A mayor was murdered in Michoacan on Thursday. Police suspect a drug gang.",
     "Unidentified Armed Group (Mexico)", "Civilians (Mexico)", 1, "Mayors; Government of Mexico"),
    ("A bus was bombed in Ankara on Monday, killing four people. The government accused the PKK of carrying out the bombing.",
     "PKK: Kurdistan Workers Party", "Civilians (Turkey)", 4, ""),
    ("Suspected Boko Haram militants killed nine villagers in Borno state on Wednesday.",
     "Boko Haram", "Civilians (Nigeria)", 9, "Villagers"),
    ("Two soldiers were killed in an ambush near Kidal on Monday, the army said. It said the attackers were members of Al Qaeda in the Islamic Maghreb.",
     "AQIM", "Military Forces of Mali", 2, ""),
    ("A police station in Quetta was hit by a grenade on Sunday. The Balochistan Liberation Army said it had carried out the attack.",
     "BLA", "Police Forces of Pakistan", None, ""),
    ("Al Shabaab denied that it was behind the killing of three teachers in Garissa, Kenya, on Monday.",
     None, "Civilians (Kenya)", 3, "Teachers"),
    ("Two councillors were shot dead in Cali on Tuesday. Police accused the FARC of murdering them.",
     "FARC", "Civilians (Colombia)", 2, "Councillors; Government of Colombia"),
    ("A police patrol was ambushed in Assam on Monday. Officials blamed the United Liberation Front of Assam for the ambush.",
     "ULFA", "Police Forces of India", None, ""),
    ("The attack in which 20 people were killed in Kano on Monday was perpetrated by terrorists in the pay of smugglers.",
     "Unidentified Armed Group (Nigeria)", "Civilians (Nigeria)", 20, "Terrorists"),
    ("The Taliban are responsible for the attack on a clinic in Kunduz on Monday, the ministry said.",
     "Taliban", None, None, ""),
    # -- nobody named ----------------------------------------------------------------------------------------
    ("Unidentified gunmen killed a shopkeeper in Karachi on Monday.",
     "Unidentified Armed Group (Pakistan)", "Civilians (Pakistan)", 1, "Shopkeepers"),
    ("Two men on a motorcycle shot dead a journalist in Tegucigalpa on Monday.",
     "Unidentified Armed Group (Honduras)", "Civilians (Honduras)", 1, "Journalists"),
    ("Six priests were murdered on 15 November in San Salvador by men wearing military uniforms.",
     "Unidentified Armed Group (El Salvador)", "Civilians (El Salvador)", 6, "Priests; Men"),
    ("Hooded individuals abducted a doctor in Caracas on Friday.",
     "Unidentified Armed Group (Venezuela)", "Civilians (Venezuela)", None, "Doctors; Hooded individuals"),
    ("Assailants threw a grenade at a bar in Bujumbura on Saturday, killing three people.",
     "Unidentified Armed Group (Burundi)", "Civilians (Burundi)", 3, "Assailants"),
    # -- victims by title, name, apposition -----------------------------------------------------------------
    ("Rebels killed the mayor of Saravena, Colombia, on Monday.",
     "Unidentified Armed Group (Colombia)", "Civilians (Colombia)", 1, "Mayors; Government of Colombia"),
    ("Jesuit priest Ignacio Morales was shot dead in Guatemala City on Monday.",
     "Unidentified Armed Group (Guatemala)", "Civilians (Guatemala)", 1, "priests; Ignacio Morales"),
    ("Soldiers murdered peasants Victor Vasquez and Rafael Romero in Usulutan, El Salvador, on Tuesday.",
     "Military Forces of El Salvador", "Civilians (El Salvador)", 2, "Peasants; Victor Vasquez; Rafael Romero"),
    ("Gunmen on Monday killed Maria Torres, a union leader, in Barrancabermeja, Colombia.",
     "Unidentified Armed Group (Colombia)", "Civilians (Colombia)", 1, "Union leaders; Maria Torres"),
    ("The government condemned the murder of Jorge Vargas, second secretary of the Nicaraguan embassy in Guatemala City, on Monday.",
     "Unidentified Armed Group (Guatemala)", "Civilians (Nicaragua)", 1, "Jorge Vargas; Government of Nicaragua"),
    ("Radio reporter Juan Perez was killed in Tijuana on Sunday.",
     "Unidentified Armed Group (Mexico)", "Civilians (Mexico)", 1, "Juan Perez"),
    ("Two American missionaries were shot dead in La Paz on Wednesday.",
     "Unidentified Armed Group (Bolivia)", "Civilians (United States)", 2, "American missionaries"),
    ("Gunmen kidnapped a Spanish aid worker in Aden on Monday.",
     "Unidentified Armed Group (Yemen)", "Civilians (Spain)", None, "Aid workers"),
    ("Militants executed three Indian labourers near Imphal on Tuesday.",
     "Unidentified Armed Group (India)", "Civilians (India)", 3, "Labourers"),
    ("A student was stabbed to death in Port Moresby on Monday.",
     "Unidentified Armed Group (Papua New Guinea)", "Civilians (Papua New Guinea)", 1, "Students"),
    ("Ana Lopez was murdered in San Pedro Sula on Monday.",
     "Unidentified Armed Group (Honduras)", "Civilians (Honduras)", 1, "Ana Lopez"),
    ("The ambassador's daughter, Nadine Elkashes, was killed in Managua on Monday.",
     "Unidentified Armed Group (Nicaragua)", "Civilians (Nicaragua)", 1, "Nadine Elkashes"),
    ("Army Colonel Carlos Guerrero's wife, Angela Piedad, was shot to death in Bogota on Tuesday.",
     "Unidentified Armed Group (Colombia)", "Civilians (Colombia)", 1, "Wives; Angela Piedad"),
    ("Gunmen opened fire on the car of a judge in Cali on Monday. The judge died on the spot.",
     "Unidentified Armed Group (Colombia)", "Civilians (Colombia)", 1, "Judges"),
    ("Two bodyguards of the senator were killed in an attack in Mindanao on Monday.",
     "Unidentified Armed Group (Philippines)", "Private Security Forces (Philippines)", 2, ""),
    # -- victims told later --------------------------------------------------------------------------------
    ("A farm near Chalatenango, El Salvador, was attacked by guerrillas on Monday. A farmer and his son were killed.",
     "Unidentified Armed Group (El Salvador)", "Civilians (El Salvador)", 2, "Farmers"),
    ("Rebels attacked the village of Bogoro in Ituri, DR Congo, on Sunday. At least 40 residents died.",
     "Unidentified Armed Group (Democratic Republic of Congo)", "Civilians (Democratic Republic of Congo)", 40, "Residents"),
    ("A bomb went off in a market in Peshawar on Friday. Nine shoppers were killed and 30 wounded.",
     "Unidentified Armed Group (Pakistan)", "Civilians (Pakistan)", 9, "Shoppers"),
    ("Gunmen attacked a bus in Machakos, Kenya, on Monday. The driver was killed. A passenger was also killed.",
     "Unidentified Armed Group (Kenya)", "Civilians (Kenya)", 2, "Drivers; Passengers"),
    # -- what is hit stands for those in it ----------------------------------------------------------------
    ("The ELN blew up an oil pipeline in Arauca, Colombia, on Monday.",
     "ELN: National Liberation Army", None, None, ""),
    ("Gunmen attacked the US embassy in Sanaa on Wednesday.",
     "Unidentified Armed Group (Yemen)", "Government of United States", None, ""),
    ("Rebels attacked an army base near Goma on Monday, killing five soldiers.",
     "Unidentified Armed Group (Democratic Republic of Congo)", "Military Forces of Democratic Republic of Congo", 5, ""),
    ("A rocket hit a police post in Kandahar on Monday.",
     "Unidentified Armed Group (Afghanistan)", "Police Forces of Afghanistan", None, ""),
    ("The house of the mayor of Izalco, El Salvador, was bombed on Monday.",
     "Unidentified Armed Group (El Salvador)", "Civilians (El Salvador)", None, "Mayors"),
    ("Guerrillas burned three buses in San Miguel, El Salvador, on Monday.",
     "Unidentified Armed Group (El Salvador)", "Civilians (El Salvador)", None, ""),
    # -- army units, groups and their fronts ---------------------------------------------------------------
    ("Troops of the Sixth Infantry Brigade captured two peasants in Usulutan, El Salvador, on Monday.",
     "Military Forces of El Salvador", "Civilians (El Salvador)", None, "Peasants"),
    ("Members of the 8th Front of the FARC kidnapped a rancher in Cauca, Colombia, on Monday.",
     "FARC", "Civilians (Colombia)", None, "Ranchers"),
    ("The Camilo Torres column of the ELN attacked a bank in Arauca, Colombia, on Monday.",
     "ELN: National Liberation Army", None, None, ""),
    ("National Guard troops shot dead a student in Caracas on Monday.",
     "Military Forces of Venezuela", "Civilians (Venezuela)", 1, "Students"),
    ("The guerrillas of the ELN kidnapped two engineers in Santander, Colombia, on Monday.",
     "ELN: National Liberation Army", "Civilians (Colombia)", None, "Engineers"),
    ("FMLN urban commandos attacked a police station in San Salvador on 3 March.",
     "FMLN", "Police Forces of El Salvador", None, ""),
    ("ISIS fighters shot dead eight shepherds near Palmyra, Syria, on Monday.",
     "Islamic State", "Civilians (Syria)", 8, "Shepherds"),
    # -- counts --------------------------------------------------------------------------------------------
    ("Priests Juan Mora, Luis Sol and Pedro Paz were killed in San Salvador on Monday.",
     "Unidentified Armed Group (El Salvador)", "Civilians (El Salvador)", 3, "Priests; Juan Mora; Luis Sol; Pedro Paz"),
    ("Gunmen killed a rancher, his wife and two children in Cauca, Colombia, on Monday.",
     "Unidentified Armed Group (Colombia)", "Civilians (Colombia)", 4, "Ranchers"),
    ("A plane was bombed over Bogota on Monday, killing all 107 people aboard.",
     None, "Civilians (Colombia)", 107, ""),
    ("A bus bomb blew up in Bogota on Monday and destroyed an 11-floor building, leaving 67 dead and approximately 1,000 wounded.",
     "Unidentified Armed Group (Colombia)", None, 67, ""),
    ("A blast in Mosul on Sunday killed five people. The toll later rose to eight, a doctor said.",
     "Unidentified Armed Group (Iraq)", "Civilians (Iraq)", 8, ""),
    ("Three soldiers and seven rebels were killed in clashes near Marawi on Monday.",
     None, None, 10, ""),
    ("Gunmen wounded 14 people in an attack on a bar in Acapulco on Monday.",
     "Unidentified Armed Group (Mexico)", "Civilians (Mexico)", None, ""),
    ("Bandits kidnapped 80 pupils in Zamfara, Nigeria, on Monday.",
     "Unidentified Armed Group (Nigeria)", "Civilians (Nigeria)", None, "Pupils"),
    ("Five judges have been killed in two months in Medellin. A judge was shot dead there on Monday.",
     "Unidentified Armed Group (Colombia)", "Civilians (Colombia)", 1, "Judges"),
    ("Twelve killed in Kabul blast\n\nA bomb exploded near a mosque in Kabul on Monday. At least 12 people were killed.",
     "Unidentified Armed Group (Afghanistan)", "Civilians (Afghanistan)", 12, ""),
    ("Nobody was killed when rebels shelled Aden on Monday.",
     "Unidentified Armed Group (Yemen)", None, 0, ""),
    ("Nine civilians, including two women and a child, were killed by shelling in Donetsk on Monday.",
     None, "Civilians (Ukraine)", 9, ""),
    ("The bodies of five men who had been shot were found in Culiacan on Monday.",
     "Unidentified Armed Group (Mexico)", "Civilians (Mexico)", 5, ""),
    ("Hector Diaz and Hilda Flores, a trade unionist, were abducted and killed in Guatemala City on Monday.",
     "Unidentified Armed Group (Guatemala)", "Civilians (Guatemala)", 2, "Hilda Flores"),
    ("The bomb killed the minister and three bodyguards in Beirut on Monday.",
     "Unidentified Armed Group (Lebanon)", "Civilians (Lebanon)", 4, "Ministers; Bodyguard"),
    # -- in capitals ---------------------------------------------------------------------------------------
    ("ON 16 JUNE, THE ELN DESTROYED AN OIL TERMINAL IN ARAUCA, COLOMBIA.",
     "ELN: National Liberation Army", None, None, ""),
    ("TWO U.S. CITIZENS WERE KIDNAPPED IN MEDELLIN ON MONDAY BY GUERRILLAS OF THE ELN.",
     "ELN: National Liberation Army", "Civilians (United States)", None, "Citizens"),
    ("SIX PEASANTS WERE KILLED BY THE ARMY IN QUICHE, GUATEMALA, ON MONDAY.",
     "Military Forces of Guatemala", "Civilians (Guatemala)", 6, "Peasants"),
]  # fmt: skip


def coded(text: str) -> CodedEvent:
    article = Article("test", text, date(2016, 3, 5), "AFP")
    events = CODER.code_one(article).events
    assert events, "no event"
    return next((e for e in events if e.values["event_type"] != "Diplomatic exchange"), events[0])


@pytest.mark.parametrize(("text", "actor1", "actor2", "deaths", "beside"), CASES, ids=[c[0][:60] for c in CASES])
def test_who_did_what_to_whom_and_how_many_died(
    text: str, actor1: str | None, actor2: str | None, deaths: int | None, beside: str
) -> None:
    values = coded(text).values
    for name, expected in (("actor1", actor1), ("actor2", actor2)):
        if expected:
            assert str(values[name]).startswith(expected)
    assert values["fatalities"] == deaths
    said = f"{values['assoc_actor_1']}; {values['assoc_actor_2']}"
    assert [word for word in beside.split("; ") if word not in said] == []
