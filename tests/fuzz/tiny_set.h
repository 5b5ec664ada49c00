/* A small set for fuzz targets, with %s for the rule of its first criterion. */
#ifndef TINY_SET_H
#define TINY_SET_H

#define TINY_SET_HEAD                                                                                                  \
  "{\"format\": 1, \"id\": \"tiny\", \"version\": \"1\", \"status\": \"local\", \"name\": \"Tiny\","                   \
  " \"not_applicable\": \"rescale_group\", \"measures\": {"                                                            \
  "\"x\": {\"name\": \"x\", \"type\": \"count\"}, \"y\": {\"name\": \"y\", \"type\": \"amount\", \"digits\": 6},"      \
  "\"p\": {\"name\": \"p\", \"type\": \"percent\"}, \"b\": {\"name\": \"b\", \"type\": \"boolean\"},"                  \
  "\"d\": {\"name\": \"d\", \"type\": \"date\"}, \"c\": {\"name\": \"c\", \"type\": \"choice\", \"options\": ["        \
  "{\"key\": \"good\", \"name\": \"Good\"}, {\"key\": \"bad\", \"name\": \"Bad\"}]}},"                                 \
  " \"conditions\": {\"known\": \"has(x)\"},"                                                                          \
  " \"groups\": [{\"key\": \"G\", \"code\": \"1\", \"name\": \"G\", \"max\": \"10\", \"grid\": \"0.01\", "             \
  "\"criteria\": ["                                                                                                    \
  "{\"key\": \"A\", \"code\": \"1.1\", \"name\": \"A\", \"max\": \"6\", \"source\": {\"document\": \"d\","             \
  " \"clause\": \"1\"}, \"rule\": "
#define TINY_SET_TAIL                                                                                                  \
  "}, {\"key\": \"B\", \"code\": \"1.2\", \"name\": \"B\", \"max\": \"4\", \"na_from_data\": true,"                    \
  " \"source\": {\"document\": \"d\", \"clause\": \"2\"}, \"rule\": {\"kind\": \"ratio\", \"num\": \"x\","             \
  " \"den\": \"y\", \"zero_denominator\": \"full\"}}]}], \"total\": {\"max\": \"10\", \"basis\": \"points\"}}"

#endif
