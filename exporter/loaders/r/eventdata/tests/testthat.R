if (requireNamespace("testthat", quietly = TRUE)) {
  library(testthat)
  library(eventdata)
  test_check("eventdata")
}
