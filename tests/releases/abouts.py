"""What is said of datasets in tests: everything that can be said, and nothing."""

from exporter.releases import About, Author, Contact, Funding, Licence, Publisher, Related

FULL = About(
    title='Protests & "riots": a [test] of №',
    description="Two lines of <b>words</b>\nthat say: what it is | and more.",
    language="en",
    keywords=("event data", "protest: 1"),
    homepage="https://example.org/data?a=1&b=2",
    doi="10.1234/ab-c.d_(e)",
    authors=(
        Author(family="Núñez", given="A. B.", orcid="0000-0002-1825-0097", affiliation="University #1"),
        Author(name="Some: Project"),
        Author(family="Mononym"),
    ),
    publisher=Publisher(name="Example Press", url="https://example.org/press"),
    licence=Licence(spdx="CC-BY-NC-SA-4.0"),
    contact=Contact(email="data@example.org", name="Data desk"),
    funding=(Funding(funder="Fund", award="P 1", url="https://example.org/p1"), Funding(funder="Other")),
    related=(
        Related(
            relation="IsDescribedBy", doi="10.1002/(SICI)1097:15/16<1661::AID>3.0.CO;2-2", title="A paper"
        ),
        Related(relation="IsDerivedFrom", url="https://example.org/older"),
    ),
)

NOTHING = About()

OWN_LICENCE = About(licence=Licence(name="Our terms", url="https://example.org/terms"))
