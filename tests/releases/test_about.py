"""`dataset.toml`: what it may say, and what is told where it says something else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import UsageError
from exporter.releases import About, Author, Funding, Licence, Related, read_about
from exporter.releases.about import template
from exporter.releases.about_checks import orcid
from tests.releases.abouts import FULL, NOTHING, OWN_LICENCE


def read(tmp_path, text):
    path = tmp_path / "dataset.toml"
    path.write_text(text, encoding="utf-8")
    return read_about(path)


def test_everything_that_can_be_said(tmp_path):
    about = read(
        tmp_path,
        """
        title = "Protests"
        description = "What it is."
        language = "pt-BR"
        keywords = ["one", "two", "one"]
        homepage = "https://example.org/%20x"
        doi = "https://doi.org/10.1234/abc"
        [licence]
        spdx = "cc-by-4.0"
        [[authors]]
        family = "Núñez"
        given = "Ana"
        orcid = "https://orcid.org/0000-0002-1694-233X"
        affiliation = "A University"
        [[authors]]
        name = "Some Project"
        [publisher]
        name = "Press"
        [contact]
        email = "data@example.org"
        [[funding]]
        funder = "Fund"
        award = "P 1"
        [[related]]
        relation = "IsDescribedBy"
        doi = "doi:10.1234/paper"
        """,
    )
    assert about.licence == Licence(spdx="CC-BY-4.0")
    assert about.doi == "10.1234/abc"
    assert about.keywords == ("one", "two")
    assert about.authors[0].orcid == "0000-0002-1694-233X"
    assert [author.full_name for author in about.authors] == ["Núñez, Ana", "Some Project"]
    assert about.funding == (Funding(funder="Fund", award="P 1"),)
    assert about.related == (Related(relation="IsDescribedBy", doi="10.1234/paper"),)
    assert about.homepage == "https://example.org/%20x"


def test_an_empty_file_says_nothing(tmp_path):
    assert read(tmp_path, "") == About() == NOTHING


def test_how_articles_are_coded_is_the_business_of_others(tmp_path):
    assert read(tmp_path, 'title = "Protests"\n[model]\nname = "small-1"\n') == About(title="Protests")


def test_the_template_states_the_title_alone(tmp_path):
    assert read(tmp_path, template('a "b"')) == About(title='a "b"')


def test_the_template_without_its_marks_is_read(tmp_path):
    """Every line that a user may take the # from is right as it stands."""
    text = template("x")
    text = re.sub(r"^# (?=\w+ = |\[|What the dataset)", "", text, flags=re.MULTILINE)
    about = read(tmp_path, text.replace("\n# of it", "\nof it"))
    stated = about.to_json()
    for name in About.__dataclass_fields__:
        assert f'"{name}"' in stated


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('titel = "x"', "titel is not known"),
        ("title = 3", "title: 3 is not text"),
        ('title = ""', "title: '' is blank"),
        ('title = "a\\nb"', "line break"),
        ('title = "a\\u0007b"', "control character"),
        ('title = "a\\u2028b"', "control character"),
        ("title = 2020-01-01", "is not text"),
        ('language = "English"', "'English' is no language tag"),
        ('homepage = "example.org"', "homepage: 'example.org' is no address"),
        ('homepage = "https://"', "is no address"),
        ('homepage = "https://exa mple.org"', "is no address"),
        ('homepage = "https://[x"', "is no address"),
        ('homepage = "javascript:alert(1)"', "is no address"),
        ('homepage = "https://example.org/ü"', "is no address"),
        ('doi = "10.12/x"', "doi: '10.12/x' is no DOI"),
        ('keywords = "one"', "keywords: 'one' is not a list"),
        ("keywords = [1]", "keywords: 1 is not text"),
        ('licence = "CC-BY-4.0"', "licence: 'CC-BY-4.0' is not a table"),
        ('[licence]\nspdx = "CC BY"', "licence: spdx: 'CC BY' is not on the SPDX list"),
        ('[licence]\nspdx = "MIT OR Apache-2.0"', "is not on the SPDX list"),
        ('[licence]\nspdx = "LicenseRef-x"', "is not on the SPDX list"),
        ('[licence]\nname = "Terms"', "licence: spdx is missing"),
        (
            '[[authors]]\nfamily = "A"\norcid = "0000-0002-1825-0098"',
            "authors 1: orcid: '0000-0002-1825-0098'",
        ),
        (
            '[[authors]]\nfamily = "A"\n[[authors]]\nfamily = "B"\norcid = "1"',
            "authors 2: orcid: '1' is no ORCID",
        ),
        ('[[authors]]\ngiven = "A"', "authors 1: name or family"),
        ('[[authors]]\nname = "A"\nfamily = "B"', "authors 1: name or family"),
        ('[[authors]]\nname = "A"\norcid = "0000-0002-1825-0097"', "belong to a person"),
        ('[authors]\nname = "A"', "authors: {'name': 'A'} is not a list"),
        ('authors = ["A"]', "authors 1: 'A' is not a table"),
        ('[publisher]\nurl = "https://example.org"', "publisher: name is missing"),
        ('[contact]\nname = "A"', "contact: email is missing"),
        ('[contact]\nemail = "a at b.org"', "contact: email: 'a at b.org' is no e-mail"),
        ('[contact]\nemail = "a@b"', "is no e-mail"),
        ('[[funding]]\naward = "1"', "funding 1: funder is missing"),
        ('[[related]]\nrelation = "Likes"\ndoi = "10.1234/x"', "related 1: relation: 'Likes' is not known"),
        ('[[related]]\nrelation = "Cites"', "related 1: doi or url"),
        ("title = ", "is not a TOML file"),
    ],
)
def test_what_is_wrong_is_told_with_file_key_and_value(tmp_path, text, told):
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    assert caught.value.message.startswith(str(tmp_path / "dataset.toml"))
    assert told in caught.value.message
    assert caught.value.remedy


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(UsageError, match=r"nothing\.toml cannot be read"):
        read_about(tmp_path / "nothing.toml")
    (tmp_path / "latin.toml").write_bytes('title = "Übersicht"'.encode("latin-1"))
    with pytest.raises(UsageError, match="UTF-8"):
        read_about(tmp_path / "latin.toml")


