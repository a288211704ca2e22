# Load the tables of this release in R, without any package of ours:
#
#   source("load.R")
#   events <- load_events()
#   evidence(); sources(); deletions(); changes()
#   dictionary("events")        # what each column means
#   verify()                    # compare every file with SHA256SUMS
#
# Code lists come as factors, dates as Date, instants as POSIXct in UTC; attr(x, "label") is a column's title. A
# missing number of fatalities means that none was reported, 0 that nobody died.

release_folder <- local({
  files <- lapply(sys.frames(), function(frame) frame$ofile)
  files <- Filter(is.character, files)
  if (length(files)) dirname(normalizePath(files[[length(files)]])) else getwd()
})

release_file <- function(name) {
  file <- file.path(release_folder, name)
  if (file.exists(file)) file
}

load_events <- function() read_table(release_file, "events")
sources <- function() read_table(release_file, "sources")
evidence <- function() read_table(release_file, "evidence")
deletions <- function() read_table(release_file, "deletions")
changes <- function() read_table(release_file, "changes")
dictionary <- function(table = NULL) read_dictionary(release_file, table)
verify <- function() compare_sums(release_file)

# What follows is the file tables.R of the package eventdata.

# Tables of a release with the types of its dictionary. CSV needs base R alone; Parquet is read where nanoparquet
# or arrow is installed. `locate` is a function that gives the path of a file of the release by its name, or NULL.

read_table <- function(locate, table) {
  facts <- read_cells(locate("dictionary.csv"))
  facts <- facts[facts$table == table, , drop = FALSE]
  data <- read_any(locate, table)
  if (is.null(data) && table == "changes") {
    # The first release of a dataset has no changes.
    columns <- if (nrow(facts)) facts$column else c("event_id", "change", "column", "old", "new")
    data <- as.data.frame(sapply(columns, function(name) character(), simplify = FALSE))
  }
  if (is.null(data)) {
    stop("The release has no table ", table, ".", call. = FALSE)
  }
  for (i in seq_len(nrow(facts))) {
    name <- facts$column[i]
    if (name %in% names(data)) {
      data[[name]] <- typed(data[[name]], facts[i, ], locate)
      attr(data[[name]], "label") <- facts$title[i]
    }
  }
  as_frame(data)
}

read_dictionary <- function(locate, table = NULL) {
  facts <- read_cells(locate("dictionary.csv"))
  if (!is.null(table)) {
    facts <- facts[facts$table %in% table, , drop = FALSE]
    rownames(facts) <- NULL
  }
  facts$null <- facts$null == "true"
  facts$filled <- as.numeric(facts$filled)
  facts$distinct <- as.integer(facts$distinct)
  as_frame(facts)
}

read_any <- function(locate, table) {
  reader <- if (requireNamespace("nanoparquet", quietly = TRUE)) {
    function(file) nanoparquet::read_parquet(file)
  } else if (requireNamespace("arrow", quietly = TRUE)) {
    function(file) arrow::read_parquet(file, mmap = FALSE)
  }
  file <- if (!is.null(reader)) locate(paste0(table, ".parquet"))
  if (!is.null(file)) {
    return(as.data.frame(reader(file)))
  }
  file <- locate(paste0(table, ".csv"))
  if (!is.null(file)) {
    return(read_cells(file))
  }
  listed <- locate("partitions.csv")
  if (!is.null(listed)) read_parts(locate, read_cells(listed), table, reader)
}

