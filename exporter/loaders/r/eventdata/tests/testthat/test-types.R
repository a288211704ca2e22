release <- write_release(tempfile())
events <- load_events(release)

test_that("columns have the dictionary's types", {
  expect_identical(unclass(events$event_date)[[1]], 16892)
  expect_s3_class(events$event_date, "Date")
  expect_identical(events$deaths[1:4], structure(c(0L, NA, 12L, NA)))
  expect_identical(as.vector(events$score), c(-9.5, 0.1, 8, NA))
  expect_identical(as.vector(events$civil), c(TRUE, FALSE, FALSE, FALSE))
  expect_identical(as.vector(events$cameo_code), c("010", "193", "01", "01"))
  expect_s3_class(events$updated_at, "POSIXct")
  expect_identical(attr(events$updated_at, "tzone"), "UTC")
  expect_equal(as.numeric(events$updated_at), c(1704164645, 1704164645.25, 1719878400, 1719878400))
})

test_that("code lists are factors with every code in the list's order", {
  expect_identical(levels(events$country), c("Azerbaijan", "C\u00f4te d'Ivoire", "Namibia"))
  expect_identical(levels(events$iso3), c("AZE", "CIV", "NAM"))
  expect_identical(as.character(events$iso3), c("AZE", "NAM", "CIV", "CIV"))
  expect_false(anyNA(events$country))
})

test_that("text is what was released, in any locale", {
  expect_identical(
    as.vector(events$notes),
    c("=1+1, said \"he\"", "two\nlines # and \u2116 \u00e9", "'quoted'", "'-x")
  )
  expect_identical(as.character(events$country)[3], "C\u00f4te d'Ivoire")
})

test_that("columns carry their titles", {
  expect_identical(attr(events$deaths, "label"), "Deaths")
  expect_identical(attr(events$country, "label"), "Country")
})

test_that("a value outside its list is kept", {
  odd <- write_release(tempfile(), sub("Namibia,NAM", "Atlantis,NAM", hard_events))
  expect_identical(as.character(load_events(odd)$country)[2], "Atlantis")
  expect_identical(levels(load_events(odd)$country)[4], "Atlantis")
})

test_that("it is a tibble where tibble is installed", {
  expect_s3_class(events, if (requireNamespace("tibble", quietly = TRUE)) "tbl_df" else "data.frame")
})

test_that("the dictionary is a table with types", {
  facts <- dictionary(release)
  expect_identical(nrow(facts), 10L)
  expect_identical(facts$null[6], TRUE)
  expect_identical(facts$definition[9], "Words, in \"quotes\".")
  expect_identical(facts$example[7], "-9.5")
  expect_identical(nrow(dictionary(release, table = "sources")), 0L)
})

test_that("a release without changes has none", {
  expect_identical(dim(changes(release)), c(0L, 5L))
  expect_identical(names(changes(release)), c("event_id", "change", "column", "old", "new"))
})

test_that("a table that is not there is an error", {
  expect_error(sources(release), "no table sources")
})

test_that("columns that Parquet has typed already keep their values", {
  fact <- function(type) list(type = type, codelist = NA, example = NA)
  typed <- function(x, type) eventdata:::typed(x, fact(type), function(name) NULL)
  day <- as.Date("2020-02-29")
  expect_identical(typed(day, "date"), day)
  expect_identical(typed(c(TRUE, NA), "boolean"), c(TRUE, NA))
  expect_identical(typed(c(3L, NA), "integer"), c(3L, NA))
  expect_identical(typed(factor(c("b", NA)), "string"), c("b", NA))
  here <- as.POSIXct(1704164645, origin = "1970-01-01", tz = "Asia/Tokyo")
  expect_identical(as.numeric(typed(here, "datetime")), 1704164645)
  expect_identical(attr(typed(here, "datetime"), "tzone"), "UTC")
})
