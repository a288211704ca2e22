# A small release with the cells that are hard to read, written by hand into a temporary folder.
write_release <- function(folder, events = hard_events) {
  dir.create(file.path(folder, "codelists"), recursive = TRUE)
  put <- function(name, lines) writeBin(charToRaw(paste0(enc2utf8(lines), "\n", collapse = "")), file.path(folder, name))
  put("dictionary.csv", c(
    "table,column,title,type,null,definition,codelist,filled,distinct,example",
    "events,event_id,Event id,string,false,Stable.,,1,3,AZE1",
    "events,event_date,Event date,date,false,The day.,,1,3,2016-04-01",
    "events,country,Country,string,false,Where.,countries,1,2,Namibia",
    "events,iso3,Country code,string,false,Where.,countries,1,2,NAM",
    "events,cameo_code,CAMEO code,string,false,What.,,1,2,010",
    "events,deaths,Deaths,integer,true,How many.,,0.6,2,0",
    "events,score,Score,number,true,How much.,,1,3,'-9.5",
    "events,civil,Civilians,boolean,false,Whether.,,1,2,true",
    "events,notes,Notes,string,true,\"Words, in \"\"quotes\"\".\",,1,3,x",
    "events,updated_at,Updated at,datetime,false,Last edit.,,1,3,2024-01-02T03:04:05Z"
  ))
  put("codelists/countries.csv", c("code,iso3,source", "Azerbaijan,AZE,x", "C\u00f4te d'Ivoire,CIV,x", "Namibia,NAM,x"))
  put("events.csv", events)
  sums <- vapply(c("dictionary.csv", "codelists/countries.csv", "events.csv"), function(name) {
    eventdata:::sha256(file.path(folder, name))
  }, "")
  put("SHA256SUMS", paste0(sums, "  ", names(sums)))
  folder
}

hard_events <- c(
  "event_id,event_date,country,iso3,cameo_code,deaths,score,civil,notes,updated_at",
  "AZE1,2016-04-01,Azerbaijan,AZE,010,0,-9.5,true,\"'=1+1, said \"\"he\"\"\",2024-01-02T03:04:05Z",
  "NAM2,1999-12-31,Namibia,NAM,193,,0.1,false,\"two\nlines # and \u2116 \u00e9\",2024-01-02T03:04:05.250000Z",
  "CIV3,2020-02-29,C\u00f4te d'Ivoire,CIV,01,12,8,false,'quoted',2024-07-02T00:00:00Z",
  "CIV4,2020-02-29,C\u00f4te d'Ivoire,CIV,01,NA,,false,''-x,2024-07-02T00:00:00Z"
)
hard_events[5] <- sub(",NA,", ",,", hard_events[5])
