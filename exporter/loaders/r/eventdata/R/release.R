# What users call. Where a release stands is told in where.R, how its tables are read in tables.R.

load_events <- function(path_or_url, version = NULL) {
  read_table(open_release(path_or_url, version), "events")
}

sources <- function(path_or_url, version = NULL) {
  read_table(open_release(path_or_url, version), "sources")
}

evidence <- function(path_or_url, version = NULL) {
  read_table(open_release(path_or_url, version), "evidence")
}

deletions <- function(path_or_url, version = NULL) {
  read_table(open_release(path_or_url, version), "deletions")
}

changes <- function(path_or_url, version = NULL) {
  read_table(open_release(path_or_url, version), "changes")
}

dictionary <- function(path_or_url, version = NULL, table = NULL) {
  read_dictionary(open_release(path_or_url, version), table)
}

check_release <- function(path_or_url, version = NULL) {
  compare_sums(open_release(path_or_url, version))
}
