"""The sample files: a few rows of events that everybody has heard of, written by hand in each format."""

from pathlib import Path

FOLDER = Path(__file__).parent / "samples"

ACLED = FOLDER / "acled.csv"
ACLED_OLDER = FOLDER / "acled-older.csv"
GDELT = FOLDER / "20150402120000.export.CSV"
GDELT_1 = FOLDER / "20150402.export.CSV"
MENTIONS = FOLDER / "20150402121500.mentions.CSV"
GED = FOLDER / "ged.csv"

FORMAT_OF = {
    ACLED: "acled",
    ACLED_OLDER: "acled",
    GDELT: "gdelt",
    GDELT_1: "gdelt",
    MENTIONS: "gdelt-mentions",
    GED: "ucdp",
}
