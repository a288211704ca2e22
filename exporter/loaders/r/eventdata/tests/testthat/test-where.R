example <- system.file("extdata", "example", package = "eventdata")

test_that("a release is found by its folder, its dataset and its version", {
  events <- load_events(example, "1.0.0")
  expect_gt(nrow(events), 0)
  expect_identical(load_events(example), events)
  expect_identical(load_events(file.path(example, "1.0.0")), events)
  expect_true(all(sources(example)$event_id %in% events$event_id))
  expect_true(all(evidence(example)$event_id %in% events$event_id))
  expect_identical(names(deletions(example)), c("event_id", "version", "reason", "replaced_by"))
})

test_that("the highest version goes by numbers", {
  folder <- tempfile()
  for (version in c("1.2.0", "1.10.0", "1.9.9")) write_release(file.path(folder, version))
  expect_match(eventdata:::find_folder(folder, NULL), "1[.]10[.]0$")
})

test_that("what is not there is told", {
  expect_error(load_events(example, "9.0.0"), "There is no release 9.0.0 .* there are: 1.0.0")
  expect_error(load_events(example, "latest"), "latest is not a version")
  expect_error(load_events(tempfile()), "There is no release in")
  expect_error(load_events(c("a", "b")), "as one text")
  expect_error(load_events(file.path(example, "1.0.0"), "2.0.0"), "is a release itself")
})

test_that("checksums are compared", {
  release <- write_release(tempfile())
  expect_identical(check_release(release), 3L)
  cat("AZE9\n", file = file.path(release, "events.csv"), append = TRUE)
  expect_error(check_release(release), "Not the files that were released: events.csv")
})

test_that("the SHA-256 is right", {
  file <- tempfile()
  writeBin(charToRaw("abc"), file)
  expect_identical(eventdata:::sha256(file), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
})