def test_the_same_checks_without_a_file():
    with pytest.raises(UsageError, match="no ORCID"):
        Author(family="A", orcid="0000-0002-1825-0099")
    with pytest.raises(UsageError, match="no Licence"):
        About(licence="CC-BY-4.0")
    with pytest.raises(UsageError, match="no Author"):
        About(authors=["A"])


@pytest.mark.parametrize("about", [FULL, NOTHING, OWN_LICENCE])
def test_it_comes_back_from_json(about):
    assert About.from_json(about.to_json()) == about


words = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30).filter(
    str.strip
)


@given(
    st.builds(
        About,
        title=st.none() | words,
        description=st.none() | words,
        keywords=st.lists(words).map(tuple),
        authors=st.lists(
            st.builds(Author, family=words, given=st.none() | words, affiliation=st.none() | words)
        ).map(tuple),
        funding=st.lists(st.builds(Funding, funder=words, award=st.none() | words)).map(tuple),
    )
)
def test_any_words_come_back_from_json(about):
    assert About.from_json(about.to_json()) == about


@given(st.text("0123456789", min_size=15, max_size=15), st.integers(0, 14), st.integers(1, 9))
def test_of_the_sixteen_characters_of_an_orcid_one_fits_and_a_changed_digit_does_not(digits, place, step):
    def fits(text):
        try:
            return orcid("orcid", "-".join(text[i : i + 4] for i in (0, 4, 8, 12))) is not None
        except UsageError:
            return False

    right = [last for last in "0123456789X" if fits(digits + last)]
    assert len(right) == 1
    changed = str((int(digits[place]) + step) % 10)
    assert not fits(digits[:place] + changed + digits[place + 1 :] + right[0])
