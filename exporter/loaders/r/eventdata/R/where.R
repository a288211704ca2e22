# Where a release stands: in a folder, or on the web, from where its files are fetched once in a session.

version_pattern <- "^(0|[1-9][0-9]*)[.](0|[1-9][0-9]*)[.](0|[1-9][0-9]*)$"

# A function that gives the path of a file of the release by its name, or NULL where the release has no such file.
open_release <- function(path_or_url, version = NULL) {
  if (!is.character(path_or_url) || length(path_or_url) != 1L || is.na(path_or_url)) {
    stop("Give the path or address of a release as one text.", call. = FALSE)
  }
  if (!is.null(version) && !grepl(version_pattern, version)) {
    stop(version, " is not a version: write three numbers joined by dots, such as 1.0.0.", call. = FALSE)
  }
  place <- sub("/+$", "", path_or_url)
  if (grepl("^https?://", place, ignore.case = TRUE)) {
    return(open_web(place, version))
  }
  folder <- find_folder(place, version)
  function(name) {
    file <- file.path(folder, name)
    if (file.exists(file)) file
  }
}

find_folder <- function(path, version) {
  is_release <- function(folder) file.exists(file.path(folder, "dictionary.csv"))
  if (is_release(path)) {
    if (!is.null(version) && basename(normalizePath(path)) != version) {
      stop(path, " is a release itself; give the folder above it with a version.", call. = FALSE)
    }
    return(path)
  }
  there <- list.files(path)
  there <- there[grepl(version_pattern, there)]
  there <- there[is_release(file.path(path, there))]
  if (!length(there)) {
    stop("There is no release in ", path, ".", call. = FALSE)
  }
  if (is.null(version)) {
    version <- highest(there)
  } else if (!version %in% there) {
    stop("There is no release ", version, " in ", path, "; there are: ", paste(there, collapse = ", "), ".",
      call. = FALSE
    )
  }
  file.path(path, version)
}

highest <- function(versions) versions[order(numeric_version(versions), decreasing = TRUE)[1]]

open_web <- function(url, version) {
  base <- if (grepl(version_pattern, basename(url))) {
    if (!is.null(version) && basename(url) != version) {
      stop(url, " is a release itself; give the address above it with a version.", call. = FALSE)
    }
    url
  } else if (is.null(version)) {
    latest_on_web(url)
  } else {
    paste(url, version, sep = "/")
  }
  sums <- read_sums(fetch(paste0(base, "/SHA256SUMS")))
  function(name) {
    if (name == "SHA256SUMS") {
      return(fetch(paste0(base, "/SHA256SUMS")))
    }
    if (name %in% names(sums)) fetch(paste(base, gsub("%", "%25", name, fixed = TRUE), sep = "/"), sums[[name]])
  }
}

# The address of a dataset's highest version, from the list that a catalogue writes beside its releases.
latest_on_web <- function(url) {
  if (!requireNamespace("jsonlite", quietly = TRUE)) {
    stop("Name the version, or install the package jsonlite to find the latest.", call. = FALSE)
  }
  list_url <- paste0(dirname(url), "/releases.json")
  listed <- tryCatch(jsonlite::fromJSON(fetch(list_url), simplifyVector = FALSE), error = function(e) {
    stop("Which release is the latest cannot be told: name the version. ", conditionMessage(e), call. = FALSE)
  })
  for (dataset in listed$datasets) {
    if (identical(dataset$name, basename(url)) && length(dataset$versions)) {
      versions <- vapply(dataset$versions, function(one) one$version, "")
      paths <- vapply(dataset$versions, function(one) one$path, "")
      return(paste(dirname(url), paths[match(highest(versions), versions)], sep = "/"))
    }
  }
  stop("There is no release of ", basename(url), " in ", list_url, ".", call. = FALSE)
}

# The file at an address, kept for this session under its checksum and compared with it.
fetch <- function(url, sum = NULL) {
  folder <- file.path(tempdir(), "eventdata")
  dir.create(folder, showWarnings = FALSE)
  kept <- if (!is.null(sum)) file.path(folder, paste0(sum, ".", tools::file_ext(url)))
  if (!is.null(kept) && file.exists(kept)) {
    return(kept)
  }
  file <- tempfile(tmpdir = folder)
  status <- tryCatch(
    suppressWarnings(utils::download.file(url, file, mode = "wb", quiet = TRUE)),
    error = function(e) 1L
  )
  if (status != 0L) {
    unlink(file)
    stop(url, " cannot be fetched: check the address and the connection.", call. = FALSE)
  }
  if (is.null(kept)) {
    return(file)
  }
  found <- sha256(file)
  if (is.na(found)) {
    message("Not compared with its checksum: ", url, ". Install the package digest.")
  } else if (found != sum) {
    unlink(file)
    stop(url, " is not the file that was released: its checksum differs.", call. = FALSE)
  }
  file.rename(file, kept)
  kept
}