# A table that stands in partitions, as Parquet alone. Their paths tell some of the columns, and so does their list.
read_parts <- function(locate, listed, table, reader) {
  parts <- listed[listed$table == table, , drop = FALSE]
  if (!nrow(parts)) {
    return(NULL)
  }
  if (is.null(reader)) {
    stop(
      "The table ", table, " stands in this release as Parquet alone: install the package nanoparquet or arrow.",
      call. = FALSE
    )
  }
  facts <- read_cells(locate("dictionary.csv"))
  columns <- facts$column[facts$table == table]
  told <- setdiff(intersect(names(parts), columns), "path")
  frames <- lapply(seq_len(nrow(parts)), function(i) {
    data <- as.data.frame(reader(locate(parts$path[i])))
    for (name in told) data[[name]] <- rep(parts[[name]][i], nrow(data))
    for (name in columns) if (is.factor(data[[name]])) data[[name]] <- as.character(data[[name]])
    data[columns]
  })
  do.call(rbind, frames)
}

# A CSV file as text: an empty cell is missing, and text that was kept from being run as a formula is itself again.
read_cells <- function(file) {
  cells <- utils::read.csv(
    file,
    colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE, comment.char = ""
  )
  for (name in names(cells)) {
    escaped <- grep("^'+[-=+@\t\r]", cells[[name]], useBytes = TRUE)
    cells[[name]][escaped] <- substring(cells[[name]][escaped], 2L)
  }
  cells
}

typed <- function(x, fact, locate) {
  switch(fact$type,
    integer = as.integer(x),
    number = as.numeric(x),
    boolean = if (is.logical(x)) x else x == "true",
    date = as.Date(x, format = "%Y-%m-%d"),
    datetime = instants(x),
    coded(as.character(x), fact, locate)
  )
}

instants <- function(x) {
  if (!inherits(x, "POSIXct")) {
    x <- as.POSIXct(strptime(x, "%Y-%m-%dT%H:%M:%OSZ", tz = "UTC"))
  }
  attr(x, "tzone") <- "UTC"
  x
}

# Values of a code list are a factor with the codes of the list in its order. Which column of the list they come
# from is told by the example. A value outside the list is kept, behind the others.
coded <- function(x, fact, locate) {
  file <- if (!is.na(fact$codelist)) locate(paste0("codelists/", fact$codelist, ".csv"))
  if (is.null(file)) {
    return(x)
  }
  for (codes in read_cells(file)) {
    if (fact$example %in% codes) {
      return(factor(x, levels = unique(c(codes, x[!is.na(x)]))))
    }
  }
  x
}

as_frame <- function(data) {
  if (requireNamespace("tibble", quietly = TRUE)) tibble::as_tibble(data) else data
}

# The SHA-256 of a file, by R itself (4.5 and later), the package digest or a program; NA where there is none.
sha256 <- function(file) {
  if ("sha256sum" %in% getNamespaceExports("tools")) {
    return(unname(getExportedValue("tools", "sha256sum")(file)))
  }
  if (requireNamespace("digest", quietly = TRUE)) {
    return(digest::digest(file = file, algo = "sha256"))
  }
  program <- Sys.which(c("sha256sum", "shasum"))
  program <- program[nzchar(program)]
  if (!length(program)) {
    return(NA_character_)
  }
  options <- if (names(program)[1] == "shasum") c("-a", "256")
  said <- system2(program[[1]], c(options, shQuote(file)), stdout = TRUE)
  sub("^\\\\?([0-9a-f]{64}).*", "\\1", said[1])
}

read_sums <- function(file) {
  lines <- readLines(file, encoding = "UTF-8", warn = FALSE)
  stats::setNames(substring(lines, 1L, 64L), substring(lines, 67L))
}

compare_sums <- function(locate) {
  sums <- read_sums(locate("SHA256SUMS"))
  found <- vapply(names(sums), function(name) {
    file <- locate(name)
    if (is.null(file)) "missing" else sha256(file)
  }, "")
  if (anyNA(found)) {
    stop("This R cannot take SHA-256 checksums: install the package digest.", call. = FALSE)
  }
  wrong <- names(sums)[found != sums]
  if (length(wrong)) {
    stop("Not the files that were released: ", paste(wrong, collapse = ", "), ".", call. = FALSE)
  }
  invisible(length(sums))
}
